"""`python -m tests.quality`: the gate."""

from __future__ import annotations

import sys

from tests.quality.gate import main

if __name__ == "__main__":
    sys.exit(main())
