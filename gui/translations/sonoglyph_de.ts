<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ErrorText</name>
    <message>
        <source>it could not be read or written</source>
        <translation>Lesen oder Schreiben schlug fehl</translation>
    </message>
    <message>
        <source>neither a sound nor tokens that can be read</source>
        <translation>weder ein Klang noch Tokens, die sich lesen lassen</translation>
    </message>
    <message>
        <source>made by a newer Sonoglyph</source>
        <translation>von einem neueren Sonoglyph erzeugt</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>die Daten sind beschädigt</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>das Ende fehlt</translation>
    </message>
    <message>
        <source>it belongs to another model</source>
        <translation>gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>it holds a value that is not allowed</source>
        <translation>enthält einen unzulässigen Wert</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>that is not offered</source>
        <translation>wird nicht unterstützt</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The language that messages come in: &quot;en&quot; where they are to be shown alone.</extracomment>
        <translation>de</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is no regular file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>holds no samples</source>
        <translation>enthält keine Abtastwerte</translation>
    </message>
    <message>
        <source>holds no frame</source>
        <translation>enthält keinen Frame</translation>
    </message>
    <message>
        <source>cannot write: </source>
        <translation>Schreiben misslungen: </translation>
    </message>
    <message>
        <source>cannot read: </source>
        <translation>Lesen misslungen: </translation>
    </message>
    <message>
        <source>cannot write the recording</source>
        <translation>die Aufnahme kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>not an .sgl file</source>
        <translation>keine .sgl-Datei</translation>
    </message>
    <message>
        <source>its checksum does not match</source>
        <translation>die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>was made by model </source>
        <translation>wurde gemacht mit dem Modell </translation>
    </message>
    <message>
        <source>; put that model into the models folder and open the file again</source>
        <translation>; dieses Modell in den Modellordner legen und die Datei noch einmal öffnen</translation>
    </message>
    <message>
        <source>no sound device found; connect one or start the sound server, then choose Refresh devices</source>
        <translation>kein Audiogerät gefunden; eines anschließen oder den Soundserver starten, dann Geräte neu suchen</translation>
    </message>
    <message>
        <source>there is no input device; connect a microphone</source>
        <translation>es gibt kein Eingabegerät; ein Mikrofon anschließen</translation>
    </message>
    <message>
        <source>there is no output device; connect one</source>
        <translation>es gibt kein Ausgabegerät; eines anschließen</translation>
    </message>
    <message>
        <source>this device is not there any more; choose another one</source>
        <translation>dieses Gerät ist nicht mehr da; ein anderes wählen</translation>
    </message>
    <message>
        <source>the sound system does not answer; check the sound server, then try again</source>
        <translation>das Audiosystem antwortet nicht; den Soundserver prüfen, dann noch einmal versuchen</translation>
    </message>
    <message>
        <source>pictures are .png, .svg or .pdf; choose one of these names</source>
        <translation>Bilder heißen .png, .svg oder .pdf; einen dieser Namen wählen</translation>
    </message>
    <message>
        <source>the figure has no room for what it is to show; make it larger, or show less</source>
        <translation>das Bild hat keinen Platz für das, was es zeigen soll; es größer machen oder weniger zeigen</translation>
    </message>
    <message>
        <source>a figure of more than 100 million pixels; make it smaller, or choose fewer dots per inch</source>
        <translation>ein Bild von mehr als 100 Millionen Bildpunkten; es kleiner machen oder weniger dpi wählen</translation>
    </message>
    <message>
        <source> is no code: codes are 0 to </source>
        <translation> ist kein Code: Codes gehen von 0 bis </translation>
    </message>
    <message>
        <source>codes and phones are looked for apart</source>
        <translation>Codes und Laute werden getrennt gesucht</translation>
    </message>
    <message>
        <source>nothing to look for: codes such as 17 * 903, or phones such as T UW</source>
        <translation>nichts zu suchen: Codes wie 17 * 903, oder Laute wie T UW</translation>
    </message>
    <message>
        <source>is no index of codes</source>
        <translation>ist kein Index von Codes</translation>
    </message>
    <message>
        <source>an index that is cut off</source>
        <translation>ein abgeschnittener Index</translation>
    </message>
    <message>
        <source>cannot be read from the middle</source>
        <translation>kann nicht aus der Mitte gelesen werden</translation>
    </message>
    <message>
        <source> would both become </source>
        <translation> würden beide zu </translation>
    </message>
    <message>
        <source> keeps them apart</source>
        <translation> hält sie auseinander</translation>
    </message>
    <message>
        <source>; a pattern such as </source>
        <translation>; ein Muster wie </translation>
    </message>
    <message>
        <source>left out, since </source>
        <translation>ausgelassen, denn </translation>
    </message>
    <message>
        <source>its format is not known</source>
        <translation>das Format ist nicht bekannt</translation>
    </message>
    <message>
        <source>its encoding is not supported</source>
        <translation>die Kodierung wird nicht unterstützt</translation>
    </message>
    <message>
        <source>the format does not have this sample rate</source>
        <translation>das Format kennt diese Abtastrate nicht</translation>
    </message>
    <message>
        <source>the header of the FLAC file is damaged</source>
        <translation>der Kopf der FLAC-Datei ist beschädigt</translation>
    </message>
    <message>
        <source>its structure is damaged</source>
        <translation>der Aufbau ist beschädigt</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>zu wenig Speicher</translation>
    </message>
    <message>
        <source>no sound that can be read</source>
        <translation>kein lesbarer Klang</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>ends after %1 of %2 samples</source>
        <translation>endet nach %1 von %2 Samples</translation>
    </message>
    <message>
        <source>damaged at sample %1: %2</source>
        <translation>beschädigt ab Sample %1: %2</translation>
    </message>
    <message>
        <source>a damaged MP3: %1</source>
        <translation>eine beschädigte MP3-Datei: %1</translation>
    </message>
    <message>
        <source>sample rate %1 Hz, wanted %2</source>
        <translation>Abtastrate %1 Hz, möglich sind %2</translation>
    </message>
    <message>
        <source>%1 channels, wanted %2</source>
        <translation>%1 Kanäle, möglich sind %2</translation>
    </message>
    <message>
        <source>sample %1 of channel %2 is %3; sound has finite values</source>
        <translation>Sample %1 von Kanal %2 ist %3; Klang hat endliche Werte</translation>
    </message>
    <message>
        <source>what follows sample %1 cannot be read</source>
        <translation>was nach Sample %1 folgt, lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>only the first %1 of %2 samples are read</source>
        <translation>nur die ersten %1 von %2 Samples werden gelesen</translation>
    </message>
    <message>
        <source>cannot write such a file: %1</source>
        <translation>eine solche Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>%1 is newer than this program (%2); update Sonoglyph</source>
        <translation>%1 ist neuer als dieses Programm (%2); aktualisieren Sie Sonoglyph</translation>
    </message>
    <message>
        <source>cut: %1 samples of the %2 that its header tells of</source>
        <translation>abgeschnitten: %1 von %2 Samples, die der Kopf nennt</translation>
    </message>
    <message>
        <source>%1 bytes behind the sound are not read</source>
        <translation>%1 Bytes hinter dem Klang werden nicht gelesen</translation>
    </message>
    <message>
        <source>damaged: %1 pages are missing or unreadable</source>
        <translation>beschädigt: %1 Seiten fehlen oder sind unlesbar</translation>
    </message>
    <message>
        <source>damaged: %1 bytes between its frames are unreadable</source>
        <translation>beschädigt: %1 Bytes zwischen den Frames sind unlesbar</translation>
    </message>
    <message>
        <source>cut: its last page is missing</source>
        <translation>abgeschnitten: die letzte Seite fehlt</translation>
    </message>
    <message>
        <source>cut: ends within a frame</source>
        <translation>abgeschnitten: endet in einem Frame</translation>
    </message>
    <message>
        <source>no frames of MPEG audio in it</source>
        <translation>keine Frames mit MPEG-Ton darin</translation>
    </message>
    <message>
        <source>changed while it was read; once more then</source>
        <translation>wurde beim Lesen geändert; bitte noch einmal</translation>
    </message>
    <message>
        <source>cannot seek to sample %1</source>
        <translation>Sample %1 lässt sich nicht ansteuern</translation>
    </message>
    <message>
        <source>it has %1 bytes, at most %2 are read</source>
        <translation>hat %1 Bytes, höchstens %2 werden gelesen</translation>
    </message>
    <message>
        <source>its FLAC data cannot be decoded</source>
        <translation>die FLAC-Daten lassen sich nicht dekodieren</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>A  Original</source>
        <translation>A  Original</translation>
    </message>
    <message>
        <source>B  Reconstruction</source>
        <translation>B  Rekonstruktion</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>log-mel</source>
        <translation>Log-Mel</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Laute</translation>
    </message>
    <message>
        <source>Codebook %1</source>
        <translation>Codebuch %1</translation>
    </message>
    <message>
        <source>Time, min:s</source>
        <translation>Zeit, min:s</translation>
    </message>
    <message>
        <source>Time, s</source>
        <translation>Zeit, s</translation>
    </message>
    <message>
        <source>%1 of %2 codebooks, %3 kbps</source>
        <translation>%1 von %2 Codebüchern, %3 kbit/s</translation>
    </message>
</context>
<context>
    <name>OpenFile</name>
    <message>
        <source>Sonoglyph, %1 × %2 bit, %3 frames</source>
        <translation>Sonoglyph, %1 × %2 Bit, %3 Frames</translation>
    </message>
    <message>
        <source>(damaged: %1 frames lost)</source>
        <translation>(beschädigt: %1 Frames verloren)</translation>
    </message>
    <message>
        <source>Tokens, %1 codebooks, %2 frames</source>
        <translation>Tokens, %1 Codebücher, %2 Frames</translation>
    </message>
</context>
<context>
    <name>PhoneClass</name>
    <message>
        <source>Silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>Vowel</source>
        <translation>Vokal</translation>
    </message>
    <message>
        <source>Glide or liquid</source>
        <translation>Gleitlaut oder Liquid</translation>
    </message>
    <message>
        <source>Nasal</source>
        <translation>Nasal</translation>
    </message>
    <message>
        <source>Fricative</source>
        <translation>Reibelaut</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Verschlusslaut</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
