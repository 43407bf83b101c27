<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>gui::AboutDialog</name>
    <message>
      <location filename="../about_dialog.cpp" line="20" />
      <source>&lt;p&gt;No model is loaded. Put one into the models folder, then choose it in the Codec menu.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Kein Modell ist geladen. Legen Sie eines in den Ordner „models“ und wählen Sie es im Menü „Codec“.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="31" />
      <source>Sample rate</source>
      <translation>Abtastrate</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="31" />
      <source>%1 Hz, mono</source>
      <translation>%1 Hz, mono</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="32" />
      <source>Frames</source>
      <translation>Rahmen</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="32" />
      <source>%1 a second, %2 ms each</source>
      <translation>%1 je Sekunde zu %2 ms</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="35" />
      <source>Codebooks</source>
      <translation>Codebücher</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="35" />
      <source>%1 × %2 codes of %3 dimensions (SimVQ, residual)</source>
      <translation>%1 × %2 Codes mit %3 Dimensionen (SimVQ, Residuum)</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="39" />
      <source>Bit rate</source>
      <translation>Bitrate</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="39" />
      <source>%1 to %2 kbps</source>
      <translation>%1 bis %2 kbit/s</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="42" />
      <source>Delay</source>
      <translation>Verzögerung</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="42" />
      <source>%1 ms</source>
      <translation>%1 ms</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="43" />
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="61" />
      <source>About Sonoglyph</source>
      <translation>Über Sonoglyph</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="65" />
      <source>&lt;h2&gt;Sonoglyph %1&lt;/h2&gt;&lt;p&gt;Sound to tokens and back: a neural codec with residual SimVQ, everything computed on this machine.&lt;/p&gt;</source>
      <translation>&lt;h2&gt;Sonoglyph %1&lt;/h2&gt;&lt;p&gt;Klang zu Tokens und zurück: ein neuronaler Codec mit residualem SimVQ, alles auf diesem Rechner berechnet.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../about_dialog.cpp" line="75" />
      <source>Model card</source>
      <translation>Modellkarte</translation>
    </message>
  </context>
  <context>
    <name>gui::AudioController</name>
    <message>
      <location filename="../audio_controller.cpp" line="130" />
      <location filename="../audio_controller.cpp" line="152" />
      <source>Cannot play. %1</source>
      <translation>Wiedergabe nicht möglich. %1</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="172" />
      <location filename="../audio_controller.cpp" line="186" />
      <source>Cannot record. %1</source>
      <translation>Aufnahme nicht möglich. %1</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="190" />
      <source>Recording %1</source>
      <translation>Aufnahme %1</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="283" />
      <source>The recording goes on in memory only. %1</source>
      <translation>Die Aufnahme läuft nur noch im Arbeitsspeicher weiter. %1</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="299" />
      <source>The sound system does not answer. Everything else goes on; check the sound server, then choose Refresh devices.</source>
      <translation>Das Soundsystem antwortet nicht. Alles andere läuft weiter; prüfen Sie den Soundserver und wählen Sie dann „Geräte aktualisieren“.</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="309" />
      <source>The input device went away. What was recorded until then is kept. Reconnect it or choose another one, then record on.</source>
      <translation>Das Eingabegerät ist weg. Was bis dahin aufgenommen wurde, bleibt erhalten. Schließen Sie es wieder an oder wählen Sie ein anderes, dann nehmen Sie weiter auf.</translation>
    </message>
    <message>
      <location filename="../audio_controller.cpp" line="320" />
      <source>The output device went away. Reconnect it or choose another one.</source>
      <translation>Das Ausgabegerät ist weg. Schließen Sie es wieder an oder wählen Sie ein anderes.</translation>
    </message>
  </context>
  <context>
    <name>gui::BatchDialog</name>
    <message>
      <location filename="../batch_dialog.cpp" line="46" />
      <source>Batch convert</source>
      <translation>Stapelumwandlung</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="51" />
      <source>Files of the batch</source>
      <translation>Dateien des Stapels</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="65" />
      <source>Nothing started yet</source>
      <translation>Noch nichts gestartet</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="70" />
      <source>&amp;Start</source>
      <translation>&amp;Starten</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="71" />
      <location filename="../batch_dialog.cpp" line="297" />
      <source>&amp;Pause</source>
      <translation>&amp;Pause</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="72" />
      <source>&amp;Cancel</source>
      <translation>&amp;Abbrechen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="73" />
      <source>Finishes the files in hand and begins no other</source>
      <translation>Beendet die begonnenen Dateien und fängt keine weitere an</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="74" />
      <source>&amp;Retry failed</source>
      <translation>&amp;Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="75" />
      <source>C&amp;lose</source>
      <translation>Sch&amp;ließen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="95" />
      <source>Finishing the files in hand …</source>
      <translation>Begonnene Dateien werden beendet …</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="120" />
      <source>Cancelled. </source>
      <translation>Abgebrochen. </translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="131" />
      <source>Files and folders to convert</source>
      <translation>Umzuwandelnde Dateien und Ordner</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="135" />
      <source>Add &amp;files …</source>
      <translation>&amp;Dateien hinzufügen …</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="136" />
      <source>Add f&amp;older …</source>
      <translation>&amp;Ordner hinzufügen …</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="137" />
      <source>Re&amp;move</source>
      <translation>&amp;Entfernen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="138" />
      <source>&amp;Undo remove</source>
      <translation>Entfernen &amp;rückgängig</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="146" />
      <source>Add files</source>
      <translation>Dateien hinzufügen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="148" />
      <source>Add folder</source>
      <translation>Ordner hinzufügen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="158" />
      <source>Compress to Sonoglyph</source>
      <translation>Nach Sonoglyph komprimieren</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="158" />
      <source>Tokens, NumPy</source>
      <translation>Tokens, NumPy</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="159" />
      <source>Tokens, JSON</source>
      <translation>Tokens, JSON</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="159" />
      <source>Tokens, CSV</source>
      <translation>Tokens, CSV</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="160" />
      <source>Tokens, safetensors</source>
      <translation>Tokens, safetensors</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="160" />
      <source>Decode to WAV</source>
      <translation>Nach WAV dekodieren</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="161" />
      <source>Decode to FLAC</source>
      <translation>Nach FLAC dekodieren</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="161" />
      <source>Decode to Opus</source>
      <translation>Nach Opus dekodieren</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="162" />
      <source>Decode to Ogg Vorbis</source>
      <translation>Nach Ogg Vorbis dekodieren</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="167" />
      <location filename="../batch_dialog.cpp" line="171" />
      <source>Folder for the results</source>
      <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="168" />
      <source>&amp;Browse …</source>
      <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="176" />
      <source>{dir} folder below the input, {stem} name without extension, {ext} new extension, {name} file name</source>
      <translation>{dir} Ordner unterhalb der Eingabe, {stem} Name ohne Endung, {ext} neue Endung, {name} Dateiname</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="179" />
      <source>Fail</source>
      <translation>Fehler melden</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="179" />
      <source>Skip</source>
      <translation>Überspringen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="179" />
      <source>Overwrite</source>
      <translation>Überschreiben</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="179" />
      <source>Keep both, rename the new one</source>
      <translation>Beide behalten, neue umbenennen</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="180" />
      <source>Resume: keep what is finished</source>
      <translation>Fortsetzen: Fertiges behalten</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="187" />
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="193" />
      <source>Threads</source>
      <translation>Threads</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="195" />
      <source>Codebooks</source>
      <translation>Codebücher</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="198" />
      <source>Convert</source>
      <translation>Umwandeln</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="199" />
      <source>Into</source>
      <translation>Nach</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="200" />
      <source>Name pattern</source>
      <translation>Namensmuster</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="201" />
      <source>If it exists</source>
      <translation>Wenn vorhanden</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="256" />
      <source>Listing the files …</source>
      <translation>Dateien werden gesucht …</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="277" />
      <source>%1 of %2 files</source>
      <translation>%1 von %2 Dateien</translation>
    </message>
    <message numerus="yes">
      <location filename="../batch_dialog.cpp" line="279" />
      <source>%n failed</source>
      <translation>
        <numerusform>%n fehlgeschlagen</numerusform>
        <numerusform>%n fehlgeschlagen</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="281" />
      <source>%1 × real time</source>
      <translation>%1 × Echtzeit</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="283" />
      <source>%1 left</source>
      <translation>noch %1</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="287" />
      <source>%1 written</source>
      <translation>%1 geschrieben</translation>
    </message>
    <message>
      <location filename="../batch_dialog.cpp" line="297" />
      <source>&amp;Go on</source>
      <translation>&amp;Weiter</translation>
    </message>
  </context>
  <context>
    <name>gui::BatchModel</name>
    <message>
      <location filename="../batch_model.cpp" line="45" />
      <source>%1 s of sound, %2</source>
      <translation>%1 s Klang, %2</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="55" />
      <source>was finished before</source>
      <translation>war schon fertig</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="59" />
      <source>was there before</source>
      <translation>war schon da</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="94" />
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="94" />
      <source>Working</source>
      <translation>Läuft</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="94" />
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="94" />
      <source>Damaged</source>
      <translation>Beschädigt</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="95" />
      <source>Kept</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="95" />
      <source>Skipped</source>
      <translation>Übersprungen</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="95" />
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="95" />
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="133" />
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="133" />
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="133" />
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <location filename="../batch_model.cpp" line="133" />
      <source>Result</source>
      <translation>Ergebnis</translation>
    </message>
  </context>
  <context>
    <name>gui::CodecWorker</name>
    <message>
      <location filename="../codec_worker.cpp" line="75" />
      <source>Loading the model</source>
      <translation>Modell wird geladen</translation>
    </message>
    <message>
      <location filename="../codec_worker.cpp" line="86" />
      <source>Opening %1</source>
      <translation>%1 wird geöffnet</translation>
    </message>
    <message>
      <location filename="../codec_worker.cpp" line="94" />
      <source>Encoding</source>
      <translation>Kodieren</translation>
    </message>
    <message>
      <location filename="../codec_worker.cpp" line="136" />
      <source>Decoding</source>
      <translation>Dekodieren</translation>
    </message>
  </context>
  <context>
    <name>gui::DelayPanel</name>
    <message>
      <location filename="../delay_panel.cpp" line="12" />
      <source>Delay of the live path</source>
      <translation>Verzögerung des Live-Wegs</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="14" />
      <source>From the microphone to the ear: the codec's own delay, what waits in our buffers, what the devices report, and the time to compute one frame.</source>
      <translation>Vom Mikrofon zum Ohr: die Verzögerung des Codecs selbst, was in unseren Puffern wartet, was die Geräte melden, und die Rechenzeit eines Rahmens.</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="31" />
      <source>Codec</source>
      <translation>Codec</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="32" />
      <source>Buffer</source>
      <translation>Puffer</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="33" />
      <source>Compute</source>
      <translation>Rechnen</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="34" />
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="60" />
      <source>%1 ms</source>
      <translation>%1 ms</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="64" />
      <source>mean %1, p99 %2</source>
      <translation>Mittel %1, p99 %2</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="71" />
      <source>Total</source>
      <translation>Gesamt</translation>
    </message>
    <message>
      <location filename="../delay_panel.cpp" line="77" />
      <source>%1 frames · %2 late · %3 skipped · %4 xruns</source>
      <translation>%1 Rahmen · %2 spät · %3 übersprungen · %4 Aussetzer</translation>
    </message>
  </context>
  <context>
    <name>gui::ExportDialog</name>
    <message>
      <location filename="../export_dialog.cpp" line="11" />
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="14" />
      <source>WAV</source>
      <translation>WAV</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="14" />
      <source>FLAC, lossless</source>
      <translation>FLAC, verlustfrei</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="15" />
      <source>Opus</source>
      <translation>Opus</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="15" />
      <source>Ogg Vorbis</source>
      <translation>Ogg Vorbis</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="16" />
      <source>MP3</source>
      <translation>MP3</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="16" />
      <source>Tokens, NumPy</source>
      <translation>Tokens, NumPy</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="17" />
      <source>Tokens, JSON</source>
      <translation>Tokens, JSON</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="17" />
      <source>Tokens, CSV</source>
      <translation>Tokens, CSV</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="18" />
      <source>Tokens, safetensors</source>
      <translation>Tokens, safetensors</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="23" />
      <source>Reconstruction</source>
      <translation>Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="24" />
      <source>Original, as the codec hears it</source>
      <translation>Original, wie der Codec es hört</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="26" />
      <source>All</source>
      <translation>Alles</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="28" />
      <source>Selection</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="34" />
      <source>%1 Hz, as the source</source>
      <translation>%1 Hz, wie die Quelle</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="35" />
      <source>%1 Hz, as the codec</source>
      <translation>%1 Hz, wie der Codec</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="37" />
      <source>16 bit</source>
      <translation>16 Bit</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="37" />
      <source>24 bit</source>
      <translation>24 Bit</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="37" />
      <source>32 bit float</source>
      <translation>32 Bit Gleitkomma</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="39" />
      <source>Codebooks × frames</source>
      <translation>Codebücher × Rahmen</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="39" />
      <source>One sequence, interleaved</source>
      <translation>Eine Folge, verschränkt</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="40" />
      <source>Delayed codebooks</source>
      <translation>Verzögerte Codebücher</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="40" />
      <source>Parallel, with offsets</source>
      <translation>Parallel, mit Versatz</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="44" />
      <source>Choose the file …</source>
      <translation>Datei wählen …</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="48" />
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="49" />
      <source>Sound</source>
      <translation>Klang</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="50" />
      <source>Range</source>
      <translation>Bereich</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="51" />
      <source>Sample rate</source>
      <translation>Abtastrate</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="52" />
      <source>Samples</source>
      <translation>Abtastwerte</translation>
    </message>
    <message>
      <location filename="../export_dialog.cpp" line="53" />
      <source>Token layout</source>
      <translation>Token-Anordnung</translation>
    </message>
    <message numerus="yes">
      <location filename="../export_dialog.cpp" line="78" />
      <source>%n codebook(s), as chosen in the tool bar</source>
      <translation>
        <numerusform>%n Codebuch, wie in der Werkzeugleiste gewählt</numerusform>
        <numerusform>%n Codebücher, wie in der Werkzeugleiste gewählt</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>gui::LaneHeader</name>
    <message>
      <location filename="../lane_header.cpp" line="12" />
      <source>Codebook switches</source>
      <translation>Schalter der Codebücher</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="37" />
      <source>%1 semantic</source>
      <translation>%1 semantisch</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="37" />
      <source>Codebook %1</source>
      <translation>Codebuch %1</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="38" />
      <source>Hear codebooks 1 to %1</source>
      <translation>Codebücher 1 bis %1 hören</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="39" />
      <source>S</source>
      <comment>solo</comment>
      <translation>S</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="39" />
      <source>Solo codebook %1</source>
      <translation>Codebuch %1 allein</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="40" />
      <source>M</source>
      <comment>mute</comment>
      <translation>M</translation>
    </message>
    <message>
      <location filename="../lane_header.cpp" line="40" />
      <source>Mute codebook %1</source>
      <translation>Codebuch %1 stumm</translation>
    </message>
  </context>
  <context>
    <name>gui::LevelMeter</name>
    <message>
      <location filename="../level_meter.cpp" line="28" />
      <source>Light: peak, solid: RMS, line: held peak. Click to reset the clip lamp.</source>
      <translation>Hell: Spitze, voll: Effektivwert, Strich: gehaltene Spitze. Klick setzt die Übersteuerungslampe zurück.</translation>
    </message>
    <message>
      <location filename="../level_meter.cpp" line="44" />
      <source>%1 dBFS</source>
      <translation>%1 dBFS</translation>
    </message>
    <message>
      <location filename="../level_meter.cpp" line="105" />
      <source>CLIP</source>
      <translation>CLIP</translation>
    </message>
  </context>
  <context>
    <name>gui::MainWindow</name>
    <message>
      <location filename="../main_window.cpp" line="68" />
      <source>Sound</source>
      <translation>Klang</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="69" />
      <source>Code usage</source>
      <translation>Codenutzung</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="78" />
      <source>Frame under the pointer</source>
      <translation>Rahmen unter dem Zeiger</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="86" />
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="181" />
      <source>Frame %1 at %2:</source>
      <translation>Rahmen %1 bei %2:</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="186" />
      <source>   %1: %2 (%3×)</source>
      <comment>codebook, code, occurrences</comment>
      <translation>   %1: %2 (%3×)</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="202" />
      <source>Selection %1 – %2, %3 s</source>
      <translation>Auswahl %1 – %2, %3 s</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="211" />
      <source>Model %1</source>
      <translation>Modell %1</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="212" />
      <source>No model</source>
      <translation>Kein Modell</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="231" />
      <source>no model</source>
      <translation>kein Modell</translation>
    </message>
    <message numerus="yes">
      <location filename="../main_window.cpp" line="235" />
      <source>%n codebook(s)</source>
      <translation>
        <numerusform>%n Codebuch</numerusform>
        <numerusform>%n Codebücher</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="236" />
      <source>%1 kbps</source>
      <translation>%1 kbit/s</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="258" />
      <source>Undo: %1</source>
      <translation>Rückgängig: %1</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="259" />
      <location filename="../main_window_actions.cpp" line="39" />
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="260" />
      <source>Redo: %1</source>
      <translation>Wiederholen: %1</translation>
    </message>
    <message>
      <location filename="../main_window.cpp" line="261" />
      <location filename="../main_window_actions.cpp" line="40" />
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="30" />
      <source>&amp;Open …</source>
      <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="31" />
      <source>&amp;Save as .sgl …</source>
      <translation>Als .sgl &amp;speichern …</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="32" />
      <source>&amp;Export sound or tokens …</source>
      <translation>Klang oder Tokens &amp;exportieren …</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="34" />
      <source>Export &amp;picture …</source>
      <translation>&amp;Bild exportieren …</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="35" />
      <source>&amp;Close</source>
      <translation>S&amp;chließen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="36" />
      <source>&amp;Batch convert …</source>
      <translation>Stapel&amp;umwandlung …</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="37" />
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="41" />
      <source>Select &amp;all</source>
      <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="44" />
      <source>&amp;Clear selection and mark</source>
      <translation>Auswahl und Markierung auf&amp;heben</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="48" />
      <source>Clear session &amp;counts</source>
      <translation>&amp;Sitzungszählung leeren</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="50" />
      <source>&amp;Record or stop</source>
      <translation>Au&amp;fnehmen oder anhalten</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="56" />
      <source>&amp;Pause recording</source>
      <translation>Aufnahme &amp;unterbrechen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="58" />
      <source>P&amp;lay or stop</source>
      <translation>&amp;Wiedergeben oder anhalten</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="59" />
      <source>&amp;Stop</source>
      <translation>&amp;Stopp</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="60" />
      <source>&amp;Loop</source>
      <translation>&amp;Schleife</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="62" />
      <source>To the &amp;start</source>
      <translation>Zum &amp;Anfang</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="66" />
      <source>Switch &amp;original / reconstruction</source>
      <translation>&amp;Original / Rekonstruktion umschalten</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="70" />
      <source>&amp;Monitor while recording</source>
      <translation>Bei der Aufnahme &amp;mithören</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="72" />
      <source>Play what is &amp;selected</source>
      <translation>Aus&amp;gewähltes abspielen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="75" />
      <source>Re&amp;fresh devices</source>
      <translation>Ge&amp;räte aktualisieren</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="78" />
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="80" />
      <source>Zoom &amp;out</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="81" />
      <source>Show &amp;all</source>
      <translation>&amp;Alles zeigen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="83" />
      <source>Show &amp;selection</source>
      <translation>Aus&amp;wahl zeigen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="84" />
      <source>&amp;Next occurrence</source>
      <translation>&amp;Nächstes Vorkommen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="86" />
      <source>&amp;Previous occurrence</source>
      <translation>&amp;Voriges Vorkommen</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="87" />
      <source>Hear &amp;all codebooks</source>
      <translation>Alle Code&amp;bücher hören</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="90" />
      <source>Hear codebooks 1 to %1</source>
      <translation>Codebücher 1 bis %1 hören</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="96" />
      <source>&amp;Keyboard shortcuts</source>
      <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="98" />
      <source>&amp;About Sonoglyph</source>
      <translation>&amp;Über Sonoglyph</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="103" />
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="105" />
      <source>Open &amp;recent</source>
      <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="112" />
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="118" />
      <source>&amp;Sound</source>
      <translation>&amp;Klang</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="126" />
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="127" />
      <source>&amp;Codec</source>
      <translation>&amp;Codec</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="128" />
      <source>&amp;Model</source>
      <translation>&amp;Modell</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="129" />
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="176" />
      <source>Spectrogram &amp;colours</source>
      <translation>&amp;Farben der Spektrogramme</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="178" />
      <source>Spectrogram &amp;range</source>
      <translation>&amp;Umfang der Spektrogramme</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="179" />
      <source>60 dB</source>
      <translation>60 dB</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="179" />
      <source>80 dB</source>
      <translation>80 dB</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="179" />
      <source>100 dB</source>
      <translation>100 dB</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="179" />
      <source>120 dB</source>
      <translation>120 dB</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="182" />
      <source>Spectrogram &amp;window</source>
      <translation>&amp;Fenster der Spektrogramme</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="183" />
      <source>256 samples</source>
      <translation>256 Werte</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="183" />
      <source>512 samples</source>
      <translation>512 Werte</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="183" />
      <source>1024 samples</source>
      <translation>1024 Werte</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="183" />
      <source>2048 samples</source>
      <translation>2048 Werte</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="185" />
      <source>&amp;Frequency scale</source>
      <translation>Fre&amp;quenzachse</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="185" />
      <source>Linear</source>
      <translation>Linear</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="185" />
      <source>Mel</source>
      <translation>Mel</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="188" />
      <source>&amp;Token colours</source>
      <translation>&amp;Token-Farben</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="191" />
      <source>T&amp;heme</source>
      <translation>&amp;Thema</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="194" />
      <source>As the &amp;system</source>
      <translation>Wie das &amp;System</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="194" />
      <source>&amp;Light</source>
      <translation>&amp;Hell</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="195" />
      <source>&amp;Dark</source>
      <translation>&amp;Dunkel</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="201" />
      <source>&amp;Panels</source>
      <translation>&amp;Leisten</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="206" />
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="217" />
      <source>Position and length</source>
      <translation>Position und Länge</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="226" />
      <source>A  Original</source>
      <translation>A  Original</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="228" />
      <source>B  Reconstruction</source>
      <translation>B  Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="232" />
      <source>What you hear, equally loud (X switches)</source>
      <translation>Was Sie hören, gleich laut (X schaltet um)</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="250" />
      <source>Codebooks to save</source>
      <translation>Zu speichernde Codebücher</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="251" />
      <source>How many codebooks are saved and decoded: fewer bits, less sound</source>
      <translation>Wie viele Codebücher gespeichert und dekodiert werden: weniger Bits, weniger Klang</translation>
    </message>
    <message>
      <location filename="../main_window_actions.cpp" line="296" />
      <source>No model found</source>
      <translation>Kein Modell gefunden</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="40" />
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="41" />
      <source>Sound and tokens</source>
      <translation>Klang und Tokens</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="44" />
      <source>All files (*)</source>
      <translation>Alle Dateien (*)</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="52" />
      <source>Save as .sgl</source>
      <translation>Als .sgl speichern</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="52" />
      <source>Sonoglyph (*.sgl)</source>
      <translation>Sonoglyph (*.sgl)</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="65" />
      <source>Saved %1</source>
      <translation>%1 gespeichert</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="68" />
      <source>Saving %1</source>
      <translation>%1 wird gespeichert</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="87" />
      <source>There are no tokens to save yet. Choose a model in the Codec menu or wait for the encoder.</source>
      <translation>Es gibt noch keine Tokens zu speichern. Wählen Sie ein Modell im Menü „Codec“ oder warten Sie auf den Encoder.</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="112" />
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="117" />
      <source>Exporting %1</source>
      <translation>%1 wird exportiert</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="120" />
      <source>Exported %1</source>
      <translation>%1 exportiert</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="128" />
      <source>Export picture</source>
      <translation>Bild exportieren</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="129" />
      <source>Picture (*.png);;Vector drawing (*.svg)</source>
      <translation>Bild (*.png);;Vektorzeichnung (*.svg)</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="166" />
      <source>Clear the list</source>
      <translation>Liste leeren</translation>
    </message>
    <message numerus="yes">
      <location filename="../main_window_files.cpp" line="178" />
      <source>“%1” was not saved when Sonoglyph ended last time. %n recording(s) can be recovered.</source>
      <translation>
        <numerusform>„%1“ war nicht gespeichert, als Sonoglyph zuletzt endete. %n Aufnahme lässt sich wiederherstellen.</numerusform>
        <numerusform>„%1“ war nicht gespeichert, als Sonoglyph zuletzt endete. %n Aufnahmen lassen sich wiederherstellen.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="181" />
      <source>Recover</source>
      <translation>Wiederherstellen</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="189" />
      <source>Delete it</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="201" />
      <source>The recording was stopped. Save it, or close again.</source>
      <translation>Die Aufnahme wurde angehalten. Speichern Sie sie oder schließen Sie noch einmal.</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="205" />
      <source>Save the recording?</source>
      <translation>Aufnahme speichern?</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="206" />
      <source>“%1” was not saved.</source>
      <translation>„%1“ wurde nicht gespeichert.</translation>
    </message>
    <message>
      <location filename="../main_window_files.cpp" line="208" />
      <source>If you discard it, it is gone.</source>
      <translation>Wenn Sie sie verwerfen, ist sie weg.</translation>
    </message>
  </context>
  <context>
    <name>gui::MessageBar</name>
    <message>
      <location filename="../message_bar.cpp" line="20" />
      <source>Close the message</source>
      <translation>Meldung schließen</translation>
    </message>
  </context>
  <context>
    <name>gui::Session</name>
    <message>
      <location filename="../session.cpp" line="176" />
      <source>Changed to the model %1, which made this file.</source>
      <translation>Auf das Modell %1 gewechselt, das diese Datei gemacht hat.</translation>
    </message>
    <message>
      <location filename="../session.cpp" line="188" />
      <source>Open %1</source>
      <translation>%1 öffnen</translation>
    </message>
    <message>
      <location filename="../session.cpp" line="192" />
      <source>Close %1</source>
      <translation>%1 schließen</translation>
    </message>
    <message>
      <location filename="../session.cpp" line="235" />
      <source>recording, %1 Hz</source>
      <translation>Aufnahme, %1 Hz</translation>
    </message>
    <message>
      <location filename="../session.cpp" line="239" />
      <source>New recording</source>
      <translation>Neue Aufnahme</translation>
    </message>
    <message>
      <location filename="../session.cpp" line="351" />
      <source>Clear session counts</source>
      <translation>Sitzungszählung leeren</translation>
    </message>
  </context>
  <context>
    <name>gui::ShortcutsDialog</name>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="13" />
      <source>Keyboard shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="15" />
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="15" />
      <source>Key</source>
      <translation>Taste</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="27" />
      <source>Choose a frame in the token lanes</source>
      <translation>Rahmen in den Token-Spuren wählen</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="27" />
      <source>Left, Right</source>
      <translation>Links, Rechts</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="28" />
      <source>Scroll in time</source>
      <translation>In der Zeit rollen</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="28" />
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="29" />
      <source>Zoom at the pointer</source>
      <translation>Am Zeiger vergrößern</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="29" />
      <source>Ctrl+Wheel</source>
      <translation>Strg+Mausrad</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="30" />
      <source>Select a span, and play it</source>
      <translation>Stelle auswählen und abspielen</translation>
    </message>
    <message>
      <location filename="../shortcuts_dialog.cpp" line="30" />
      <source>Drag</source>
      <translation>Ziehen</translation>
    </message>
  </context>
  <context>
    <name>gui::SoundPanel</name>
    <message>
      <location filename="../sound_panel.cpp" line="23" />
      <source>Input device</source>
      <translation>Eingabegerät</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="24" />
      <source>Output device</source>
      <translation>Ausgabegerät</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="27" />
      <source>Refresh devices (F5)</source>
      <translation>Geräte aktualisieren (F5)</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="28" />
      <source>Refresh devices</source>
      <translation>Geräte aktualisieren</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="29" />
      <source>Input level</source>
      <translation>Eingangspegel</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="30" />
      <source>Output level</source>
      <translation>Ausgangspegel</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="31" />
      <source>Monitor while recording</source>
      <translation>Bei der Aufnahme mithören</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="32" />
      <source>Hear the input through the codec (M). Use headphones.</source>
      <translation>Den Eingang durch den Codec hören (M). Nehmen Sie Kopfhörer.</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="42" />
      <source>Input</source>
      <translation>Eingang</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="44" />
      <source>Output</source>
      <translation>Ausgang</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="93" />
      <source>Default device</source>
      <translation>Standardgerät</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="98" />
      <source>No input device</source>
      <translation>Kein Eingabegerät</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="98" />
      <source>No output device</source>
      <translation>Kein Ausgabegerät</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="99" />
      <source>Looking for devices …</source>
      <translation>Geräte werden gesucht …</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="102" />
      <source>Files open, encode and save without one. Connect a device or start the sound server, then refresh.</source>
      <translation>Öffnen, Kodieren und Speichern gehen auch ohne. Schließen Sie ein Gerät an oder starten Sie den Soundserver, dann aktualisieren Sie.</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="114" />
      <source>%1 (not connected)</source>
      <translation>%1 (nicht angeschlossen)</translation>
    </message>
    <message>
      <location filename="../sound_panel.cpp" line="140" />
      <source>A/B match %1 dB</source>
      <translation>A/B-Abgleich %1 dB</translation>
    </message>
  </context>
  <context>
    <name>gui::SpectrogramView</name>
    <message>
      <location filename="../spectrogram_view.cpp" line="33" />
      <source>Spectrogram of the original</source>
      <translation>Spektrogramm des Originals</translation>
    </message>
    <message>
      <location filename="../spectrogram_view.cpp" line="34" />
      <source>Spectrogram of the reconstruction</source>
      <translation>Spektrogramm der Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../spectrogram_view.cpp" line="35" />
      <source>Difference of the spectrograms</source>
      <translation>Unterschied der Spektrogramme</translation>
    </message>
    <message>
      <location filename="../spectrogram_view.cpp" line="154" />
      <source>%1 kHz</source>
      <translation>%1 kHz</translation>
    </message>
    <message>
      <location filename="../spectrogram_view.cpp" line="169" />
      <source>%1, %2 Hz</source>
      <translation>%1, %2 Hz</translation>
    </message>
  </context>
  <context>
    <name>gui::StartPage</name>
    <message>
      <location filename="../start_page.cpp" line="16" />
      <source>Drop a sound here</source>
      <translation>Klang hier ablegen</translation>
    </message>
    <message>
      <location filename="../start_page.cpp" line="22" />
      <source>Any audio file, a .sgl file, or tokens. It becomes tokens while you watch,
