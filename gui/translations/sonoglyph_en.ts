<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>gui::BatchDialog</name>
    <message numerus="yes">
      <location filename="../batch_dialog.cpp" line="279" />
      <source>%n failed</source>
      <translation>
        <numerusform>%n failed</numerusform>
        <numerusform>%n failed</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>gui::ExportDialog</name>
    <message numerus="yes">
      <location filename="../export_dialog.cpp" line="78" />
      <source>%n codebook(s), as chosen in the tool bar</source>
      <translation>
        <numerusform>%n codebook, as chosen in the tool bar</numerusform>
        <numerusform>%n codebooks, as chosen in the tool bar</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>gui::MainWindow</name>
    <message numerus="yes">
      <location filename="../main_window.cpp" line="235" />
      <source>%n codebook(s)</source>
      <translation>
        <numerusform>%n codebook</numerusform>
        <numerusform>%n codebooks</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../main_window_files.cpp" line="178" />
      <source>“%1” was not saved when Sonoglyph ended last time. %n recording(s) can be recovered.</source>
      <translation>
        <numerusform>“%1” was not saved when Sonoglyph ended last time. %n recording can be recovered.</numerusform>
        <numerusform>“%1” was not saved when Sonoglyph ended last time. %n recordings can be recovered.</numerusform>
      </translation>
    </message>
  </context>
</TS>
