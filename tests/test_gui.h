// Tests of the window's parts and of the window as its user meets it.
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <memory>

#include "codec/engine/model.h"

class TestParts : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void trackKeepsSnapshots();
  void peaksHoldEveryExtreme();
  void axisZoomsAroundTheAnchor();
  void axisNeverLeavesTheSound();
  void timesAreWritten_data();
  void timesAreWritten();
  void colourMapsRiseInLightness_data();
  void colourMapsRiseInLightness();
  void textOnEveryCodeColourIsReadable();
  void waveformFillsItsPeaks();
  void aToneIsOneBrightRow();
  void bandsZoomAroundTheirFrequency();
  void shortEventsAreSeenFromFarOut();
  void differenceOfEqualsIsNeutral();
  void scrollingReusesWhatWasRight();
  void tokensAreColouredByCode();
  void everyMarkIsDrawnWhenZoomedOut();
  void usageBarsKeepTheHighestPeak();
  void usageModelIsConsistent();
  void figuresAreNeverCutOff();
  void batchModelIsConsistent();
  void switchesGiveTheirMask();
  void mixIsEquallyLoudAndFades();
  void mixTurnsBothDownBeforeItClips();
  void spoolSurvivesItsWriter();
  void playFeedContinuesAnywhere();
  void theOriginalKeepsItsRateAndChannels();
  void aLoopEndsWhenItIsTurnedOff();
  void lostFramesAreNotPlayed();
  void switchesChangeWhatIsPlayed();
  void aSwitchIsHeardAtOnce();
  void waveformsFitTheirLoudestSample();
  void semanticCodesHaveTheHueOfTheirPhone();
  void frameModelIsConsistent();
  void guessingHasItsProbability();
  void aBlindTestCountsAndTells();
};

class TestWindow : public QObject {
  Q_OBJECT
 public:
  TestWindow();

 private Q_SLOTS:
  void initTestCase();
  void init();
  void fontsAreThere();
  void opensEncodesAndCounts();
  void aFileWaitsForTheModel();
  void savesAndOpensAgain();
  void fewerLevelsAreSmaller();
  void dropOpensAFile();
  void brokenFilesSayWhatIsWrong();
  void anOpeningGoesOn();
  void whatWasCancelledGoesOn();
  void undoBringsTheDocumentBack();
  void aClickOnABarMarksItsCode();
  void keysSwitchCodebooksAndListen();
  void everyControlHasAName();
  void themesChangeTheGround();
  void exportsEveryKind();
  void aSavedRecordingKeepsItsTake();
  void whatIsNotTheOriginalSaysSo();
  void aChannelIsChosen();
  void exportsTellOfClipping();
  void aBatchWaitsForTheModelAndMendsNames();
  void keysMoveInTimeAndLeaveControlsTheirs();
  void recordsPlaysAndRecovers();
  void batchConvertsAndListsFailures();
  void germanIsComplete();
  void openingDoesNotBlock();
  void sliderLimitsWhatIsHeard();
  void rolesAndPhonesAreShown();
  void theStageShowsWhatIsHeard();
  void phonesStandAtTheirSound();
  void pressedSwitchesStandOut();
  void tabLeavesTables();
  void thePointerIsReadOut();
  void selectionsAreHeldAndExtended();
  void menusOpenAtTheCursor();
  void frequenciesZoom();
  void theRulerScrubs();
  void figuresHaveTheirSize();
  void theBarShowsLevels();
  void clipsOpenFromTheStartPage();
  void aBatchSkipsTwins();
  void stopIsAtOnce();
  void whatEachCodebookAdds();
  void codesAndPhonesAreFound();
  void anIndexIsSearched();
  void theAtlasMarksAndIsMarked();
  void musicIsTold();
  void everySecondIsMeasured();
  void codecsAreComparedAndTestedBlind();
  void errorsComeInGerman();
  void noErrorStaysEnglish();
  void theFirstWindowFitsTheScreen();
  void lostRecordingsAreListedAndDeletionAsks();
  void phonesComeWithTheModel();
  void sessionUsageAddsUp();
  void aCodeCanBeHeard();
  void recentFilesOpenAgain();
  void theGainOfTheHeaderIsTakenBack();
  void lostFramesAreSilent();
  void savesAndOpensWithTheModelsPrior();
  void batchPausesCancelsAndRetries();
  void aboutHasTheModelCard();
  void aKilledServerIsReportedAndTheAppGoesOn();  // last: there is no server afterwards

 private:
  QString path(const char* name) const;
  QTemporaryDir folder_;
};
