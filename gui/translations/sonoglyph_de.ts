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
        <source>not an .sgl file</source>
        <translation>keine .sgl-Datei</translation>
    </message>
    <message>
        <source>its checksum does not match</source>
        <translation>die Prüfsumme stimmt nicht</translation>
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
        <source>%1 is newer than this program (%2); update Sonoglyph</source>
        <translation>%1 ist neuer als dieses Programm (%2); aktualisieren Sie Sonoglyph</translation>
    </message>
    <message>
        <source>cut: %1 samples of the %2 that its header tells of</source>
        <translation>abgeschnitten: %1 von %2 Samples, die der Kopf nennt</translation>
    </message>
    <message>
        <source>at least %1 bytes behind the sound are not read</source>
        <translation>mindestens %1 Bytes hinter dem Klang werden nicht gelesen</translation>
    </message>
    <message>
        <source>%1 bytes behind the sound are not read</source>
        <translation>%1 Bytes hinter dem Klang werden nicht gelesen</translation>
    </message>
    <message>
        <source>its header gives no sample rate</source>
        <translation>sein Kopf nennt keine Abtastrate</translation>
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
        <source>cut: not one frame of it is whole</source>
        <translation>abgeschnitten: kein Frame ist ganz</translation>
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
    <message>
        <source>several sounds in a row, and from sample %1 on %2 channels at %3 Hz instead of %4 at %5; split it there</source>
        <translation>mehrere Klänge hintereinander, ab Sample %1 %2 Kanäle mit %3 Hz statt %4 mit %5 Hz; dort trennen</translation>
    </message>
    <message>
        <source>channel %1, but it has %2</source>
        <translation>Kanal %1, es gibt aber nur %2</translation>
    </message>
    <message>
        <source>sample %1 is outside %2</source>
        <translation>Sample %1 liegt außerhalb von %2</translation>
    </message>
    <message>
        <source>cannot seek in a pipe</source>
        <translation>in einer Pipe lässt sich nicht springen</translation>
    </message>
    <message>
        <source>such a file holds 4 GB at most; w64, rf64 and caf hold more</source>
        <translation>eine solche Datei fasst höchstens 4 GB; w64, rf64 und caf fassen mehr</translation>
    </message>
    <message>
        <source>%1 cannot hold %2 channel(s) at %3 Hz in that sample format (Opus wants 8000, 12000, 16000, 24000 or 48000 Hz)</source>
        <translation>%1 fasst %2 Kanäle mit %3 Hz in diesem Sampleformat nicht (Opus braucht 8000, 12000, 16000, 24000 oder 48000 Hz)</translation>
    </message>
    <message>
        <source>%1 cannot hold %2 channel(s) at %3 Hz in that sample format</source>
        <translation>%1 fasst %2 Kanäle mit %3 Hz in diesem Sampleformat nicht</translation>
    </message>
    <message>
        <source>%1 channels at %2 Hz</source>
        <translation>%1 Kanäle mit %2 Hz</translation>
    </message>
    <message>
        <source>unknown extension; wav, flac, ogg, opus, mp3, aiff, au, caf, w64 and rf64 are known</source>
        <translation>unbekannte Endung; bekannt sind wav, flac, ogg, opus, mp3, aiff, au, caf, w64 und rf64</translation>
    </message>
    <message>
        <source>unknown extension; npy, json, jsonl, csv and safetensors are known</source>
        <translation>unbekannte Endung; bekannt sind npy, json, jsonl, csv und safetensors</translation>
    </message>
    <message>
        <source>not a token file&apos;s extension</source>
        <translation>keine Endung einer Tokendatei</translation>
    </message>
    <message>
        <source>sample %1 to be written is not finite</source>
        <translation>Sample %1, das zu schreiben ist, ist nicht endlich</translation>
    </message>
    <message>
        <source>what follows sample %1 has another format and is not read</source>
        <translation>was nach Sample %1 folgt, hat ein anderes Format und wird nicht gelesen</translation>
    </message>
    <message>
        <source>damaged: %1 bytes in or behind it are no part of it</source>
        <translation>beschädigt: %1 Bytes darin oder dahinter gehören nicht dazu</translation>
    </message>
    <message>
        <source>damaged: %1 frames lost, its end is missing or unreadable</source>
        <translation>beschädigt: %1 Frames verloren, das Ende fehlt oder ist unlesbar</translation>
    </message>
    <message>
        <source>damaged: %1 frames lost</source>
        <translation>beschädigt: %1 Frames verloren</translation>
    </message>
    <message>
        <source>larger than %1 bytes</source>
        <translation>größer als %1 Bytes</translation>
    </message>
    <message>
        <source>damaged .sgl header: %1</source>
        <translation>beschädigter .sgl-Kopf: %1</translation>
    </message>
    <message>
        <source>.sgl header: %1</source>
        <translation>.sgl-Kopf: %1</translation>
    </message>
    <message>
        <source>line ends were converted on the way</source>
        <translation>unterwegs wurden Zeilenenden umgewandelt</translation>
    </message>
    <message>
        <source>version 1 wants 192 bytes, no flags and zeros at the end</source>
        <translation>Version 1 braucht 192 Bytes, keine Flags und Nullen am Ende</translation>
    </message>
    <message>
        <source>text after the name</source>
        <translation>Text hinter dem Namen</translation>
    </message>
    <message>
        <source>ends inside its .sgl header, at byte %1 of 192</source>
        <translation>endet im .sgl-Kopf, bei Byte %1 von 192</translation>
    </message>
    <message>
        <source>.sgl version %1</source>
        <translation>.sgl-Version %1</translation>
    </message>
    <message>
        <source>its length of %1 samples wants %2 frames, it holds %3</source>
        <translation>die Länge von %1 Samples braucht %2 Frames, da sind %3</translation>
    </message>
    <message>
        <source>source rate is %1, wanted %2</source>
        <translation>die Abtastrate der Quelle ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>channel count is %1, wanted %2</source>
        <translation>die Zahl der Kanäle ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>level count is %1, wanted %2</source>
        <translation>die Zahl der Codebücher ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>bits a code is %1, wanted %2</source>
        <translation>die Bits je Code sind %1, möglich sind %2</translation>
    </message>
    <message>
        <source>source length is %1, wanted %2</source>
        <translation>die Länge der Quelle ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>model rate is %1, wanted %2</source>
        <translation>die Abtastrate des Modells ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>packet length is %1, wanted %2</source>
        <translation>die Paketlänge ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>hop is %1, wanted %2</source>
        <translation>der Hop ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>gain is %1, wanted %2</source>
        <translation>die Verstärkung ist %1, möglich sind %2</translation>
    </message>
    <message>
        <source>the model&apos;s name wants 1..64 of [a-z0-9._-]</source>
        <translation>der Name des Modells braucht 1..64 Zeichen aus [a-z0-9._-]</translation>
    </message>
    <message>
        <source>a full packet would take over 65535 bytes</source>
        <translation>ein volles Paket bräuchte über 65535 Bytes</translation>
    </message>
    <message>
        <source>its footer tells of %1 frames, it holds %2</source>
        <translation>der Fuß nennt %1 Frames, da sind %2</translation>
    </message>
    <message>
        <source>its footer tells of %1 packets, it holds %2</source>
        <translation>der Fuß nennt %1 Pakete, da sind %2</translation>
    </message>
    <message>
        <source>its header tells of %1 samples, its footer of %2</source>
        <translation>der Kopf nennt %1 Samples, der Fuß %2</translation>
    </message>
    <message>
        <source>no length</source>
        <translation>keine Länge</translation>
    </message>
    <message>
        <source>its index does not point at its packets</source>
        <translation>der Index zeigt nicht auf die Pakete</translation>
    </message>
    <message>
        <source>a packet wants the model&apos;s prior, and its header names none</source>
        <translation>ein Paket braucht den Prior des Modells, und der Kopf nennt keinen</translation>
    </message>
    <message>
        <source>its codes are compressed with what model %1 knows of them; load that model</source>
        <translation>die Codes sind komprimiert mit dem, was das Modell %1 von ihnen weiß; dieses Modell laden</translation>
    </message>
    <message>
        <source>its codes are compressed with another entropy prior than that of the loaded model</source>
        <translation>die Codes sind mit einem anderen Entropie-Prior komprimiert als dem des geladenen Modells</translation>
    </message>
    <message>
        <source>its packet at byte %1 is of frame %2, wanted %3</source>
        <translation>das Paket bei Byte %1 ist von Frame %2, erwartet wurde %3</translation>
    </message>
    <message>
        <source>its packet at byte %1 is longer than its codes or holds none</source>
        <translation>das Paket bei Byte %1 ist länger als seine Codes oder enthält keine</translation>
    </message>
    <message>
        <source>was made by model %1, which is not installed; put that model into the models folder and open the file again</source>
        <translation>wurde gemacht mit dem Modell %1, das nicht installiert ist; dieses Modell in den Modellordner legen und die Datei noch einmal öffnen</translation>
    </message>
    <message>
        <source>was made by model %1, which is not installed</source>
        <translation>wurde gemacht mit dem Modell %1, das nicht installiert ist</translation>
    </message>
    <message>
        <source>was made by model %1, loaded is %2, whose weights are others: give the path of that model</source>
        <translation>wurde gemacht mit dem Modell %1, geladen ist %2 mit anderen Gewichten: den Pfad jenes Modells angeben</translation>
    </message>
    <message>
        <source>was made by model %1, loaded is %2; load %3</source>
        <translation>wurde gemacht mit dem Modell %1, geladen ist %2; laden Sie %3</translation>
    </message>
    <message>
        <source>holds several sequences, one a line; take one of them</source>
        <translation>enthält mehrere Folgen, eine je Zeile; nehmen Sie eine davon</translation>
    </message>
    <message>
        <source>an .npz archive; save one array with numpy.save (.npy)</source>
        <translation>ein .npz-Archiv; ein einzelnes Array mit numpy.save speichern (.npy)</translation>
    </message>
    <message>
        <source>%1 levels of %2 bits, model %3 has %4 of %5</source>
        <translation>%1 Codebücher mit %2 Bit, das Modell %3 hat %4 mit %5</translation>
    </message>
    <message>
        <source>code %1, model %2 has %3</source>
        <translation>Code %1, das Modell %2 hat %3</translation>
    </message>
    <message>
        <source>not a single frame</source>
        <translation>kein einziger Frame</translation>
    </message>
    <message>
        <source>part of a frame</source>
        <translation>ein Teil eines Frames</translation>
    </message>
    <message>
        <source>tokens: %1</source>
        <translation>Tokens: %1</translation>
    </message>
    <message>
        <source>npy: %1</source>
        <translation>npy: %1</translation>
    </message>
    <message>
        <source>safetensors: %1</source>
        <translation>safetensors: %1</translation>
    </message>
    <message>
        <source>this is an .npz archive (or another zip): save one array with numpy.save</source>
        <translation>das ist ein .npz-Archiv (oder ein anderes Zip): ein einzelnes Array mit numpy.save speichern</translation>
    </message>
    <message>
        <source>this is a Python pickle, which is not read: save the array with numpy.save</source>
        <translation>das ist ein Pickle von Python, das nicht gelesen wird: das Array mit numpy.save speichern</translation>
    </message>
    <message>
        <source>not an npy file</source>
        <translation>keine npy-Datei</translation>
    </message>
    <message>
        <source>ends inside its header</source>
        <translation>endet im Kopf</translation>
    </message>
    <message>
        <source>unknown version</source>
        <translation>unbekannte Version</translation>
    </message>
    <message>
        <source>a pickled array of Python objects (dtype object), which is not read; save integers of (levels, frames)</source>
        <translation>ein Array von Python-Objekten (dtype object), das nicht gelesen wird; ganze Zahlen als (levels, frames) speichern</translation>
    </message>
    <message>
        <source>no shape in its header</source>
        <translation>der Kopf nennt keine Form</translation>
    </message>
    <message>
        <source>wanted an array of (levels, frames)</source>
        <translation>gebraucht wird ein Array (levels, frames)</translation>
    </message>
    <message>
        <source>dtype %1, wanted little-endian integers</source>
        <translation>dtype %1, gebraucht werden ganze Zahlen, little-endian</translation>
    </message>
    <message>
        <source>fewer values than its shape says</source>
        <translation>weniger Werte, als die Form sagt</translation>
    </message>
    <message>
        <source>more values than its shape says</source>
        <translation>mehr Werte, als die Form sagt</translation>
    </message>
    <message>
        <source>durations: %1</source>
        <translation>Dauern: %1</translation>
    </message>
    <message>
        <source>%1 at element [%2] is no code</source>
        <translation>%1 bei Element [%2] ist kein Code</translation>
    </message>
    <message>
        <source>%1 at element [%2] is no number of frames</source>
        <translation>%1 bei Element [%2] ist keine Zahl von Frames</translation>
    </message>
    <message>
        <source>element [%1] is no list</source>
        <translation>Element [%1] ist keine Liste</translation>
    </message>
    <message>
        <source>a floating-point number</source>
        <translation>eine Gleitkommazahl</translation>
    </message>
    <message>
        <source>&quot;durations&quot; is no list</source>
        <translation>„durations“ ist keine Liste</translation>
    </message>
    <message>
        <source>a JSON object with &quot;codes&quot; was wanted</source>
        <translation>gebraucht wird ein JSON-Objekt mit „codes“</translation>
    </message>
    <message>
        <source>a CSV with frame,time_s,c1.. was wanted</source>
        <translation>gebraucht wird eine CSV-Datei mit frame,time_s,c1..</translation>
    </message>
    <message>
        <source>levels of different lengths: %1, and %2 in row %3</source>
        <translation>Codebücher verschiedener Länge: %1, und %2 in Zeile %3</translation>
    </message>
    <message>
        <source>line %1 of the CSV (frame %2): %3</source>
        <translation>Zeile %1 der CSV-Datei (Frame %2): %3</translation>
    </message>
    <message>
        <source>the CSV ends within line %1, whose last code may be cut</source>
        <translation>die CSV-Datei endet in Zeile %1, deren letzter Code abgeschnitten sein kann</translation>
    </message>
    <message>
        <source>%1 is not its frame</source>
        <translation>%1 ist nicht der Frame der Zeile</translation>
    </message>
    <message>
        <source>%1 codes, wanted %2</source>
        <translation>%1 Codes, gebraucht werden %2</translation>
    </message>
    <message>
        <source>%1 in column c%2 is no code</source>
        <translation>%1 in Spalte c%2 ist kein Code</translation>
    </message>
    <message>
        <source>more than %1 codes</source>
        <translation>mehr als %1 Codes</translation>
    </message>
    <message>
        <source>more than %1 places</source>
        <translation>mehr als %1 Stellen</translation>
    </message>
    <message>
        <source>no line %1</source>
        <translation>keine Zeile %1</translation>
    </message>
    <message>
        <source>a JSON object of %1 bytes; %2 are read, npy and safetensors hold more</source>
        <translation>ein JSON-Objekt von %1 Bytes; %2 werden gelesen, npy und safetensors fassen mehr</translation>
    </message>
    <message>
        <source>the .npy.json beside it tells of another array; remove it if the array is new</source>
        <translation>die .npy.json daneben beschreibt ein anderes Array; entfernen Sie sie, falls das Array neu ist</translation>
    </message>
    <message>
        <source>describes %1, which is beside it; give the output another name</source>
        <translation>beschreibt %1 daneben; einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>is there already and describes no tokens; --overwrite replaces it, --no-sidecar does without</source>
        <translation>gibt es schon und beschreibt keine Tokens; einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>no tensor &quot;codes&quot; (levels, frames)</source>
        <translation>kein Tensor „codes“ (levels, frames)</translation>
    </message>
    <message>
        <source>no safetensors file</source>
        <translation>keine safetensors-Datei</translation>
    </message>
    <message>
        <source>shorter than its length</source>
        <translation>kürzer als die Länge, die sie nennt</translation>
    </message>
    <message>
        <source>a header of %1 bytes; %2 are read</source>
        <translation>ein Kopf von %1 Bytes; %2 werden gelesen</translation>
    </message>
    <message>
        <source>header is no object</source>
        <translation>der Kopf ist kein Objekt</translation>
    </message>
    <message>
        <source>metadata is no object</source>
        <translation>die Metadaten sind kein Objekt</translation>
    </message>
    <message>
        <source>metadata values are strings</source>
        <translation>Werte der Metadaten sind Text</translation>
    </message>
    <message>
        <source>tensors overlap or leave a hole</source>
        <translation>Tensoren überlappen sich oder lassen eine Lücke</translation>
    </message>
    <message>
        <source>data does not end with the last tensor</source>
        <translation>die Daten enden nicht mit dem letzten Tensor</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; wants dtype, shape and data_offsets</source>
        <translation>der Tensor „%1“ braucht dtype, shape und data_offsets</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has dtype %2</source>
        <translation>der Tensor „%1“ hat den dtype %2</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has over 8 axes</source>
        <translation>der Tensor „%1“ hat über 8 Achsen</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has a bad shape</source>
        <translation>der Tensor „%1“ hat eine unmögliche Form</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has bad data_offsets</source>
        <translation>der Tensor „%1“ hat unmögliche data_offsets</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; does not belong to a model of this config</source>
        <translation>der Tensor „%1“ gehört nicht zu einem Modell dieser Beschreibung</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is missing</source>
        <translation>der Tensor „%1“ fehlt</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has shape %2, the config wants %3</source>
        <translation>der Tensor „%1“ hat die Form %2, die Beschreibung braucht %3</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; wants type F32 or F16</source>
        <translation>der Tensor „%1“ braucht den Typ F32 oder F16</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; holds a value that is not finite</source>
        <translation>der Tensor „%1“ enthält einen Wert, der nicht endlich ist</translation>
    </message>
    <message>
        <source>tells of %1 columns and holds %2</source>
        <translation>nennt %1 Spalten und enthält %2</translation>
    </message>
    <message>
        <source>tells of %1 rows and holds %2</source>
        <translation>nennt %1 Zeilen und enthält %2</translation>
    </message>
    <message>
        <source>%1 ids are not of %2 levels; the array is transposed: (levels, frames) is wanted, this is (frames, levels)</source>
        <translation>%1 Nummern sind nicht von %2 Codebüchern; das Array ist gekippt: gebraucht wird (levels, frames), dies ist (frames, levels)</translation>
    </message>
    <message>
        <source>%1 ids are not of 1 to 16 levels</source>
        <translation>%1 Nummern sind nicht von 1 bis 16 Codebüchern</translation>
    </message>
    <message>
        <source>%1 ids are not of %2 levels</source>
        <translation>%1 Nummern sind nicht von %2 Codebüchern</translation>
    </message>
    <message>
        <source>durations do not fit the codes</source>
        <translation>die Dauern passen nicht zu den Codes</translation>
    </message>
    <message>
        <source>a duration is out of range</source>
        <translation>eine Dauer liegt außerhalb des Möglichen</translation>
    </message>
    <message>
        <source>durations of %1 frames, its length has %2</source>
        <translation>Dauern von %1 Frames, die Länge hat %2</translation>
    </message>
    <message>
        <source>durations of %1 frames in %2 runs are not believed</source>
        <translation>Dauern von %1 Frames in %2 Läufen sind unglaubwürdig</translation>
    </message>
    <message>
        <source>id %1 in frame %2, level %3, wanted %4</source>
        <translation>Nummer %1 in Frame %2, Codebuch %3, möglich sind %4</translation>
    </message>
    <message>
        <source>code %1, wanted below %2</source>
        <translation>Code %1, möglich sind Werte unter %2</translation>
    </message>
    <message>
        <source>no pad id where one belongs</source>
        <translation>keine Füllnummer, wo eine hingehört</translation>
    </message>
    <message>
        <source>the metadata&apos;s &apos;%1&apos; is missing or wrong</source>
        <translation>„%1“ in den Metadaten fehlt oder ist falsch</translation>
    </message>
    <message>
        <source>dedup merges runs of one level: ask for the semantic level alone with it</source>
        <translation>gleiche Codes werden nur bei einem einzigen Codebuch zusammengefasst: dazu das semantische allein wählen</translation>
    </message>
    <message>
        <source>a CSV has a column a level; flattened tokens want npy, json or safetensors</source>
        <translation>eine CSV-Datei hat eine Spalte je Codebuch; flache Tokens brauchen npy, json oder safetensors</translation>
    </message>
    <message>
        <source>model config: %1</source>
        <translation>Modellbeschreibung: %1</translation>
    </message>
    <message>
        <source>phone table: %1</source>
        <translation>Lauttabelle: %1</translation>
    </message>
    <message>
        <source>entropy prior: %1</source>
        <translation>Entropie-Prior: %1</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>Gewichte: %1</translation>
    </message>
    <message>
        <source>not a JSON object</source>
        <translation>kein JSON-Objekt</translation>
    </message>
    <message>
        <source>unknown key &apos;%1&apos;</source>
        <translation>unbekannter Schlüssel „%1“</translation>
    </message>
    <message>
        <source>decoder %1: %2</source>
        <translation>Decoder %1: %2</translation>
    </message>
    <message>
        <source>decoder &apos;%1&apos;: %2</source>
        <translation>Decoder „%1“: %2</translation>
    </message>
    <message>
        <source>two decoders are named &apos;%1&apos;</source>
        <translation>zwei Decoder heißen „%1“</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names a file beside the config, without a folder</source>
        <translation>„%1“ nennt eine Datei neben der Beschreibung, ohne Ordner</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; must name the weights</source>
        <translation>„%1“ und „%2“ müssen die Gewichte nennen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must be %2</source>
        <translation>„%1“ muss %2 sein</translation>
    </message>
    <message>
        <source>&apos;%1&apos; wants %2</source>
        <translation>„%1“ braucht %2</translation>
    </message>
    <message>
        <source>a decoder&apos;s &apos;%1&apos; wants %2</source>
        <translation>„%1“ eines Decoders braucht %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names one twice</source>
        <translation>„%1“ nennt einen doppelt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has %2 entries, wanted %3</source>
        <translation>„%1“ hat %2 Einträge, möglich sind %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is %2, wanted %3</source>
        <translation>„%1“ ist %2, möglich sind %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; want format 2</source>
        <translation>„%1“ brauchen das Format 2</translation>
    </message>
    <message>
        <source>format 2 wants &apos;%1&apos;</source>
        <translation>Format 2 braucht „%1“</translation>
    </message>
    <message>
        <source>format %1</source>
        <translation>Format %1</translation>
    </message>
    <message>
        <source>no head: &apos;%1&apos; or &apos;%2&apos;</source>
        <translation>kein Kopf: „%1“ oder „%2“</translation>
    </message>
    <message>
        <source>wanted 20 &lt;= f0_min_hz &lt; f0_max_hz &lt;= 2000</source>
        <translation>gebraucht wird 20 &lt;= f0_min_hz &lt; f0_max_hz &lt;= 2000</translation>
    </message>
    <message>
        <source>a level role is &quot;semantic&quot; or &quot;acoustic&quot;</source>
        <translation>die Rolle eines Codebuchs ist „semantic“ oder „acoustic“</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a string</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>a list of strings</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>a list of objects</source>
        <translation>eine Liste von Objekten</translation>
    </message>
    <message>
        <source>a list with an entry a code</source>
        <translation>eine Liste mit einem Eintrag je Code</translation>
    </message>
    <message>
        <source>an object of numbers</source>
        <translation>ein Objekt von Zahlen</translation>
    </message>
    <message>
        <source>64 hex digits</source>
        <translation>64 Hexadezimalziffern</translation>
    </message>
    <message>
        <source>hashes of 64 hex digits</source>
        <translation>Prüfsummen aus 64 Hexadezimalziffern</translation>
    </message>
    <message>
        <source>a power of two</source>
        <translation>eine Zweierpotenz</translation>
    </message>
    <message>
        <source>a power of two, 2..65536</source>
        <translation>eine Zweierpotenz, 2..65536</translation>
    </message>
    <message>
        <source>one role a level</source>
        <translation>eine Rolle je Codebuch</translation>
    </message>
    <message>
        <source>an even multiple, 2 or more, of the hop</source>
        <translation>ein gerades Vielfaches, 2 oder mehr, des Hops</translation>
    </message>
    <message>
        <source>a first level whose role is &quot;semantic&quot;</source>
        <translation>ein erstes Codebuch mit der Rolle „semantic“</translation>
    </message>
    <message>
        <source>1..64 characters of a-z 0-9 . _ -</source>
        <translation>1..64 Zeichen aus a-z 0-9 . _ -</translation>
    </message>
    <message>
        <source>a phone wants 1..16 bytes of visible text</source>
        <translation>ein Laut braucht 1..16 Bytes sichtbaren Text</translation>
    </message>
    <message>
        <source>code %1: %2</source>
        <translation>Code %1: %2</translation>
    </message>
    <message>
        <source>more than three phones</source>
        <translation>mehr als drei Laute</translation>
    </message>
    <message>
        <source>phone %1 of %2</source>
        <translation>Laut %1 von %2</translation>
    </message>
    <message>
        <source>a phone twice</source>
        <translation>ein Laut doppelt</translation>
    </message>
    <message>
        <source>shares want to fall within 1..0</source>
        <translation>die Anteile müssen fallen und in 1..0 liegen</translation>
    </message>
    <message>
        <source>shares add up to more than 1</source>
        <translation>die Anteile ergeben mehr als 1</translation>
    </message>
    <message>
        <source>the metadata lacks its format</source>
        <translation>den Metadaten fehlt das Format</translation>
    </message>
    <message>
        <source>leaf wants u16 (Q, K) and bias1 i32 (Q, H)</source>
        <translation>leaf braucht u16 (Q, K) und bias1 i32 (Q, H)</translation>
    </message>
    <message>
        <source>Q, K or H is out of range</source>
        <translation>Q, K oder H liegt außerhalb des Möglichen</translation>
    </message>
    <message>
        <source>a tensor is missing or has another shape or dtype</source>
        <translation>ein Tensor fehlt oder hat eine andere Form oder einen anderen dtype</translation>
    </message>
    <message>
        <source>shift1, shift2, shift3 want 0..24</source>
        <translation>shift1, shift2, shift3 brauchen 0..24</translation>
    </message>
    <message>
        <source>leaf is no permutation</source>
        <translation>leaf ist keine Permutation</translation>
    </message>
    <message>
        <source>a bias is out of range</source>
        <translation>ein Bias liegt außerhalb des Möglichen</translation>
    </message>
    <message>
        <source>SHA-256 is %1, %2 wants %3; the file is damaged or of another model</source>
        <translation>SHA-256 ist %1, %2 nennt %3; die Datei ist beschädigt oder von einem anderen Modell</translation>
    </message>
    <message>
        <source>holds &apos;%1&apos;, which is no part of a decoder</source>
        <translation>enthält „%1“, was zu keinem Decoder gehört</translation>
    </message>
    <message>
        <source>model %1 has no decoder &apos;%2&apos;: its only one has no name</source>
        <translation>das Modell %1 hat keinen Decoder „%2“: der einzige hat keinen Namen</translation>
    </message>
    <message>
        <source>model %1 has no decoder &apos;%2&apos;; it has %3</source>
        <translation>das Modell %1 hat keinen Decoder „%2“; es hat %3</translation>
    </message>
    <message>
        <source>model %1 decodes older files and makes no codes</source>
        <translation>das Modell %1 dekodiert ältere Dateien und erzeugt keine Codes</translation>
    </message>
    <message>
        <source>model %1 has no semantic codebook</source>
        <translation>das Modell %1 hat kein semantisches Codebuch</translation>
    </message>
    <message>
        <source>of model %1, not of %2, so what its codebook 1 means is not known</source>
        <translation>vom Modell %1, nicht von %2, daher ist nicht bekannt, was Codebuch 1 bedeutet</translation>
    </message>
    <message>
        <source>a prior of weights %1, not of %2; train it anew or remove it</source>
        <translation>ein Prior zu den Gewichten %1, nicht zu %2; neu trainieren oder entfernen</translation>
    </message>
    <message>
        <source>phones of weights %1, not of %2; make the table anew or remove it</source>
        <translation>Laute zu den Gewichten %1, nicht zu %2; die Tabelle neu erzeugen oder entfernen</translation>
    </message>
    <message>
        <source>phones of %1 codes, the model has %2</source>
        <translation>Laute zu %1 Codes, das Modell hat %2</translation>
    </message>
    <message>
        <source>no model config at %1</source>
        <translation>keine Modellbeschreibung %1</translation>
    </message>
    <message>
        <source>no model &apos;%1&apos; (%2) in %3; set SONOGLYPH_MODELS or give a path</source>
        <translation>kein Modell „%1“ (%2) in %3; SONOGLYPH_MODELS setzen oder einen Pfad angeben</translation>
    </message>
    <message>
        <source>JSON: %1 at byte %2</source>
        <translation>JSON: %1 bei Byte %2</translation>
    </message>
    <message>
        <source>text after the end</source>
        <translation>Text nach dem Ende</translation>
    </message>
    <message>
        <source>unknown word</source>
        <translation>unbekanntes Wort</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>zu tief geschachtelt</translation>
    </message>
    <message>
        <source>unexpected end</source>
        <translation>unerwartetes Ende</translation>
    </message>
    <message>
        <source>duplicate key</source>
        <translation>doppelter Schlüssel</translation>
    </message>
    <message>
        <source>expected &apos;:&apos;</source>
        <translation>erwartet wird „:“</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; or &apos;}&apos;</source>
        <translation>erwartet wird „,“ oder „}“</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; or &apos;]&apos;</source>
        <translation>erwartet wird „,“ oder „]“</translation>
    </message>
    <message>
        <source>expected a string</source>
        <translation>erwartet wird ein Text</translation>
    </message>
    <message>
        <source>expected a value</source>
        <translation>erwartet wird ein Wert</translation>
    </message>
    <message>
        <source>short \u escape</source>
        <translation>zu kurze \u-Folge</translation>
    </message>
    <message>
        <source>bad \u escape</source>
        <translation>falsche \u-Folge</translation>
    </message>
    <message>
        <source>lone surrogate</source>
        <translation>einzelnes Surrogat</translation>
    </message>
    <message>
        <source>unknown escape</source>
        <translation>unbekannte Escape-Folge</translation>
    </message>
    <message>
        <source>control character in a string</source>
        <translation>Steuerzeichen in einem Text</translation>
    </message>
    <message>
        <source>leading zero</source>
        <translation>führende Null</translation>
    </message>
    <message>
        <source>bad number</source>
        <translation>falsche Zahl</translation>
    </message>
    <message>
        <source>number out of range</source>
        <translation>Zahl außerhalb des Möglichen</translation>
    </message>
    <message>
        <source>%1 is no code: codes are 0 to %2</source>
        <translation>%1 ist kein Code: Codes gehen von 0 bis %2</translation>
    </message>
    <message>
        <source>nothing between the bars</source>
        <translation>nichts zwischen den Strichen</translation>
    </message>
    <message>
        <source>an index is a file, no pipe</source>
        <translation>ein Index ist eine Datei, keine Pipe</translation>
    </message>
    <message>
        <source>an index is a file</source>
        <translation>ein Index ist eine Datei</translation>
    </message>
    <message>
        <source>an index of a newer version</source>
        <translation>ein Index einer neueren Version</translation>
    </message>
    <message>
        <source>a damaged index: its shape is none</source>
        <translation>ein beschädigter Index: seine Form ist keine</translation>
    </message>
    <message>
        <source>a damaged index: its checksum is another</source>
        <translation>ein beschädigter Index: die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>a damaged index: its table leads outside of it</source>
        <translation>ein beschädigter Index: seine Tabelle führt hinaus</translation>
    </message>
    <message>
        <source>the index has %1 codebooks, not %2</source>
        <translation>der Index hat %1 Codebücher, nicht %2</translation>
    </message>
    <message>
        <source>the model of this index knows no phones</source>
        <translation>das Modell dieses Index kennt keine Laute</translation>
    </message>
    <message>
        <source>its codes in the index are damaged</source>
        <translation>die Codes im Index sind beschädigt</translation>
    </message>
    <message>
        <source>the TextGrid ends before its last label</source>
        <translation>das TextGrid endet vor seiner letzten Beschriftung</translation>
    </message>
    <message>
        <source>the TextGrid has a tier of the unknown kind %1</source>
        <translation>das TextGrid hat eine Ebene der unbekannten Art %1</translation>
    </message>
    <message>
        <source>label %1 of tier %2 ends before it begins</source>
        <translation>Beschriftung %1 der Ebene %2 endet, bevor es beginnt</translation>
    </message>
    <message>
        <source>a text file of Praat, but no TextGrid</source>
        <translation>eine Textdatei von Praat, aber kein TextGrid</translation>
    </message>
    <message>
        <source>line %1 is no label: begin, end and text with tabs between</source>
        <translation>Zeile %1 ist keine Beschriftung: Anfang, Ende und Text mit Tabulatoren dazwischen</translation>
    </message>
    <message>
        <source>a binary file of Praat: save it as a text file there</source>
        <translation>eine Binärdatei von Praat: dort als Textdatei speichern</translation>
    </message>
    <message>
        <source>%1 codebooks, model %2 has %3</source>
        <translation>%1 Codebücher, das Modell %2 hat %3</translation>
    </message>
    <message>
        <source>%1 codebooks, %2 has %3</source>
        <translation>%1 Codebücher, %2 hat %3</translation>
    </message>
    <message>
        <source>codebook %1 cannot sound: %2 are decoded</source>
        <translation>Codebuch %1 kann nicht klingen: %2 werden dekodiert</translation>
    </message>
    <message>
        <source>no level is left to decode</source>
        <translation>kein Codebuch bleibt zu dekodieren</translation>
    </message>
    <message>
        <source>nothing above -120 dBFS: there is no level to bring up</source>
        <translation>nichts über -120 dBFS: es gibt keinen Pegel anzuheben</translation>
    </message>
    <message>
        <source>does not say of which model it is; name it</source>
        <translation>sagt nicht, von welchem Modell es ist; eines wählen</translation>
    </message>
    <message>
        <source>sound needs a model to become tokens</source>
        <translation>Klang braucht ein Modell, um zu Tokens zu werden</translation>
    </message>
    <message>
        <source>no samples to compare</source>
        <translation>keine Samples zum Vergleichen</translation>
    </message>
    <message>
        <source>its channels cancel in the mix (%1): little is left; --channel auto takes the loudest</source>
        <translation>die Kanäle löschen sich in der Mischung aus (%1): wenig bleibt übrig; einen Kanal wählen</translation>
    </message>
    <message>
        <source>its channels cancel in the mix (%1): channel %2 alone is encoded</source>
        <translation>die Kanäle löschen sich in der Mischung aus (%1): Kanal %2 allein wird kodiert</translation>
    </message>
    <message>
        <source>is the input itself; give the output another name</source>
        <translation>ist die Eingabe selbst; der Ausgabe einen anderen Namen geben</translation>
    </message>
    <message>
        <source>is a pipe or a device; a batch takes files</source>
        <translation>ist eine Pipe oder ein Gerät; ein Stapel nimmt Dateien</translation>
    </message>
    <message>
        <source>is a pipe or a device; a batch makes files</source>
        <translation>ist eine Pipe oder ein Gerät; ein Stapel schreibt Dateien</translation>
    </message>
    <message>
        <source>is there already</source>
        <translation>gibt es schon</translation>
    </message>
    <message>
        <source>is gone again; somebody removed it</source>
        <translation>ist wieder weg; jemand hat es entfernt</translation>
    </message>
    <message>
        <source>%1, just after it was written</source>
        <translation>%1, gerade nachdem es geschrieben war</translation>
    </message>
    <message>
        <source>this batch needs a model</source>
        <translation>dieser Stapel braucht ein Modell</translation>
    </message>
    <message>
        <source>the model has %1 codebooks, not %2</source>
        <translation>das Modell hat %1 Codebücher, nicht %2</translation>
    </message>
    <message>
        <source>cannot make: %1</source>
        <translation>Anlegen misslungen: %1</translation>
    </message>
    <message>
        <source>cannot list: %1</source>
        <translation>Auflisten misslungen: %1</translation>
    </message>
    <message>
        <source>cannot open: %1</source>
        <translation>Öffnen misslungen: %1</translation>
    </message>
    <message>
        <source>cannot copy to a temporary file: %1</source>
        <translation>Kopieren in eine temporäre Datei misslungen: %1</translation>
    </message>
    <message>
        <source>cannot write to the disk: %1</source>
        <translation>Schreiben auf den Datenträger misslungen: %1</translation>
    </message>
    <message>
        <source>is a link or a pipe, and no ledger</source>
        <translation>ist ein Link oder eine Pipe und kein Protokoll</translation>
    </message>
    <message>
        <source>another batch is writing here; wait for it, or share the work with --shard</source>
        <translation>ein anderer Stapel schreibt hierher; warten Sie auf sein Ende</translation>
    </message>
    <message>
        <source>line %1 is no entry</source>
        <translation>Zeile %1 ist kein Eintrag</translation>
    </message>
    <message>
        <source>would become &apos;%1&apos;, which is no file below the output folder</source>
        <translation>würde zu „%1“, was keine Datei unter dem Ausgabeordner ist</translation>
    </message>
    <message>
        <source>%1 would become &apos;%2&apos;, which is no file below the output folder</source>
        <translation>%1 würde zu „%2“, was keine Datei unter dem Ausgabeordner ist</translation>
    </message>
    <message>
        <source>%1 and %2 would both become %3; a pattern such as %4 keeps them apart</source>
        <translation>%1 und %2 würden beide zu %3; ein Muster wie %4 hält sie auseinander</translation>
    </message>
    <message>
        <source>left out, since %1 becomes %2</source>
        <translation>ausgelassen, denn %1 wird zu %2</translation>
    </message>
    <message>
        <source>pattern &apos;%1&apos;: %2 is none of {dir} {stem} {ext} {name} {id} {start} {end} {channel}</source>
        <translation>Muster „%1“: %2 ist keines von {dir} {stem} {ext} {name} {id} {start} {end} {channel}</translation>
    </message>
    <message>
        <source>cannot convert to &apos;%1&apos;: %2</source>
        <translation>Umwandeln nach „%1“ gibt es nicht: %2</translation>
    </message>
    <message>
        <source>no output folder</source>
        <translation>kein Ausgabeordner</translation>
    </message>
    <message>
        <source>%1 is not a folder</source>
        <translation>%1 ist kein Ordner</translation>
    </message>
    <message>
        <source>nothing to convert to %1 in what was named (%2 files of other kinds passed over)</source>
        <translation>nichts, was sich nach %1 umwandeln ließe (%2 Dateien anderer Art übergangen)</translation>
    </message>
    <message>
        <source>nothing to convert to %1 in what was named</source>
        <translation>nichts, was sich nach %1 umwandeln ließe</translation>
    </message>
    <message>
        <source>cannot create the recording: %1</source>
        <translation>die Aufnahme kann nicht angelegt werden: %1</translation>
    </message>
    <message>
        <source>cannot write the recording; free some disk space: %1</source>
        <translation>die Aufnahme kann nicht geschrieben werden; Platz auf dem Datenträger schaffen: %1</translation>
    </message>
    <message>
        <source>cannot write the recording: %1</source>
        <translation>die Aufnahme kann nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>cannot open the recording: %1</source>
        <translation>die Aufnahme kann nicht geöffnet werden: %1</translation>
    </message>
    <message>
        <source>cannot mend the recording: %1</source>
        <translation>die Aufnahme kann nicht repariert werden: %1</translation>
    </message>
    <message>
        <source>this is not an interrupted recording</source>
        <translation>das ist keine abgebrochene Aufnahme</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>gibt es schon</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>die Datei ist zu groß</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>unzulässiger Wert</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>zu wenig Speicher</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>Operation not supported</source>
        <translation>wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>das Kontingent auf dem Datenträger ist erschöpft</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>zu viele symbolische Links</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>das Netzlaufwerk kennt die Datei nicht mehr</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>das Netzlaufwerk antwortet nicht</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>das Gerät ist belegt</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>das Gerät gibt es nicht</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>das Gerät gibt es nicht</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>die Verbindung ist unterbrochen</translation>
    </message>
    <message>
        <source>Text file busy</source>
        <translation>die Datei wird gerade ausgeführt</translation>
    </message>
    <message>
        <source>Invalid cross-device link</source>
        <translation>liegt auf einem anderen Datenträger</translation>
    </message>
    <message>
        <source>not enough memory for sound</source>
        <translation>zu wenig Speicher für den Klang</translation>
    </message>
    <message>
        <source>the device is not available; close the program that holds it, or choose another one</source>
        <translation>das Gerät ist nicht verfügbar; das Programm schließen, das es belegt, oder ein anderes wählen</translation>
    </message>
    <message>
        <source>the device does not have these channels; choose another one</source>
        <translation>das Gerät hat diese Kanäle nicht; ein anderes wählen</translation>
    </message>
    <message>
        <source>the device does not run at this sample rate; choose another one</source>
        <translation>das Gerät kennt diese Abtastrate nicht; ein anderes wählen</translation>
    </message>
    <message>
        <source>the device does not take this sample format; choose another one</source>
        <translation>das Gerät kennt dieses Sampleformat nicht; ein anderes wählen</translation>
    </message>
    <message>
        <source>the sound system failed; check the sound server, then try again</source>
        <translation>das Audiosystem versagte; den Soundserver prüfen, dann noch einmal versuchen</translation>
    </message>
    <message>
        <source>1..%1 names</source>
        <translation>1..%1 Namen</translation>
    </message>
    <message>
        <source>code %1 must be a list of at most three [phone index, share]</source>
        <translation>Code %1 muss eine Liste von höchstens drei [Laut, Anteil] sein</translation>
    </message>
    <message>
        <source>%1 is newer than this program (%2)</source>
        <translation>%1 ist neuer als dieses Programm (%2)</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>there are no tokens yet; choose a model in the Codec menu first</source>
        <translation>es gibt noch keine Tokens; erst im Menü Codec ein Modell wählen</translation>
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
    <name>FileChoice</name>
    <message>
        <source>“%1” is there already. Replace it?</source>
        <translation>„%1“ gibt es schon. Ersetzen?</translation>
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
    <message>
        <source>%1-bit PCM</source>
        <translation>%1 Bit PCM</translation>
    </message>
    <message>
        <source>%1-bit PCM, unsigned</source>
        <translation>%1 Bit PCM ohne Vorzeichen</translation>
    </message>
    <message>
        <source>%1-bit float</source>
        <translation>%1 Bit Gleitkomma</translation>
    </message>
    <message>
        <source>%1-bit %2</source>
        <translation>%1 Bit %2</translation>
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
    <message>
        <source>%1 ms live, %2 ms by the better decoder for files</source>
        <translation>%1 ms live, %2 ms mit dem besseren Decoder für Dateien</translation>
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
    <message>
        <source>Opus %1 kbps</source>
        <translation>Opus %1 kbit/s</translation>
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
    <message>
        <source>Sonoglyph closes when the file is written.</source>
        <translation>Sonoglyph schließt, sobald die Datei geschrieben ist.</translation>
    </message>
    <message>
        <source>Without a model there is no reconstruction: choose one in the Codec menu.</source>
        <translation>Ohne Modell gibt es keine Rekonstruktion: eines im Menü Codec wählen.</translation>
    </message>
    <message>
        <source>The codec was cancelled: from %1 on there is no reconstruction, and nothing to be saved.</source>
        <translation>Der Codec wurde abgebrochen: Ab %1 gibt es keine Rekonstruktion und nichts zu speichern.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Lose what was changed?</source>
        <translation>Geändertes verlieren?</translation>
    </message>
    <message>
        <source>Codes or labels that are in no file: %1.</source>
        <translation>Codes oder Beschriftungen, die in keiner Datei stehen: %1.</translation>
    </message>
    <message>
        <source>Another sound took the place. Undo brings it back; if you discard it, it is gone.</source>
        <translation>Ein anderer Klang trat an die Stelle. Rückgängig holt ihn zurück; wenn Sie ihn verwerfen, ist er weg.</translation>
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
