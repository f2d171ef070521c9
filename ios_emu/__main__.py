"""`python -m ios_emu` is the `ios-emu` command."""

import sys

from ios_emu.cli import main

if __name__ == "__main__":
    sys.exit(main())
