"""What the command line of C++ has not.

    python -m sonoglyph pack IN... --to parquet|arrow|lhotse|shar --out DIR   shards of tokens
    python -m sonoglyph list IN...                                            a manifest of what is there

`list` prints NeMo's lines of all that `pack` reads (Kaldi's and Hugging Face's folders, Lhotse's lists,
.gz): `python -m sonoglyph list data/ | sonoglyph batch --manifest - --to megatron --out tokens`.
"""

import sys

from . import Error
from .pack import main as pack
from .sources import manifest_line, sources


def list_sources(inputs) -> int:
    if not inputs or inputs[0].startswith("-"):
        print("usage: python -m sonoglyph list IN...", file=sys.stderr)
        return 0 if inputs in (["--help"], ["-h"]) else 2
    failed = 0
    for source in sources(inputs):
        try:
            print(manifest_line(source))
        except Error as error:
            print(f"sonoglyph: {error}", file=sys.stderr)
            failed = 1
    return failed


def main(arguments) -> int:
    if arguments[:1] == ["pack"]:
        return pack(arguments[1:])
    if arguments[:1] == ["list"]:
        return list_sources(arguments[1:])
    print(__doc__, file=sys.stderr)
    return 0 if arguments in ([], ["--help"], ["-h"]) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