</context>
<context>
    <name>Spectrogram</name>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
</context>
<context>
    <name>gui::AboutDialog</name>
    <message>
        <source>&lt;p&gt;No model is loaded. Put one into the models folder, then choose it in the Codec menu.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Kein Modell ist geladen. Legen Sie eines in den Ordner „models“ und wählen Sie es im Menü „Codec“.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>%1 Hz, mono</source>
        <translation>%1 Hz, mono</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>%1 a second, %2 ms each</source>
        <translation>%1 je Sekunde zu %2 ms</translation>
    </message>
    <message>
        <source>Codebooks</source>
        <translation>Codebücher</translation>
    </message>
    <message>
        <source>%1 × %2 codes of %3 dimensions (SimVQ, residual)</source>
        <translation>%1 × %2 Codes mit %3 Dimensionen (SimVQ, Residuum)</translation>
    </message>
    <message>
        <source>Bit rate</source>
        <translation>Bitrate</translation>
    </message>
    <message>
        <source>%1 to %2 kbps</source>
        <translation>%1 bis %2 kbit/s</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>About Sonoglyph</source>
        <translation>Über Sonoglyph</translation>
    </message>
    <message>
        <source>&lt;h2&gt;Sonoglyph %1&lt;/h2&gt;&lt;p&gt;Sound to tokens and back: a neural codec with residual SimVQ, everything computed on this machine.&lt;/p&gt;</source>
        <translation>&lt;h2&gt;Sonoglyph %1&lt;/h2&gt;&lt;p&gt;Klang zu Tokens und zurück: ein neuronaler Codec mit residualem SimVQ, alles auf diesem Rechner berechnet.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
</context>
<context>
    <name>gui::AbxDialog</name>
    <message>
        <source>Blind test</source>
        <translation>Blindtest</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>trials</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Hear &amp;A</source>
        <translation>&amp;A hören</translation>
    </message>
    <message>
        <source>Hear &amp;B</source>
        <translation>&amp;B hören</translation>
    </message>
    <message>
        <source>Hear &amp;X</source>
        <translation>&amp;X hören</translation>
    </message>
    <message>
        <source>X is A (&amp;1)</source>
        <translation>X ist A (&amp;1)</translation>
    </message>
    <message>
        <source>X is B (&amp;2)</source>
        <translation>X ist B (&amp;2)</translation>
    </message>
    <message>
        <source>Save answers …</source>
        <translation>Antworten speichern …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Trial %1 of %2</source>
        <translation>Durchgang %1 von %2</translation>
    </message>
    <message>
        <source>You hear the difference.</source>
        <translation>Sie hören den Unterschied.</translation>
    </message>
    <message>
        <source>That is no proof that you hear it.</source>
        <translation>Das beweist nicht, dass Sie ihn hören.</translation>
    </message>
    <message>
        <source>%1 of %2 right, p = %3. %4</source>
        <translation>%1 von %2 richtig, p = %3. %4</translation>
    </message>
    <message>
        <source>A is the original, B is %1 at %2 kbps, both equally loud. X is one of the two. Hear all three as often as you like, then say which X is. With every trial X is drawn anew. Keys: A, B and X hear, 1 and 2 answer, S stops.</source>
        <translation>A ist das Original, B ist %1 mit %2 kbit/s, beide gleich laut. X ist eines von beiden. Hören Sie alle drei, so oft Sie wollen, und sagen Sie dann, was X ist. In jedem Durchgang wird X neu ausgelost. Tasten: A, B und X spielen vor, 1 und 2 antworten, S hält an.</translation>
    </message>
</context>
<context>
    <name>gui::AtlasPanel</name>
    <message>
        <source>Codebook</source>
        <translation>Codebuch</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Transitions</source>
        <translation>Übergänge</translation>
    </message>
    <message>
        <source>Map or transitions</source>
        <translation>Karte oder Übergänge</translation>
    </message>
    <message>
        <source>Hear the code under the pointer</source>
        <translation>Den Code unter dem Zeiger hören</translation>
    </message>
    <message>
        <source>In the file, with what is around it</source>
        <translation>In der Datei, mit dem, was darum herum ist</translation>
    </message>
    <message>
        <source>Codebook %1</source>
        <translation>Codebuch %1</translation>
    </message>
    <message>
        <source>Needs a model.</source>
        <translation>Braucht ein Modell.</translation>
    </message>
    <message>
        <source>The %1 codes by how they sound: the two directions in which they differ most, %2 % of the difference. Size: how often the file uses them. Click marks, double click hears, dragging brushes several.</source>
        <translation>Die %1 Codes nach ihrem Klang: die zwei Richtungen, in denen sie sich am meisten unterscheiden, %2 % des Unterschieds. Größe: wie oft die Datei sie benutzt. Klick markiert, Doppelklick spielt, Ziehen wählt mehrere.</translation>
    </message>
    <message>
        <source>What follows what in the file: rows, then columns; the stronger the colour, the more often. A click searches for the pair.</source>
        <translation>Was in der Datei auf was folgt: Zeilen, dann Spalten; je kräftiger die Farbe, desto öfter. Ein Klick sucht das Paar.</translation>
    </message>
</context>
<context>
    <name>gui::AtlasView</name>
    <message>
        <source>Atlas of the codebook</source>
        <translation>Atlas des Codebuchs</translation>
    </message>
    <message>
        <source>Every code as a dot. Arrow keys go to the next one that way, Space hears it.</source>
        <translation>Jeder Code als Punkt. Pfeiltasten gehen zum nächsten in ihrer Richtung, die Leertaste spielt ihn.</translation>
    </message>
    <message>
        <source>Code %1: %2× (%3 %)</source>
        <translation>Code %1: %2× (%3 %)</translation>
    </message>
    <message>
        <source>[%1] %2, in %3 % of its frames</source>
        <translation>[%1] %2, in %3 % seiner Frames</translation>
    </message>
</context>
<context>
    <name>gui::AudioController</name>
    <message>
        <source>Cannot play. %1</source>
        <translation>Wiedergabe nicht möglich. %1</translation>
    </message>
    <message>
        <source>Cannot record. %1</source>
        <translation>Aufnahme nicht möglich. %1</translation>
    </message>
    <message>
        <source>Recording %1</source>
        <translation>Aufnahme %1</translation>
    </message>
    <message>
        <source>The recording goes on in memory only. %1</source>
        <translation>Die Aufnahme läuft nur noch im Arbeitsspeicher weiter. %1</translation>
    </message>
    <message>
        <source>The sound system does not answer. Everything else goes on; check the sound server, then choose Refresh devices.</source>
        <translation>Das Soundsystem antwortet nicht. Alles andere läuft weiter; prüfen Sie den Soundserver und wählen Sie dann „Geräte aktualisieren“.</translation>
    </message>
    <message>
        <source>The input device went away. What was recorded until then is kept. Reconnect it or choose another one, then record on.</source>
        <translation>Das Eingabegerät ist weg. Was bis dahin aufgenommen wurde, bleibt erhalten. Schließen Sie es wieder an oder wählen Sie ein anderes, dann nehmen Sie weiter auf.</translation>
    </message>
    <message>
        <source>The output device went away. Reconnect it or choose another one.</source>
        <translation>Das Ausgabegerät ist weg. Schließen Sie es wieder an oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The original cannot be read as it was: %1. A plays it as the codec hears it.</source>
        <translation>Das Original kann nicht gelesen werden, wie es war: %1. A spielt es, wie der Codec es hört.</translation>
    </message>
</context>
<context>
    <name>gui::BatchDialog</name>
    <message>
        <source>Batch convert</source>
        <translation>Stapelumwandlung</translation>
    </message>
    <message>
        <source>Files of the batch</source>
        <translation>Dateien des Stapels</translation>
    </message>
    <message>
        <source>Nothing started yet</source>
        <translation>Noch nichts gestartet</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Finishes the files in hand and begins no other</source>
        <translation>Beendet die begonnenen Dateien und fängt keine weitere an</translation>
    </message>
    <message>
        <source>&amp;Retry failed</source>
        <translation>&amp;Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>Sch&amp;ließen</translation>
    </message>
    <message>
        <source>Cancelled. </source>
        <translation>Abgebrochen. </translation>
    </message>
    <message>
        <source>Files and folders to convert</source>
        <translation>Umzuwandelnde Dateien und Ordner</translation>
    </message>
    <message>
        <source>Add &amp;files …</source>
        <translation>&amp;Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add f&amp;older …</source>
        <translation>&amp;Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Undo remove</source>
        <translation>Entfernen &amp;rückgängig</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Compress to Sonoglyph</source>
        <translation>Nach Sonoglyph komprimieren</translation>
    </message>
    <message>
        <source>Tokens, NumPy</source>
        <translation>Tokens, NumPy</translation>
    </message>
    <message>
        <source>Tokens, JSON</source>
        <translation>Tokens, JSON</translation>
    </message>
    <message>
        <source>Tokens, CSV</source>
        <translation>Tokens, CSV</translation>
    </message>
    <message>
        <source>Tokens, safetensors</source>
        <translation>Tokens, safetensors</translation>
    </message>
    <message>
        <source>Decode to WAV</source>
        <translation>Nach WAV dekodieren</translation>
    </message>
    <message>
        <source>Decode to FLAC</source>
        <translation>Nach FLAC dekodieren</translation>
    </message>
    <message>
        <source>Decode to Opus</source>
        <translation>Nach Opus dekodieren</translation>
    </message>
    <message>
        <source>Decode to Ogg Vorbis</source>
        <translation>Nach Ogg Vorbis dekodieren</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>&amp;Browse …</source>
        <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
        <source>{dir} folder below the input, {stem} name without extension, {ext} new extension, {name} file name</source>
        <translation>{dir} Ordner unterhalb der Eingabe, {stem} Name ohne Endung, {ext} neue Endung, {name} Dateiname</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Fehler melden</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Überschreiben</translation>
    </message>
    <message>
        <source>Keep both, rename the new one</source>
        <translation>Beide behalten, neue umbenennen</translation>
    </message>
    <message>
        <source>Resume: keep what is finished</source>
        <translation>Fortsetzen: Fertiges behalten</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Codebooks</source>
        <translation>Codebücher</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>Umwandeln</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>Namensmuster</translation>
    </message>
    <message>
        <source>If it exists</source>
        <translation>Wenn vorhanden</translation>
    </message>
    <message>
        <source>Listing the files …</source>
        <translation>Dateien werden gesucht …</translation>
    </message>
    <message>
        <source>%1 of %2 files</source>
        <translation>%1 von %2 Dateien</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × real time</source>
        <translation>%1 × Echtzeit</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 written</source>
        <translation>%1 geschrieben</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Keep the whole names: %1</source>
        <translation>&amp;Ganze Namen behalten: %1</translation>
    </message>
    <message>
        <source>Waiting for the model …</source>
        <translation>Warten auf das Modell …</translation>
    </message>
    <message>
        <source>Cancelling: finishing the files in hand …</source>
        <translation>Abbrechen: die begonnenen Dateien werden noch fertig …</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Abbrechen …</translation>
    </message>
    <message>
        <source>&amp;Stop at once</source>
        <translation>&amp;Sofort anhalten</translation>
    </message>
    <message>
        <source>Drops the files in hand; what is finished stays</source>
        <translation>Verwirft die begonnenen Dateien; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>S&amp;kip all but the first of each name</source>
        <translation>Von gleichen Namen nur den ersten &amp;nehmen</translation>
    </message>
