"""tokens_ctypes.py LIBRARY IN.sgl OUT.wav: prints the tokens of a .sgl, a line a frame, and decodes it.

The C library from a Python that has nothing of ours installed.
"""
import ctypes
import sys

OK = 0


def main(library, source, target):
    lib = ctypes.CDLL(library)
    lib.sonoglyph_last_error.restype = ctypes.c_char_p
    lib.sonoglyph_reader_model_name.restype = ctypes.c_char_p
    lib.sonoglyph_reader_frame_rate.restype = ctypes.c_double

    def check(status):
        if status != OK:
            sys.exit("tokens_ctypes: " + lib.sonoglyph_last_error().decode())

    reader = ctypes.c_void_p()
    check(lib.sonoglyph_reader_open(None, source.encode(), ctypes.byref(reader)))
    levels = lib.sonoglyph_reader_levels(reader)
    room = 100
    codes = (ctypes.c_uint16 * (room * levels))()
    frames = ctypes.c_int64()
    total = 0
    while True:
        check(lib.sonoglyph_reader_read(reader, codes, ctypes.c_int64(room), ctypes.byref(frames), None))
        if frames.value == 0:
            break
        for frame in range(frames.value):
            print(*codes[frame * levels:(frame + 1) * levels])
        total += frames.value
    name = lib.sonoglyph_reader_model_name(reader).decode()
    print(f"{total} frames at {lib.sonoglyph_reader_frame_rate(reader):g} Hz by {name}", file=sys.stderr)
    lib.sonoglyph_reader_free(reader)
    check(lib.sonoglyph_decode_file(None, source.encode(), target.encode(), None))


if __name__ == "__main__":
    main(*sys.argv[1:])