and sound again while you listen.</source>
      <translation>Jede Audiodatei, eine .sgl-Datei oder Tokens. Beim Zusehen wird sie zu Tokens,
beim Zuhören wieder zu Klang.</translation>
    </message>
    <message>
      <location filename="../start_page.cpp" line="26" />
      <source>Open …</source>
      <translation>Öffnen …</translation>
    </message>
    <message>
      <location filename="../start_page.cpp" line="27" />
      <source>Record</source>
      <translation>Aufnehmen</translation>
    </message>
  </context>
  <context>
    <name>gui::TimeRuler</name>
    <message>
      <location filename="../time_view.cpp" line="144" />
      <source>Time ruler</source>
      <translation>Zeitlineal</translation>
    </message>
  </context>
  <context>
    <name>gui::TokenView</name>
    <message>
      <location filename="../token_view.cpp" line="16" />
      <source>Token lanes</source>
      <translation>Token-Spuren</translation>
    </message>
    <message>
      <location filename="../token_view.cpp" line="17" />
      <source>One lane for each codebook. Left and right choose a frame.</source>
      <translation>Eine Spur je Codebuch. Links und rechts wählen einen Rahmen.</translation>
    </message>
  </context>
  <context>
    <name>gui::UsageModel</name>
    <message>
      <location filename="../usage_model.cpp" line="41" />
      <source>%1 %</source>
      <translation>%1 %</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="56" />
      <source>#</source>
      <translation>#</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="56" />
      <source>Used</source>
      <translation>Benutzt</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="56" />
      <source>Ceiling</source>
      <translation>Grenze</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="56" />
      <source>Share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="57" />
      <source>Perplexity</source>
      <translation>Perplexität</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="57" />
      <source>Entropy</source>
      <translation>Entropie</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="57" />
      <source>Unused</source>
      <translation>Unbenutzt</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="62" />
      <source>Codebook</source>
      <translation>Codebuch</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="63" />
      <source>Codes that occur</source>
      <translation>Codes, die vorkommen</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="64" />
      <source>Codes that could occur at best: the smaller of frames and codebook size</source>
      <translation>Codes, die höchstens vorkommen können: Rahmen oder Codebuchgröße, das Kleinere</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="65" />
      <source>Used codes of all</source>
      <translation>Benutzte von allen Codes</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="66" />
      <source>2 to the power of the entropy: as many equally frequent codes would be as varied</source>
      <translation>2 hoch Entropie: so viele gleich häufige Codes wären ebenso vielfältig</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="67" />
      <source>Bits a code that an ideal coder of independent codes would need</source>
      <translation>Bits je Code, die ein idealer Kodierer unabhängiger Codes bräuchte</translation>
    </message>
    <message>
      <location filename="../usage_model.cpp" line="68" />
      <source>Codes that never occur</source>
      <translation>Codes, die nie vorkommen</translation>
    </message>
  </context>
  <context>
    <name>gui::UsagePanel</name>
    <message>
      <location filename="../usage_panel.cpp" line="11" />
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="11" />
      <source>Session</source>
      <translation>Sitzung</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="11" />
      <source>Selection</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="12" />
      <source>Count codes of</source>
      <translation>Codes zählen von</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="13" />
      <source>Which frames are counted</source>
      <translation>Welche Rahmen gezählt werden</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="15" />
      <source>By code</source>
      <translation>Nach Code</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="15" />
      <source>By count</source>
      <translation>Nach Anzahl</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="16" />
      <source>Order of the bars</source>
      <translation>Reihenfolge der Balken</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="17" />
      <source>Log</source>
      <translation>Log</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="18" />
      <source>Logarithmic counts</source>
      <translation>Anzahl logarithmisch</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="37" />
      <source>Hear</source>
      <translation>Hören</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="38" />
      <source>Half a second of this code alone</source>
      <translation>Eine halbe Sekunde nur dieser Code</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="40" />
      <source>Previous occurrence</source>
      <translation>Voriges Vorkommen</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="41" />
      <source>Previous occurrence (Shift+F3)</source>
      <translation>Voriges Vorkommen (Umschalt+F3)</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="43" />
      <source>Next occurrence</source>
      <translation>Nächstes Vorkommen</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="44" />
      <source>Next occurrence (F3)</source>
      <translation>Nächstes Vorkommen (F3)</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="46" />
      <location filename="../usage_panel.cpp" line="47" />
      <source>Remove the mark</source>
      <translation>Markierung entfernen</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="58" />
      <source>Figures of code usage</source>
      <translation>Zahlen zur Codenutzung</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="156" />
      <source>Click a bar to mark its code in the lanes.</source>
      <translation>Klick auf einen Balken markiert seinen Code in den Spuren.</translation>
    </message>
    <message>
      <location filename="../usage_panel.cpp" line="162" />
      <source>Codebook %1, code %2: %3×</source>
      <translation>Codebuch %1, Code %2: %3×</translation>
    </message>
  </context>
  <context>
    <name>gui::UsageView</name>
    <message>
      <location filename="../usage_view.cpp" line="20" />
      <source>Code usage of codebook %1</source>
      <translation>Codenutzung von Codebuch %1</translation>
    </message>
    <message>
      <location filename="../usage_view.cpp" line="28" />
      <source>no frames</source>
      <translation>keine Rahmen</translation>
    </message>
    <message>
      <location filename="../usage_view.cpp" line="29" />
      <source>%1 of %2 used</source>
      <translation>%1 von %2 benutzt</translation>
    </message>
    <message>
      <location filename="../usage_view.cpp" line="97" />
      <source>Codebook %1</source>
      <translation>Codebuch %1</translation>
    </message>
    <message>
      <location filename="../usage_view.cpp" line="146" />
      <source>Code %1: %2 times, %3 %</source>
      <translation>Code %1: %2-mal, %3 %</translation>
    </message>
  </context>
  <context>
    <name>gui::ViewStack</name>
    <message>
      <location filename="../view_stack.cpp" line="31" />
      <location filename="../view_stack.cpp" line="33" />
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="31" />
      <location filename="../view_stack.cpp" line="32" />
      <source>waveform</source>
      <translation>Wellenform</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="32" />
      <location filename="../view_stack.cpp" line="34" />
      <source>Reconstruction</source>
      <translation>Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="33" />
      <location filename="../view_stack.cpp" line="34" />
      <source>spectrogram</source>
      <translation>Spektrogramm</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="35" />
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="35" />
      <source>blue: lost, orange: added</source>
      <translation>blau: verloren, orange: hinzugekommen</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="41" />
      <source>Scroll in time</source>
      <translation>In der Zeit rollen</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="114" />
      <source>Original waveform</source>
      <translation>Wellenform des Originals</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="114" />
      <source>Reconstruction waveform</source>
      <translation>Wellenform der Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="115" />
      <source>Original spectrogram</source>
      <translation>Spektrogramm des Originals</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="115" />
      <source>Reconstruction spectrogram</source>
      <translation>Spektrogramm der Rekonstruktion</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="116" />
      <source>Difference spectrogram</source>
      <translation>Unterschied der Spektrogramme</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="116" />
      <source>Token lanes</source>
      <translation>Token-Spuren</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="147" />
      <source>Opened from tokens: there is no original. The reconstruction is all there is.</source>
      <translation>Aus Tokens geöffnet: ein Original gibt es nicht, nur die Rekonstruktion.</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="148" />
      <source>Nothing decoded yet</source>
      <translation>Noch nichts dekodiert</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="149" />
      <source>No model: choose one in the Codec menu to see tokens</source>
      <translation>Kein Modell: wählen Sie eines im Menü „Codec“, um Tokens zu sehen</translation>
    </message>
    <message>
      <location filename="../view_stack.cpp" line="154" />
      <source>Needs original and reconstruction</source>
      <translation>Braucht Original und Rekonstruktion</translation>
    </message>
  </context>
  <context>
    <name>gui::WaveformView</name>
    <message>
      <location filename="../waveform_view.cpp" line="18" />
      <source>Waveform of the original</source>
      <translation>Wellenform des Originals</translation>
    </message>
    <message>
      <location filename="../waveform_view.cpp" line="19" />
      <source>Waveform of the reconstruction</source>
      <translation>Wellenform der Rekonstruktion</translation>
    </message>
  </context>
</TS>