</context>
<context>
    <name>gui::BatchModel</name>
    <message>
        <source>%1 s of sound, %2</source>
        <translation>%1 s Klang, %2</translation>
    </message>
    <message>
        <source>was finished before</source>
        <translation>war schon fertig</translation>
    </message>
    <message>
        <source>was there before</source>
        <translation>war schon da</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>gui::CodecWorker</name>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodieren</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Dekodieren</translation>
    </message>
</context>
<context>
    <name>gui::ColourBar</name>
    <message>
        <source>Colours of the spectrogram</source>
        <translation>Farben des Spektrogramms</translation>
    </message>
    <message>
        <source>By how many dB the reconstruction is above or below the original</source>
        <translation>Um wie viele dB die Rekonstruktion über oder unter dem Original liegt</translation>
    </message>
    <message>
        <source>Level in dB, full scale is 0</source>
        <translation>Pegel in dB, Vollaussteuerung ist 0</translation>
    </message>
</context>
<context>
    <name>gui::ComparisonModel</name>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>kbps</source>
        <translation>kbit/s</translation>
    </message>
    <message>
        <source>STOI</source>
        <translation>STOI</translation>
    </message>
    <message>
        <source>ESTOI</source>
        <translation>ESTOI</translation>
    </message>
    <message>
        <source>Mel</source>
        <translation>Mel</translation>
    </message>
    <message>
        <source>F0 Hz</source>
        <translation>F0 Hz</translation>
    </message>
    <message>
        <source>Model and number of codebooks, or another codec</source>
        <translation>Modell und Zahl der Codebücher, oder ein anderer Codec</translation>
    </message>
    <message>
        <source>Kilobits a second that were sent</source>
        <translation>Gesendete Kilobit je Sekunde</translation>
    </message>
    <message>
        <source>Intelligibility, up to 1</source>
        <translation>Verständlichkeit, bis 1</translation>
    </message>
    <message>
        <source>Extended intelligibility, up to 1</source>
        <translation>Erweiterte Verständlichkeit, bis 1</translation>
    </message>
    <message>
        <source>Log-mel distance to the original: 0 is equal</source>
        <translation>Log-Mel-Abstand zum Original: 0 ist gleich</translation>
    </message>
    <message>
        <source>Error of the fundamental frequency where both are voiced</source>
        <translation>Fehler der Grundfrequenz, wo beide stimmhaft sind</translation>
    </message>
    <message>
        <source>%1 of %2 codebooks</source>
        <translation>%1 von %2 Codebüchern</translation>
    </message>
</context>
<context>
    <name>gui::DelayPanel</name>
    <message>
        <source>Delay of the live path</source>
        <translation>Verzögerung des Live-Wegs</translation>
    </message>
    <message>
        <source>From the microphone to the ear. Algorithm: one frame and the overlap of the analysis window. Buffer: the least that waited to be heard in the last seconds, and one callback block. Compute: encoding and decoding of one frame. Device: what both devices state, with their own buffers.</source>
        <translation>Vom Mikrofon zum Ohr. Verfahren: ein Frame und die Überlappung des Analysefensters. Puffer: was in den letzten Sekunden mindestens auf die Wiedergabe wartete, und ein Block des Geräteaufrufs. Rechnen: Kodieren und Dekodieren eines Frames. Gerät: was beide Geräte melden, mit ihren eigenen Puffern.</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>mean %1, p99 %2</source>
        <translation>Mittel %1, p99 %2</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>%1 frames · %2 late · %3 skipped · %4 xruns</source>
        <translation>%1 Frames · %2 spät · %3 übersprungen · %4 Aussetzer</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Verfahren</translation>
    </message>
</context>
<context>
    <name>gui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>WAV</source>
        <translation>WAV</translation>
    </message>
    <message>
        <source>FLAC, lossless</source>
        <translation>FLAC, verlustfrei</translation>
    </message>
    <message>
        <source>Opus</source>
        <translation>Opus</translation>
    </message>
    <message>
        <source>Ogg Vorbis</source>
        <translation>Ogg Vorbis</translation>
    </message>
    <message>
        <source>MP3</source>
        <translation>MP3</translation>
    </message>
    <message>
        <source>Tokens, NumPy</source>
        <translation>Tokens, NumPy</translation>
    </message>
    <message>
        <source>Tokens, JSON</source>
        <translation>Tokens, JSON</translation>
    </message>
    <message>
        <source>Tokens, CSV</source>
        <translation>Tokens, CSV</translation>
    </message>
    <message>
        <source>Tokens, safetensors</source>
        <translation>Tokens, safetensors</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Rekonstruktion</translation>
    </message>
    <message>
        <source>Original, as the codec hears it</source>
        <translation>Original, wie der Codec es hört</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>%1 Hz, as the source</source>
        <translation>%1 Hz, wie die Quelle</translation>
    </message>
    <message>
        <source>%1 Hz, as the codec</source>
        <translation>%1 Hz, wie der Codec</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>24 bit</source>
        <translation>24 Bit</translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation>32 Bit Gleitkomma</translation>
    </message>
    <message>
        <source>Codebooks × frames</source>
        <translation>Codebücher × Frames</translation>
    </message>
    <message>
        <source>One sequence, interleaved</source>
        <translation>Eine Folge, verschränkt</translation>
    </message>
    <message>
        <source>Delayed codebooks</source>
        <translation>Verzögerte Codebücher</translation>
    </message>
    <message>
        <source>Parallel, with offsets</source>
        <translation>Parallel, mit Versatz</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Abtastwerte</translation>
    </message>
    <message>
        <source>Token layout</source>
        <translation>Token-Anordnung</translation>
    </message>
    <message numerus="yes">
        <source>%n codebook(s), as chosen in the tool bar</source>
        <translation>
            <numerusform>%n Codebuch, wie in der Werkzeugleiste gewählt</numerusform>
            <numerusform>%n Codebücher, wie in der Werkzeugleiste gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 Hz, as Opus</source>
        <translation>%1 Hz, wie Opus</translation>
    </message>
</context>
<context>
    <name>gui::FigureDialog</name>
    <message>
        <source>Export picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Pixels, PNG</source>
        <translation>Bildpunkte, PNG</translation>
    </message>
    <message>
        <source>Vector drawing, SVG</source>
        <translation>Vektorzeichnung, SVG</translation>
    </message>
    <message>
        <source>Vector drawing, PDF</source>
        <translation>Vektorzeichnung, PDF</translation>
    </message>
    <message>
        <source>One column</source>
        <translation>Eine Spalte</translation>
    </message>
    <message>
        <source>Two columns</source>
        <translation>Zwei Spalten</translation>
    </message>
    <message>
        <source>Slide, 16:9</source>
        <translation>Folie, 16:9</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>Eigene Größe</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was zu sehen ist</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Waveform A</source>
        <translation>Wellenform A</translation>
    </message>
    <message>
        <source>Waveform B</source>
        <translation>Wellenform B</translation>
    </message>
    <message>
        <source>Spectrogram A</source>
        <translation>Spektrogramm A</translation>
    </message>
    <message>
        <source>Spectrogram B</source>
        <translation>Spektrogramm B</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Laute</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>How it will look</source>
        <translation>So wird es aussehen</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>There is no room for this. Make the figure larger, or show less.</source>
        <translation>Dafür ist kein Platz. Das Bild größer machen oder weniger zeigen.</translation>
    </message>
</context>
<context>
    <name>gui::FrameModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Laut</translation>
    </message>
    <message>
        <source>Codebook</source>
        <translation>Codebuch</translation>
    </message>
    <message>
        <source>What the model means this codebook to carry</source>
        <translation>Was dieses Codebuch nach dem Willen des Modells trägt</translation>
    </message>
    <message>
        <source>The code of this frame</source>
        <translation>Der Code dieses Frames</translation>
    </message>
    <message>
        <source>How often the code occurs in the file</source>
        <translation>Wie oft der Code in der Datei vorkommt</translation>
    </message>
    <message>
        <source>Frames of the file that have this code</source>
        <translation>Frames der Datei mit diesem Code</translation>
    </message>
    <message>
        <source>What the code most likely stands for, and how often</source>
        <translation>Wofür der Code am ehesten steht, und wie oft</translation>
    </message>
</context>
<context>
    <name>gui::LabelLane</name>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>Left and right choose a label, Enter writes into it, Delete takes it away.</source>
        <translation>Links und rechts wählen eine Beschriftung, Eingabe schreibt hinein, Entf nimmt sie weg.</translation>
    </message>
    <message>
        <source>Text of the label</source>
        <translation>Text der Beschriftung</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>Add label</source>
        <translation>Beschriftung hinzufügen</translation>
    </message>
    <message>
        <source>Delete label</source>
        <translation>Beschriftung löschen</translation>
    </message>
    <message>
        <source>Rename label</source>
        <translation>Beschriftung umbenennen</translation>
    </message>
