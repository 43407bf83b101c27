<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>gui::BatchDialog</name>
    <message numerus="yes">
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
        <source>“%1” was not saved when Sonoglyph ended last time. %n recording(s) can be recovered.</source>
        <translation>
            <numerusform>“%1” was not saved when Sonoglyph ended last time. %n recording can be recovered.</numerusform>
            <numerusform>“%1” was not saved when Sonoglyph ended last time. %n recordings can be recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n codebook(s)</source>
        <translation>
            <numerusform>%1 of %n codebook</numerusform>
            <numerusform>%1 of %n codebooks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gui::SearchPanel</name>
    <message numerus="yes">
        <source>In %1: %n source(s), %2 h</source>
        <translation><numerusform>In %1: %n source, %2 h</numerusform><numerusform>In %1: %n sources, %2 h</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation><numerusform>%n place</numerusform><numerusform>%n places</numerusform></translation>
    </message>
</context>
</TS>
