"""``python -m sessionary``."""

import sys

from sessionary.app.main import main

if __name__ == "__main__":
    sys.exit(main())