</context>
<context>
    <name>gui::LaneHeader</name>
    <message>
        <source>Codebook switches</source>
        <translation>Schalter der Codebücher</translation>
    </message>
    <message>
        <source>Codebook %1</source>
        <translation>Codebuch %1</translation>
    </message>
    <message>
        <source>Hear codebooks 1 to %1</source>
        <translation>Codebücher 1 bis %1 hören</translation>
    </message>
    <message>
        <source>S</source>
        <comment>solo</comment>
        <translation>S</translation>
    </message>
    <message>
        <source>Solo codebook %1</source>
        <translation>Codebuch %1 allein</translation>
    </message>
    <message>
        <source>M</source>
        <comment>mute</comment>
        <translation>M</translation>
    </message>
    <message>
        <source>Mute codebook %1</source>
        <translation>Codebuch %1 stumm</translation>
    </message>
</context>
<context>
    <name>gui::LayerStack</name>
    <message>
        <source>Sound of the first</source>
        <translation>Klang der ersten</translation>
    </message>
    <message>
        <source>What each adds</source>
        <translation>Was jedes beiträgt</translation>
    </message>
    <message>
        <source>What the layers show</source>
        <translation>Was die Schichten zeigen</translation>
    </message>
    <message>
        <source>The sound of 1, 1 to 2, 1 to 3 … codebooks, or of each the difference that it makes: orange is louder with it, blue softer</source>
        <translation>Der Klang von 1, 1 bis 2, 1 bis 3 … Codebüchern, oder was jedes ändert: orange ist mit ihm lauter, blau leiser</translation>
    </message>
    <message>
        <source>Codebook 1</source>
        <translation>Codebuch 1</translation>
    </message>
    <message>
        <source>Codebooks 1 to %1</source>
        <translation>Codebücher 1 bis %1</translation>
    </message>
    <message>
        <source>Hear: %1</source>
        <translation>Hören: %1</translation>
    </message>
    <message>
        <source>Hear the selection, or what is shown: %1</source>
        <translation>Die Auswahl hören, oder was zu sehen ist: %1</translation>
    </message>
</context>
<context>
    <name>gui::LevelMeter</name>
    <message>
        <source>Light: peak, solid: RMS, line: held peak. Click to reset the clip lamp.</source>
        <translation>Hell: Spitze, voll: Effektivwert, Strich: gehaltene Spitze. Klick setzt die Übersteuerungslampe zurück.</translation>
    </message>
    <message>
        <source>%1 dBFS</source>
        <translation>%1 dBFS</translation>
    </message>
    <message>
        <source>CLIP</source>
        <translation>CLIP</translation>
    </message>
</context>
<context>
    <name>gui::ListeningDialog</name>
    <message>
        <source>Save answers</source>
        <translation>Antworten speichern</translation>
    </message>
    <message>
        <source>The answers given so far are in no file.</source>
        <translation>Die Antworten bis hierher stehen in keiner Datei.</translation>
    </message>
    <message>
        <source>The ratings of this round are not finished.</source>
        <translation>Die Bewertungen dieser Runde sind nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>If you discard them, they are gone.</source>
        <translation>Wenn Sie sie verwerfen, sind sie weg.</translation>
    </message>
    <message>
        <source>&amp;Save …</source>
        <translation>&amp;Speichern …</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Go on listening</source>
        <translation>&amp;Weiter hören</translation>
    </message>
