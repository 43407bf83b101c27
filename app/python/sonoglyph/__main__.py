"""python -m sonoglyph pack ...: what the command line of C++ has not."""

import sys

from .pack import main

if len(sys.argv) > 1 and sys.argv[1] == "pack":
    sys.exit(main(sys.argv[2:]))
print("usage: python -m sonoglyph pack IN... --to parquet|arrow|shar --out DIR", file=sys.stderr)
sys.exit(0 if sys.argv[1:] in ([], ["--help"], ["-h"]) else 2)
