"""JSON on standard output: UTF-8 whatever the terminal's encoding."""

from __future__ import annotations

import json
import sys
from typing import Any


def write_json(data: dict[str, Any], *, indent: int | None = None) -> None:
    """Print an object on one line, or on many if `indent` is given; a lone surrogate as JSON escapes it."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