</context>
<context>
    <name>gui::MainWindow</name>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Frame under the pointer</source>
        <translation>Frame unter dem Zeiger</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Frame %1 at %2:</source>
        <translation>Frame %1 bei %2:</translation>
    </message>
    <message>
        <source>   %1: %2 (%3×)</source>
        <comment>codebook, code, occurrences</comment>
        <translation>   %1: %2 (%3×)</translation>
    </message>
    <message>
        <source>Selection %1 – %2, %3 s</source>
        <translation>Auswahl %1 – %2, %3 s</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>Modell %1</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>%1 kbps</source>
        <translation>%1 kbit/s</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Open …</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Save as .sgl …</source>
        <translation>Als .sgl &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Export sound or tokens …</source>
        <translation>Klang oder Tokens &amp;exportieren …</translation>
    </message>
    <message>
        <source>Export &amp;picture …</source>
        <translation>&amp;Bild exportieren …</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Batch convert …</source>
        <translation>Stapel&amp;umwandlung …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Clear selection and mark</source>
        <translation>Auswahl und Markierung auf&amp;heben</translation>
    </message>
    <message>
        <source>Clear session &amp;counts</source>
        <translation>&amp;Sitzungszählung leeren</translation>
    </message>
    <message>
        <source>&amp;Record or stop</source>
        <translation>Au&amp;fnehmen oder anhalten</translation>
    </message>
    <message>
        <source>&amp;Pause recording</source>
        <translation>Aufnahme &amp;unterbrechen</translation>
    </message>
    <message>
        <source>P&amp;lay or stop</source>
        <translation>&amp;Wiedergeben oder anhalten</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stopp</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>&amp;Schleife</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>Zum &amp;Anfang</translation>
    </message>
    <message>
        <source>Switch &amp;original / reconstruction</source>
        <translation>&amp;Original / Rekonstruktion umschalten</translation>
    </message>
    <message>
        <source>&amp;Monitor while recording</source>
        <translation>Bei der Aufnahme &amp;mithören</translation>
    </message>
    <message>
        <source>Play what is &amp;selected</source>
        <translation>Aus&amp;gewähltes abspielen</translation>
    </message>
    <message>
        <source>Re&amp;fresh devices</source>
        <translation>Ge&amp;räte aktualisieren</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>&amp;Alles zeigen</translation>
    </message>
    <message>
        <source>Show &amp;selection</source>
        <translation>Aus&amp;wahl zeigen</translation>
    </message>
    <message>
        <source>&amp;Next occurrence</source>
        <translation>&amp;Nächstes Vorkommen</translation>
    </message>
    <message>
        <source>&amp;Previous occurrence</source>
        <translation>&amp;Voriges Vorkommen</translation>
    </message>
    <message>
        <source>Hear &amp;all codebooks</source>
        <translation>Alle Code&amp;bücher hören</translation>
    </message>
    <message>
        <source>Hear codebooks 1 to %1</source>
        <translation>Codebücher 1 bis %1 hören</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Sonoglyph</source>
        <translation>&amp;Über Sonoglyph</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Sound</source>
        <translation>&amp;Klang</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Codec</source>
        <translation>&amp;Codec</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Spectrogram &amp;colours</source>
        <translation>&amp;Farben der Spektrogramme</translation>
    </message>
    <message>
        <source>Spectrogram &amp;range</source>
        <translation>&amp;Umfang der Spektrogramme</translation>
    </message>
    <message>
        <source>60 dB</source>
        <translation>60 dB</translation>
    </message>
    <message>
        <source>80 dB</source>
        <translation>80 dB</translation>
    </message>
    <message>
        <source>100 dB</source>
        <translation>100 dB</translation>
    </message>
    <message>
        <source>120 dB</source>
        <translation>120 dB</translation>
    </message>
    <message>
        <source>Spectrogram &amp;window</source>
        <translation>&amp;Fenster der Spektrogramme</translation>
    </message>
    <message>
        <source>256 samples</source>
        <translation>256 Werte</translation>
    </message>
    <message>
        <source>512 samples</source>
        <translation>512 Werte</translation>
    </message>
    <message>
        <source>1024 samples</source>
        <translation>1024 Werte</translation>
    </message>
    <message>
        <source>2048 samples</source>
        <translation>2048 Werte</translation>
    </message>
    <message>
        <source>&amp;Frequency scale</source>
        <translation>Fre&amp;quenzachse</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Mel</source>
        <translation>Mel</translation>
    </message>
    <message>
        <source>&amp;Token colours</source>
        <translation>&amp;Token-Farben</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>&amp;Design</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Leisten</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Position and length</source>
        <translation>Position und Länge</translation>
    </message>
    <message>
        <source>A  Original</source>
        <translation>A  Original</translation>
    </message>
    <message>
        <source>B  Reconstruction</source>
        <translation>B  Rekonstruktion</translation>
    </message>
    <message>
        <source>Codebooks to save</source>
        <translation>Zu speichernde Codebücher</translation>
    </message>
    <message>
        <source>How many codebooks are saved and decoded: fewer bits, less sound</source>
        <translation>Wie viele Codebücher gespeichert und dekodiert werden: weniger Bits, weniger Klang</translation>
    </message>
    <message>
        <source>No model found</source>
        <translation>Kein Modell gefunden</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Sound and tokens</source>
        <translation>Klang und Tokens</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save as .sgl</source>
        <translation>Als .sgl speichern</translation>
    </message>
    <message>
        <source>Sonoglyph (*.sgl)</source>
        <translation>Sonoglyph (*.sgl)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>%1 wird gespeichert</translation>
    </message>
    <message>
        <source>There are no tokens to save yet. Choose a model in the Codec menu or wait for the encoder.</source>
        <translation>Es gibt noch keine Tokens zu speichern. Wählen Sie ein Modell im Menü „Codec“ oder warten Sie auf den Encoder.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>%1 exportiert</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message numerus="yes">
        <source>“%1” was not saved when Sonoglyph ended last time. %n recording(s) can be recovered.</source>
        <translation>
            <numerusform>„%1“ war nicht gespeichert, als Sonoglyph zuletzt endete. %n Aufnahme lässt sich wiederherstellen.</numerusform>
            <numerusform>„%1“ war nicht gespeichert, als Sonoglyph zuletzt endete. %n Aufnahmen lassen sich wiederherstellen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>The recording was stopped. Save it, or close again.</source>
        <translation>Die Aufnahme wurde angehalten. Speichern Sie sie oder schließen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Save the recording?</source>
        <translation>Aufnahme speichern?</translation>
    </message>
    <message>
        <source>“%1” was not saved.</source>
        <translation>„%1“ wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>If you discard it, it is gone.</source>
        <translation>Wenn Sie sie verwerfen, ist sie weg.</translation>
    </message>
    <message>
        <source>&amp;Fit the height of waveforms</source>
        <translation>&amp;Höhe der Wellenformen anpassen</translation>
    </message>
    <message>
        <source>End the batch?</source>
        <translation>Stapel beenden?</translation>
    </message>
    <message>
        <source>A batch is still being converted.</source>
        <translation>Ein Stapel wird noch umgewandelt.</translation>
    </message>
    <message>
        <source>What is finished stays. Start the batch again with the same folder to do the rest.</source>
        <translation>Fertiges bleibt erhalten. Starten Sie den Stapel mit demselben Ordner erneut, um den Rest zu erledigen.</translation>
    </message>
    <message>
        <source>&amp;End it</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Go on converting</source>
        <translation>&amp;Weiter umwandeln</translation>
    </message>
    <message>
        <source>%1 ms before</source>
        <comment>the phone sounded</comment>
        <translation>%1 ms vorher</translation>
    </message>
    <message>
        <source>%1 ch, %2 kHz → mono %3 kHz</source>
        <translation>%1 Kan., %2 kHz → mono %3 kHz</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>PAUSE</translation>
    </message>
    <message>
        <source>REC</source>
        <translation>AUFNAHME</translation>
    </message>
    <message>
        <source>This file holds tokens alone: the original is not in it.</source>
        <translation>Diese Datei enthält nur Tokens: Das Original ist nicht darin.</translation>
    </message>
    <message>
        <source>The original as the codec hears it: %1 (X switches)</source>
        <translation>Das Original, wie es der Codec hört: %1 (X wechselt)</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>Zum &amp;Ende</translation>
    </message>
    <message>
        <source>&amp;Unsaved recordings</source>
        <translation>&amp;Nicht gespeicherte Aufnahmen</translation>
    </message>
    <message>
        <source>Saved %1. The recording as it was captured is beside it: %2</source>
        <translation>%1 gespeichert. Die Aufnahme, wie sie aufgenommen wurde, liegt daneben: %2</translation>
    </message>
    <message>
        <source>It clips: its loudest sample is %1 dB above full scale.</source>
        <translation>Sie übersteuert: Ihr lautester Abtastwert liegt %1 dB über der Vollaussteuerung.</translation>
    </message>
    <message>
        <source>Write it again %1 dB quieter</source>
        <translation>%1 dB leiser noch einmal schreiben</translation>
    </message>
    <message>
        <source>File, Unsaved recordings has them all.</source>
        <translation>Alle stehen unter Datei, Nicht gespeicherte Aufnahmen.</translation>
    </message>
    <message>
        <source>Delete it …</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Delete the recording?</source>
        <translation>Die Aufnahme löschen?</translation>
    </message>
    <message>
        <source>“%1” was never saved.</source>
        <translation>„%1“ wurde nie gespeichert.</translation>
    </message>
    <message>
        <source>If you delete it, it is gone.</source>
        <translation>Wenn Sie sie löschen, ist sie verloren.</translation>
    </message>
    <message>
        <source>&amp;Delete it</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>&amp;Recover</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Delete …</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n codebook(s)</source>
        <translation>
            <numerusform>%1 von %n Codebuch</numerusform>
            <numerusform>%1 von %n Codebüchern</numerusform>
        </translation>
    </message>
    <message>
        <source>What you hear and see, equally loud (X switches)</source>
        <translation>Was Sie hören und sehen, gleich laut (X wechselt)</translation>
    </message>
    <message>
        <source>Spectrograms of &amp;both, A above B</source>
        <translation>Spektrogramme von &amp;beiden, A über B</translation>
    </message>
    <message>
        <source>Phones, and quiet blue</source>
        <translation>Laute und ruhiges Blau</translation>
    </message>
    <message>
        <source>What the codec hears of this sound; choose a channel</source>
        <translation>Was der Codec von diesem Klang hört; wählen Sie einen Kanal</translation>
    </message>
    <message>
        <source>channel %1 of %2, %3 kHz → %4 kHz</source>
        <translation>Kanal %1 von %2, %3 kHz → %4 kHz</translation>
    </message>
    <message>
        <source>Mix of all channels</source>
        <translation>Mischung aller Kanäle</translation>
    </message>
    <message>
        <source>The only channel</source>
        <translation>Der einzige Kanal</translation>
    </message>
    <message>
        <source> (left)</source>
        <translation> (links)</translation>
    </message>
    <message>
        <source> (right)</source>
        <translation> (rechts)</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>Zoom in on frequencies</source>
        <translation>Frequenzen vergrößern</translation>
    </message>
    <message>
        <source>Zoom out of frequencies</source>
        <translation>Frequenzen verkleinern</translation>
    </message>
    <message>
        <source>Show all frequencies</source>
        <translation>Alle Frequenzen zeigen</translation>
    </message>
    <message>
        <source>Input level</source>
        <translation>Eingangspegel</translation>
    </message>
    <message>
        <source>Output level</source>
        <translation>Ausgangspegel</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Ab hier abspielen</translation>
    </message>
    <message>
        <source>Play the selection</source>
        <translation>Die Auswahl abspielen</translation>
    </message>
    <message>
        <source>Hear A, then B</source>
        <translation>A hören, dann B</translation>
    </message>
    <message>
        <source>Mark code %1 of codebook %2</source>
        <translation>Code %1 aus Codebuch %2 markieren</translation>
    </message>
    <message>
        <source>Hear code %1 alone</source>
        <translation>Code %1 allein hören</translation>
    </message>
    <message>
        <source>Copy the codes of frame %1</source>
        <translation>Die Codes von Frame %1 kopieren</translation>
    </message>
    <message>
        <source>Begin the selection here</source>
        <translation>Auswahl hier beginnen</translation>
    </message>
    <message>
        <source>End the selection here</source>
        <translation>Auswahl hier enden lassen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Atlas</source>
        <translation>Atlas</translation>
    </message>
    <message>
        <source>%1 ch, %2 kHz</source>
        <translation>%1 Kan., %2 kHz</translation>
    </message>
    <message>
        <source>The original at its own rate and channels: %1 (X switches)</source>
        <translation>Das Original mit eigener Rate und eigenen Kanälen: %1 (X schaltet um)</translation>
    </message>
    <message>
        <source>Little of this comes back: ESTOI %1, where speech has 0.7 and more. The model was trained on speech; this seems to be music or noise.</source>
        <translation>Davon kommt wenig zurück: ESTOI %1, wo Sprache 0,7 und mehr hat. Das Modell wurde mit Sprache trainiert; dies scheint Musik oder Geräusch zu sein.</translation>
    </message>
    <message>
        <source>Show the figures</source>
        <translation>Zahlen zeigen</translation>
    </message>
    <message>
        <source>&amp;Find codes or phones …</source>
        <translation>Codes oder Laute &amp;suchen …</translation>
    </message>
    <message>
        <source>Find code %1</source>
        <translation>Code %1 suchen</translation>
    </message>
    <message>
        <source>&amp;Import labels …</source>
        <translation>Beschriftungen &amp;importieren …</translation>
    </message>
    <message>
        <source>Export &amp;labels and phones …</source>
        <translation>&amp;Beschriftungen und Laute exportieren …</translation>
    </message>
    <message>
        <source>&amp;Copy codes</source>
        <translation>Codes &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste codes</source>
        <translation>Codes &amp;einfügen</translation>
    </message>
    <message>
        <source>S&amp;wap with the copied codes</source>
        <translation>Mit den kopierten Codes &amp;tauschen</translation>
    </message>
    <message>
        <source>Set &amp;codes …</source>
        <translation>&amp;Codes setzen …</translation>
    </message>
    <message>
        <source>In the codebooks that sound: solo one to change it alone</source>
        <translation>In den Codebüchern, die klingen: Solo ändert eines allein</translation>
    </message>
    <message>
        <source>Add &amp;label</source>
        <translation>&amp;Beschriftung hinzufügen</translation>
    </message>
    <message>
        <source>Open the sound first, then its labels.</source>
        <translation>Zuerst den Klang öffnen, dann seine Beschriftungen.</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Beschriftungen importieren</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) from %1</source>
        <translation>
            <numerusform>%n Beschriftung aus %1</numerusform>
            <numerusform>%n Beschriftungen aus %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them begin after the end.</source>
        <translation>
            <numerusform>%n davon beginnt nach dem Ende.</numerusform>
            <numerusform>%n davon beginnen nach dem Ende.</numerusform>
        </translation>
    </message>
    <message>
        <source>Labels are written as .TextGrid (Praat) or .txt (Audacity).</source>
        <translation>Beschriftungen werden als .TextGrid (Praat) oder .txt (Audacity) geschrieben.</translation>
    </message>
    <message>
        <source>There are no labels, and the model tells no phones.</source>
        <translation>Es gibt keine Beschriftungen, und das Modell nennt keine Laute.</translation>
    </message>
    <message>
        <source>Labels of Praat and Audacity</source>
        <translation>Beschriftungen von Praat und Audacity</translation>
    </message>
    <message>
        <source>Praat TextGrid</source>
        <translation>Praat-TextGrid</translation>
    </message>
    <message>
        <source>Audacity labels</source>
        <translation>Audacity-Textmarken</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>Beschriftungen exportieren</translation>
    </message>
    <message numerus="yes">
        <source>Copied the codes of %n frame(s)</source>
        <translation>
            <numerusform>Codes von %n Frame kopiert</numerusform>
            <numerusform>Codes von %n Frames kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no codes on the clipboard: a line a frame, a number a codebook, below %1.</source>
        <translation>In der Zwischenablage sind keine Codes: je Frame eine Zeile, je Codebuch eine Zahl unter %1.</translation>
    </message>
    <message>
        <source>Paste codes</source>
        <translation>Codes einfügen</translation>
    </message>
    <message numerus="yes">
        <source>The copied codes, %n frame(s), and those from here on must lie apart.</source>
        <translation>
            <numerusform>Der kopierte Frame und der hier müssen verschiedene sein.</numerusform>
            <numerusform>Die kopierten Codes, %n Frames, und die von hier an dürfen sich nicht überschneiden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Swap codes</source>
        <translation>Codes tauschen</translation>
    </message>
    <message>
        <source>Set codes</source>
        <translation>Codes setzen</translation>
    </message>
    <message numerus="yes">
        <source>Code of %n frame(s) in the codebooks that sound (%1):</source>
        <translation>
            <numerusform>Code von %n Frame in den Codebüchern, die klingen (%1):</numerusform>
            <numerusform>Code von %n Frames in den Codebüchern, die klingen (%1):</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the edited codes?</source>
        <translation>Geänderte Codes speichern?</translation>
    </message>
    <message>
        <source>The codes of “%1” were edited.</source>
        <translation>Die Codes von „%1“ wurden geändert.</translation>
    </message>
    <message>
        <source>Save the labels?</source>
        <translation>Beschriftungen speichern?</translation>
    </message>
    <message>
        <source>The labels of “%1” were changed.</source>
        <translation>Die Beschriftungen von „%1“ wurden geändert.</translation>
    </message>
    <message>
        <source>Go to the &amp;lanes</source>
        <translation>Zu den S&amp;puren</translation>
    </message>
    <message>
        <source>Go to &amp;Codes</source>
        <translation>Zu &amp;Codes</translation>
    </message>
    <message>
        <source>Go to &amp;Quality</source>
        <translation>Zur &amp;Qualität</translation>
    </message>
    <message>
        <source>Go to &amp;Search</source>
        <translation>Zur &amp;Suche</translation>
    </message>
    <message>
        <source>Go to &amp;Atlas</source>
        <translation>Zum &amp;Atlas</translation>
    </message>
    <message>
        <source>Go to S&amp;ound</source>
        <translation>Zum &amp;Klang</translation>
    </message>
