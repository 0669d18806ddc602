"""`python -m sopcheck`."""

import sys

from sopcheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
