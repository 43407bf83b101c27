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
    <message numerus="yes">
        <source>%n label(s) from %1</source>
        <translation>
            <numerusform>%n label from %1</numerusform>
            <numerusform>%n labels from %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them begin after the end.</source>
        <translation>
            <numerusform>%n of them begins after the end.</numerusform>
            <numerusform>%n of them begin after the end.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied the codes of %n frame(s)</source>
        <translation>
            <numerusform>Copied the codes of %n frame</numerusform>
            <numerusform>Copied the codes of %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The copied codes, %n frame(s), and those from here on must lie apart.</source>
        <translation>
            <numerusform>The copied frame and this one must be two.</numerusform>
            <numerusform>The copied codes, %n frames, and those from here on must lie apart.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Code of %n frame(s) in the codebooks that sound (%1):</source>
        <translation>
            <numerusform>Code of %n frame in the codebooks that sound (%1):</numerusform>
            <numerusform>Code of %n frames in the codebooks that sound (%1):</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gui::MushraDialog</name>
    <message numerus="yes">
        <source>%n sound(s) not heard yet</source>
        <translation>
            <numerusform>%n sound not heard yet</numerusform>
            <numerusform>%n sounds not heard yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gui::SearchPanel</name>
    <message numerus="yes">
        <source>In %1: %n source(s), %2 h</source>
        <translation>
            <numerusform>In %1: %n source, %2 h</numerusform>
            <numerusform>In %1: %n sources, %2 h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gui::UsagePanel</name>
    <message numerus="yes">
        <source>Codebook %1, %n code(s) brushed</source>
        <translation>
            <numerusform>Codebook %1, %n code brushed</numerusform>
            <numerusform>Codebook %1, %n codes brushed</numerusform>
        </translation>
    </message>
</context>
</TS>