</context>
<context>
    <name>gui::MessageBar</name>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>gui::MushraDialog</name>
    <message>
        <source>Rate blindly</source>
        <translation>Blind bewerten</translation>
    </message>
    <message>
        <source>How near does each sound come to the reference? Hear them as often as you like and set their sliders. One of them is the reference itself: it should get 100. Another one is muffled on purpose. Keys: 0 hears the reference, 1 to 9 the sounds, S stops.</source>
        <translation>Wie nahe kommt jeder Klang der Referenz? Hören Sie alle, so oft Sie mögen, und stellen Sie ihre Regler. Einer ist die Referenz selbst: Sie sollte 100 bekommen. Ein anderer ist mit Absicht dumpf. Tasten: 0 spielt die Referenz, 1 bis 9 die Klänge, S hält an.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>rounds</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Hear the &amp;reference</source>
        <translation>&amp;Referenz hören</translation>
    </message>
    <message>
        <source>Excellent</source>
        <translation>Ausgezeichnet</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Ordentlich</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>Dürftig</translation>
    </message>
    <message>
        <source>Bad</source>
        <translation>Schlecht</translation>
    </message>
    <message>
        <source>Rating of sound %1</source>
        <translation>Bewertung von Klang %1</translation>
    </message>
    <message>
        <source>Hear sound %1</source>
        <translation>Klang %1 hören</translation>
    </message>
    <message>
        <source>&amp;Next round</source>
        <translation>&amp;Nächster Durchgang</translation>
    </message>
    <message>
        <source>Save ratings …</source>
        <translation>Bewertungen speichern …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The reference itself</source>
        <translation>Die Referenz selbst</translation>
    </message>
    <message>
        <source>The muffled one (3.5 kHz)</source>
        <translation>Der dumpfe (3,5 kHz)</translation>
    </message>
    <message>
        <source>%1: %2 ± %3</source>
        <comment>sound, mean, half of its interval</comment>
        <translation>%1: %2 ± %3</translation>
    </message>
    <message>
        <source>You found the reference.</source>
        <translation>Sie haben die Referenz gefunden.</translation>
    </message>
    <message>
        <source>You did not find the reference: by the rule of MUSHRA this listening does not count.</source>
        <translation>Sie haben die Referenz nicht gefunden: Nach der Regel von MUSHRA zählt dieser Hörversuch nicht.</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>Round %1 of %2</source>
        <translation>Durchgang %1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) not heard yet</source>
        <translation>
            <numerusform>%n Klang noch nicht gehört</numerusform>
            <numerusform>%n Klänge noch nicht gehört</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gui::OverviewStrip</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>The whole sound. Click or drag to move what is shown, turn the wheel to zoom.</source>
        <translation>Der ganze Klang. Klicken oder ziehen verschiebt den Ausschnitt, das Rad vergrößert ihn.</translation>
    </message>
</context>
<context>
    <name>gui::PhoneLane</name>
    <message>
        <source>Phones</source>
        <translation>Laute</translation>
    </message>
    <message>
        <source>What the semantic codes say was spoken, at the sound. Double click selects a phone.</source>
        <translation>Was laut den semantischen Codes gesprochen wurde, am Klang. Ein Doppelklick wählt einen Laut aus.</translation>
    </message>
    <message>
        <source>[%1] %2, %3 %
%4 – %5
from the codes of frames %6 to %7</source>
        <translation>[%1] %2, %3 %
%4 – %5
aus den Codes der Rahmen %6 bis %7</translation>
    </message>
</context>
<context>
    <name>gui::PhoneLegend</name>
    <message>
        <source>Colours of phones</source>
        <translation>Farben der Laute</translation>
    </message>
    <message>
        <source>The colours of phones and of the codes that stand for them. The greyer, the less sure.</source>
        <translation>Die Farben der Laute und der Codes, die für sie stehen. Je grauer, desto unsicherer.</translation>
    </message>
</context>
<context>
    <name>gui::QualityPanel</name>
    <message>
        <source>Hear A, then B</source>
        <translation>A, dann B hören</translation>
    </message>
    <message>
        <source>The worst second as it was, and as it came back</source>
        <translation>Die schlechteste Sekunde, wie sie war und wie sie zurückkam</translation>
    </message>
    <message>
        <source>Compare codecs</source>
        <translation>Codecs vergleichen</translation>
    </message>
    <message>
        <source>The selection, or what begins at the cursor, by every number of codebooks and by other codecs</source>
        <translation>Die Auswahl, oder was an der Marke beginnt, mit jeder Zahl von Codebüchern und mit anderen Codecs</translation>
    </message>
    <message>
        <source>Codecs compared</source>
        <translation>Codecs im Vergleich</translation>
    </message>
    <message>
        <source>Hear original</source>
        <translation>Original hören</translation>
    </message>
    <message>
        <source>Hear chosen</source>
        <translation>Auswahl hören</translation>
    </message>
    <message>
        <source>Blind test …</source>
        <translation>Blindtest …</translation>
    </message>
    <message>
        <source>ABX: can you tell the chosen one from the original?</source>
        <translation>ABX: Können Sie die Auswahl vom Original unterscheiden?</translation>
    </message>
    <message>
        <source>STOI and ESTOI tell how much is understood, up to 1; the mel distance and the error of F0 how far the sound is off: 0 is equal.</source>
        <translation>STOI und ESTOI sagen, wie viel verstanden wird, bis 1; Mel-Abstand und F0-Fehler, wie weit der Klang abweicht: 0 ist gleich.</translation>
    </message>
    <message>
        <source>Comparing codecs</source>
        <translation>Vergleiche Codecs</translation>
    </message>
    <message>
        <source>Worst second: %1, log-mel distance %2</source>
        <translation>Schlechteste Sekunde: %1, Log-Mel-Abstand %2</translation>
    </message>
    <message>
        <source>Measuring every second …</source>
        <translation>Jede Sekunde wird gemessen …</translation>
    </message>
    <message>
        <source>Needs original and reconstruction.</source>
        <translation>Braucht Original und Rekonstruktion.</translation>
    </message>
    <message>
        <source>Compared %1 – %2</source>
        <translation>Verglichen: %1 – %2</translation>
    </message>
    <message>
        <source>Every number of codebooks, and other codecs, on %1 s of it</source>
        <translation>Jede Zahl von Codebüchern und andere Codecs, an %1 s davon</translation>
    </message>
    <message>
        <source>Rate several …</source>
        <translation>Mehrere bewerten …</translation>
    </message>
    <message>
        <source>MUSHRA: rate those that are chosen, or all of them, without knowing which is which</source>
        <translation>MUSHRA: die gewählten oder alle bewerten, ohne zu wissen, welcher welcher ist</translation>
    </message>
    <message>
        <source>As loud as the original. A double click or Space does the same.</source>
        <translation>So laut wie das Original. Ein Doppelklick oder die Leertaste tut dasselbe.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>gui::QualityScale</name>
    <message>
        <source>Scale of the log-mel distance</source>
        <translation>Skala des Log-Mel-Abstands</translation>
    </message>
    <message>
        <source>Log-mel distance: 0 is equal, 0.5 is 10 dB</source>
        <translation>Log-Mel-Abstand: 0 ist gleich, 0,5 sind 10 dB</translation>
    </message>
</context>
<context>
    <name>gui::QualityStrip</name>
    <message>
        <source>Quality over time</source>
        <translation>Qualität über der Zeit</translation>
    </message>
    <message>
        <source>Log-mel distance of every second: the higher, the less is left. Click to hear a second as it was and as it came back; Return plays the worst.</source>
        <translation>Log-Mel-Abstand jeder Sekunde: je höher, desto weniger blieb. Ein Klick spielt eine Sekunde, wie sie war und wie sie zurückkam; die Eingabetaste spielt die schlechteste.</translation>
    </message>
    <message>
        <source>worst</source>
        <translation>am schlechtesten</translation>
    </message>
    <message>
        <source>Measured when original and reconstruction are there</source>
        <translation>Wird gemessen, wenn Original und Rekonstruktion da sind</translation>
    </message>
    <message>
        <source>silent, or not measured yet</source>
        <translation>still oder noch nicht gemessen</translation>
    </message>
    <message>
        <source>log-mel distance %1
STOI %2, ESTOI %3
F0 error %4 Hz
Click: hear A, then B</source>
        <translation>Log-Mel-Abstand %1
STOI %2, ESTOI %3
F0-Fehler %4 Hz
Klick: A hören, dann B</translation>
    </message>
</context>
<context>
    <name>gui::SearchPanel</name>
    <message>
        <source>17 * 903|904, or SH IH P</source>
        <translation>17 * 903|904, oder SH IH P</translation>
    </message>
    <message>
        <source>Codes or phones to search</source>
        <translation>Gesuchte Codes oder Laute</translation>
    </message>
    <message>
        <source>Codes of consecutive frames, or phones one after the other. * is any, a|b one of two.</source>
        <translation>Codes aufeinanderfolgender Frames, oder Laute nacheinander. * ist irgendeiner, a|b einer von zweien.</translation>
    </message>
    <message>
        <source>Codebook </source>
        <translation>Codebuch </translation>
    </message>
    <message>
        <source>Of codes: the codebook that they are of</source>
        <translation>Bei Codes: aus welchem Codebuch</translation>
    </message>
    <message>
        <source>Search in</source>
        <translation>Suchen in</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Where does a code, a run of codes or a word come again? Made of a folder by “sonoglyph index”, an index is searched as a whole.</source>
        <translation>Wo kommt ein Code, eine Folge von Codes oder ein Wort wieder vor? Ein Index, den „sonoglyph index“ aus einem Ordner macht, wird als Ganzes durchsucht.</translation>
    </message>
    <message>
        <source>Where it occurs</source>
        <translation>Wo es vorkommt</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Hear</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>With a third of a second around it</source>
        <translation>Mit einer Drittelsekunde darum herum</translation>
    </message>
    <message>
        <source>In this file</source>
        <translation>In dieser Datei</translation>
    </message>
    <message numerus="yes">
        <source>In %1: %n source(s), %2 h</source>
        <translation>
            <numerusform>In %1: %n Quelle, %2 h</numerusform>
            <numerusform>In %1: %n Quellen, %2 h</numerusform>
        </translation>
    </message>
    <message>
        <source>Open an index …</source>
        <translation>Index öffnen …</translation>
    </message>
    <message>
        <source>Open an index</source>
        <translation>Index öffnen</translation>
    </message>
    <message>
        <source>Index of codes (*.sgx)</source>
        <translation>Index von Codes (*.sgx)</translation>
    </message>
    <message>
        <source>This model knows no phones: search for codes.</source>
        <translation>Dieses Modell kennt keine Laute: nach Codes suchen.</translation>
    </message>
    <message>
        <source>The index is of another model: choose it in the Codec menu.</source>
        <translation>Der Index gehört zu einem anderen Modell: im Menü Codec wählen.</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>Frame %1</translation>
    </message>
    <message>
        <source>The first %1 of more</source>
        <translation>Die ersten %1 von mehr</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n Stelle</numerusform>
            <numerusform>%n Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, in %2 s</source>
        <translation>%1, in %2 s</translation>
    </message>
</context>
<context>
    <name>gui::Session</name>
    <message>
        <source>Changed to the model %1, which made this file.</source>
        <translation>Auf das Modell %1 gewechselt, das diese Datei gemacht hat.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>recording, %1 Hz</source>
        <translation>Aufnahme, %1 Hz</translation>
    </message>
    <message>
        <source>New recording</source>
        <translation>Neue Aufnahme</translation>
    </message>
    <message>
        <source>Clear session counts</source>
        <translation>Sitzungszählung leeren</translation>
    </message>
    <message>
        <source>semantic</source>
        <translation>semantisch</translation>
    </message>
    <message>
        <source>acoustic</source>
        <translation>akustisch</translation>
    </message>
    <message>
        <source>[%1] %2 %</source>
        <comment>phone, its share of the code&apos;s frames</comment>
        <translation>[%1] %2 %</translation>
    </message>
</context>
<context>
    <name>gui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>Scroll in time</source>
        <translation>In der Zeit rollen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger vergrößern</translation>
    </message>
    <message>
        <source>Ctrl+Wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Select a span, and play it</source>
        <translation>Stelle auswählen und abspielen</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Hear codebooks 1 to that one</source>
        <translation>Codebücher 1 bis zu diesem hören</translation>
    </message>
    <message>
        <source>Next control, previous control</source>
        <translation>Nächstes, voriges Bedienelement</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Menu of a view</source>
        <translation>Menü einer Ansicht</translation>
    </message>
    <message>
        <source>Menu, Shift+F10</source>
        <translation>Menü, Umschalt+F10</translation>
    </message>
    <message>
        <source>Move in time</source>
        <translation>In der Zeit gehen</translation>
    </message>
    <message>
        <source>Left, Right, Page Up, Page Down</source>
        <translation>Links, Rechts, Bild auf, Bild ab</translation>
    </message>
    <message>
        <source>Select while moving</source>
        <translation>Dabei auswählen</translation>
    </message>
    <message>
        <source>Shift with these, Home or End</source>
        <translation>Umschalt mit diesen, Pos1 oder Ende</translation>
    </message>
    <message>
        <source>In the token lanes: choose a frame</source>
        <translation>In den Token-Spuren: Frame wählen</translation>
    </message>
    <message>
        <source>In the quality lane: hear the worst second, A then B</source>
        <translation>In der Qualitätsspur: schlechteste Sekunde hören, A dann B</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>In the labels: choose, rename, delete</source>
        <translation>In den Beschriftungen: wählen, umbenennen, löschen</translation>
    </message>
    <message>
        <source>Left, Right; F2 or Return; Delete</source>
        <translation>Links, Rechts; F2 oder Eingabe; Entf</translation>
    </message>
    <message>
        <source>In a histogram: choose a code</source>
        <translation>Im Histogramm: Code wählen</translation>
    </message>
    <message>
        <source>In the atlas: choose a code, take one more, hear it</source>
        <translation>Im Atlas: Code wählen, einen hinzunehmen, ihn hören</translation>
    </message>
    <message>
        <source>Arrow keys; Shift+arrow keys; Space</source>
        <translation>Pfeiltasten; Umschalt+Pfeiltasten; Leertaste</translation>
    </message>
    <message>
        <source>In search results and compared codecs: hear the row, or stop</source>
        <translation>In Fundstellen und verglichenen Codecs: Zeile hören oder anhalten</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>In search results: go there</source>
        <translation>In Fundstellen: dorthin gehen</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>Befehl oder Taste finden</translation>
    </message>
    <message>
        <source>Hearing</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Where the focus is</source>
        <translation>Dort, wo der Fokus ist</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Next switch of a group, next histogram or layer</source>
        <translation>Nächster Schalter einer Gruppe, nächstes Histogramm, nächste Schicht</translation>
    </message>
    <message>
        <source>In a spectrogram that is zoomed: move its frequencies</source>
        <translation>Im vergrößerten Spektrogramm: Frequenzen verschieben</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Auf, Ab</translation>
    </message>
</context>
<context>
    <name>gui::SoundPanel</name>
    <message>
        <source>Input device</source>
        <translation>Eingabegerät</translation>
    </message>
    <message>
        <source>Output device</source>
        <translation>Ausgabegerät</translation>
    </message>
    <message>
        <source>Refresh devices (F5)</source>
        <translation>Geräte aktualisieren (F5)</translation>
    </message>
    <message>
        <source>Refresh devices</source>
        <translation>Geräte aktualisieren</translation>
    </message>
    <message>
        <source>Input level</source>
        <translation>Eingangspegel</translation>
    </message>
    <message>
        <source>Output level</source>
        <translation>Ausgangspegel</translation>
    </message>
    <message>
        <source>Monitor while recording</source>
        <translation>Bei der Aufnahme mithören</translation>
    </message>
    <message>
        <source>Hear the input through the codec (M). Use headphones.</source>
        <translation>Den Eingang durch den Codec hören (M). Nehmen Sie Kopfhörer.</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Default device</source>
        <translation>Standardgerät</translation>
    </message>
    <message>
        <source>No input device</source>
        <translation>Kein Eingabegerät</translation>
    </message>
    <message>
        <source>No output device</source>
        <translation>Kein Ausgabegerät</translation>
    </message>
    <message>
        <source>Looking for devices …</source>
        <translation>Geräte werden gesucht …</translation>
    </message>
    <message>
        <source>Files open, encode and save without one. Connect a device or start the sound server, then refresh.</source>
        <translation>Öffnen, Kodieren und Speichern gehen auch ohne. Schließen Sie ein Gerät an oder starten Sie den Soundserver, dann aktualisieren Sie.</translation>
    </message>
    <message>
        <source>%1 (not connected)</source>
        <translation>%1 (nicht angeschlossen)</translation>
    </message>
    <message>
        <source>A/B match %1 dB</source>
        <translation>A/B-Abgleich %1 dB</translation>
    </message>
</context>
<context>
    <name>gui::SpectrogramView</name>
    <message>
        <source>Spectrogram of the original</source>
        <translation>Spektrogramm des Originals</translation>
    </message>
    <message>
        <source>Spectrogram of the reconstruction</source>
        <translation>Spektrogramm der Rekonstruktion</translation>
    </message>
    <message>
        <source>Difference of the spectrograms</source>
        <translation>Unterschied der Spektrogramme</translation>
    </message>
</context>
<context>
    <name>gui::StartPage</name>
    <message>
        <source>Drop a sound here</source>
        <translation>Klang hier ablegen</translation>
    </message>
    <message>
        <source>Any audio file, a .sgl file, or tokens. It becomes tokens while you watch,
and sound again while you listen.</source>
        <translation>Jede Audiodatei, eine .sgl-Datei oder Tokens. Beim Zusehen wird sie zu Tokens,
beim Zuhören wieder zu Klang.</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>1  Open or record</source>
        <translation>1  Öffnen oder aufnehmen</translation>
    </message>
    <message>
        <source>The codec encodes while you watch. Nothing leaves this computer, and a recording is kept as it was captured.</source>
        <translation>Der Codec kodiert, während Sie zusehen. Nichts verlässt diesen Rechner, und eine Aufnahme bleibt, wie sie aufgenommen wurde.</translation>
    </message>
    <message>
        <source>2  See the tokens</source>
        <translation>2  Die Tokens sehen</translation>
    </message>
    <message>
        <source>Every codebook is a lane under the spectrogram. Click a code to find where it comes again; phones stand above, where the model knows them.</source>
        <translation>Jedes Codebuch ist eine Spur unter dem Spektrogramm. Klicken Sie einen Code an, um zu finden, wo er wiederkehrt; Laute stehen darüber, wo das Modell sie kennt.</translation>
    </message>
    <message>
        <source>3  Hear what is left</source>
        <translation>3  Hören, was bleibt</translation>
    </message>
    <message>
        <source>X switches between A, the original, and B, what came back. Keys 1 to 5 take codebooks away; Quality shows the worst second.</source>
        <translation>X wechselt zwischen A, dem Original, und B, dem, was zurückkam. Die Tasten 1 bis 5 nehmen Codebücher weg; Qualität zeigt die schlechteste Sekunde.</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>or try a clip:</source>
        <translation>oder einen Ausschnitt probieren:</translation>
    </message>
    <message>
        <source>Kathleen, English, 6 s</source>
        <translation>Kathleen, englisch, 6 s</translation>
    </message>
    <message>
        <source>Kerstin, German, 4 s</source>
        <translation>Kerstin, deutsch, 4 s</translation>
    </message>
</context>
<context>
    <name>gui::TimeRuler</name>
    <message>
        <source>Time ruler</source>
        <translation>Zeitlineal</translation>
    </message>
    <message>
        <source>Click to set the cursor, drag to scrub</source>
        <translation>Klicken setzt den Zeiger, Ziehen spult hörbar</translation>
    </message>
</context>
<context>
    <name>gui::TokenView</name>
    <message>
        <source>Token lanes</source>
        <translation>Token-Spuren</translation>
    </message>
    <message>
        <source>One lane for each codebook. Left and right choose a frame.</source>
        <translation>Eine Spur je Codebuch. Links und rechts wählen einen Frame.</translation>
    </message>
</context>
<context>
    <name>gui::TransitionView</name>
    <message>
        <source>What follows what</source>
        <translation>Was worauf folgt</translation>
    </message>
    <message>
        <source>Rows are followed by columns. Arrow keys move, Return searches.</source>
        <translation>Auf Zeilen folgen Spalten. Pfeiltasten gehen weiter, Enter sucht.</translation>
    </message>
    <message>
        <source>%1, then %2: %3×</source>
        <translation>%1, dann %2: %3×</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
</context>
<context>
    <name>gui::UsageModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Benutzt</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplex.</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <source>Unused</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Codebook</source>
        <translation>Codebuch</translation>
    </message>
    <message>
        <source>Codes that occur</source>
        <translation>Codes, die vorkommen</translation>
    </message>
    <message>
        <source>Codes that could occur at best: the smaller of frames and codebook size</source>
        <translation>Codes, die höchstens vorkommen können: Frames oder Codebuchgröße, das Kleinere</translation>
    </message>
    <message>
        <source>Used codes of all</source>
        <translation>Benutzte von allen Codes</translation>
    </message>
    <message>
        <source>2 to the power of the entropy: as many equally frequent codes would be as varied</source>
        <translation>2 hoch Entropie: so viele gleich häufige Codes wären ebenso vielfältig</translation>
    </message>
    <message>
        <source>Bits a code that an ideal coder of independent codes would need</source>
        <translation>Bits je Code, die ein idealer Kodierer unabhängiger Codes bräuchte</translation>
    </message>
    <message>
        <source>Codes that never occur</source>
        <translation>Codes, die nie vorkommen</translation>
    </message>
</context>
<context>
    <name>gui::UsagePanel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Count codes of</source>
        <translation>Codes zählen von</translation>
    </message>
    <message>
        <source>Which frames are counted</source>
        <translation>Welche Frames gezählt werden</translation>
    </message>
    <message>
        <source>By code</source>
        <translation>Nach Code</translation>
    </message>
    <message>
        <source>By count</source>
        <translation>Nach Anzahl</translation>
    </message>
    <message>
        <source>Order of the bars</source>
        <translation>Reihenfolge der Balken</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Logarithmic counts</source>
        <translation>Anzahl logarithmisch</translation>
    </message>
    <message>
        <source>Hear</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Half a second of this code alone</source>
        <translation>Eine halbe Sekunde nur dieser Code</translation>
    </message>
    <message>
        <source>Previous occurrence</source>
        <translation>Voriges Vorkommen</translation>
    </message>
    <message>
        <source>Previous occurrence (Shift+F3)</source>
        <translation>Voriges Vorkommen (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next occurrence</source>
        <translation>Nächstes Vorkommen</translation>
    </message>
    <message>
        <source>Next occurrence (F3)</source>
        <translation>Nächstes Vorkommen (F3)</translation>
    </message>
    <message>
        <source>Remove the mark</source>
        <translation>Markierung entfernen</translation>
    </message>
    <message>
        <source>Figures of code usage</source>
        <translation>Zahlen zur Codenutzung</translation>
    </message>
    <message>
        <source>Codebook %1, code %2: %3×</source>
        <translation>Codebuch %1, Code %2: %3×</translation>
    </message>
    <message>
        <source>Codes of the frame</source>
        <translation>Codes des Frames</translation>
    </message>
    <message>
        <source>Point at a frame in the token lanes, or click one to keep it.</source>
        <translation>Zeigen Sie in den Token-Spuren auf einen Frame, oder klicken Sie einen an, um ihn zu behalten.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Figures or frame</source>
        <translation>Kennzahlen oder Frame</translation>
    </message>
    <message>
        <source>Frame %1, %2</source>
        <translation>Frame %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>Codebook %1, %n code(s) brushed</source>
        <translation>
            <numerusform>Codebuch %1, %n Code gewählt</numerusform>
            <numerusform>Codebuch %1, %n Codes gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Click a bar to mark its code in the lanes, drag over several.</source>
        <translation>Klick auf einen Balken markiert seinen Code in den Spuren, Ziehen mehrere.</translation>
    </message>
</context>
<context>
    <name>gui::UsageView</name>
    <message>
        <source>Code usage of codebook %1</source>
        <translation>Codenutzung von Codebuch %1</translation>
    </message>
    <message>
        <source>no frames</source>
        <translation>keine Frames</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 benutzt</translation>
    </message>
    <message>
        <source>Codebook %1</source>
        <translation>Codebuch %1</translation>
    </message>
    <message>
        <source>Code %1: %2 times, %3 %</source>
        <translation>Code %1: %2-mal, %3 %</translation>
    </message>
</context>
<context>
    <name>gui::ViewStack</name>
    <message>
        <source>waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>spectrogram</source>
        <translation>Spektrogramm</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>blue: lost, orange: added</source>
        <translation>blau: verloren, orange: hinzugekommen</translation>
    </message>
    <message>
        <source>Scroll in time</source>
        <translation>In der Zeit rollen</translation>
    </message>
    <message>
        <source>Original waveform</source>
        <translation>Wellenform des Originals</translation>
    </message>
    <message>
        <source>Reconstruction waveform</source>
        <translation>Wellenform der Rekonstruktion</translation>
    </message>
    <message>
        <source>Difference spectrogram</source>
        <translation>Unterschied der Spektrogramme</translation>
    </message>
    <message>
        <source>Token lanes</source>
        <translation>Token-Spuren</translation>
    </message>
    <message>
        <source>Opened from tokens: there is no original. The reconstruction is all there is.</source>
        <translation>Aus Tokens geöffnet: ein Original gibt es nicht, nur die Rekonstruktion.</translation>
    </message>
    <message>
        <source>Nothing decoded yet</source>
        <translation>Noch nichts dekodiert</translation>
    </message>
    <message>
        <source>No model: choose one in the Codec menu to see tokens</source>
        <translation>Kein Modell: wählen Sie eines im Menü „Codec“, um Tokens zu sehen</translation>
    </message>
    <message>
        <source>Needs original and reconstruction</source>
        <translation>Braucht Original und Rekonstruktion</translation>
    </message>
    <message>
        <source>Time, min:s</source>
        <translation>Zeit, min:s</translation>
    </message>
    <message>
        <source>Codebook 1 speaks of the sound %1 ms before its frame</source>
        <translation>Codebuch 1 spricht vom Klang %1 ms vor seinem Frame</translation>
    </message>
    <message>
        <source>A  Original</source>
        <translation>A  Original</translation>
    </message>
    <message>
        <source>B  Reconstruction</source>
        <translation>B  Rekonstruktion</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>log-mel distance</source>
        <translation>Log-Mel-Abstand</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Laute</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>Spektrogramm</translation>
    </message>
    <message>
        <source>Quality over time</source>
        <translation>Qualität über der Zeit</translation>
    </message>
    <message>
        <source>Under the pointer</source>
        <translation>Unter dem Zeiger</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>What each codebook adds</source>
        <translation>Was jedes Codebuch beiträgt</translation>
    </message>
    <message>
        <source>%1 kbps</source>
        <translation>%1 kbit/s</translation>
    </message>
    <message>
        <source>Zoom in to %1 s or less to see what each codebook adds</source>
        <translation>Auf %1 s oder weniger vergrößern, um zu sehen, was jedes Codebuch beiträgt</translation>
    </message>
    <message>
        <source>Decoding …</source>
        <translation>Dekodieren …</translation>
    </message>
    <message>
        <source>no codebook</source>
        <translation>kein Codebuch</translation>
    </message>
    <message>
        <source>codebooks %1</source>
        <translation>Codebücher %1</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
</context>
<context>
    <name>gui::WaveformView</name>
    <message>
        <source>Waveform of the original</source>
        <translation>Wellenform des Originals</translation>
    </message>
    <message>
        <source>Waveform of the reconstruction</source>
        <translation>Wellenform der Rekonstruktion</translation>
    </message>
    <message>
        <source>%1 dBFS</source>
        <translation>%1 dBFS</translation>
    </message>
</context>
</TS>
