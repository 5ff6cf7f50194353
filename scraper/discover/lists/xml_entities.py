"""Entities that an XML document declares for itself, and why most such documents are left unread."""

from __future__ import annotations

import re

_DECLARATION = b"<!ENTITY"
_WIDE = b"\0".join(bytes([byte]) for byte in _DECLARATION)
"""The same in UTF-16, of either byte order."""

# What old feeds declare: a name for one character, or for a word or two.
_HARMLESS = re.compile(rb"""<!ENTITY\s+[\w.-]+\s+(["'])(?:&\#\w+;|[^&%"'<]{0,20})\1\s*>""")


def may_explode(document: bytes) -> bool:
    """Whether a document declares entities by which little text can become very much, or text from elsewhere.

    Entities in entities grow exponentially, a long one that is named often grows with its square; expat
    stops neither before a hundred times the document's size. Feeds and sitemaps have no need of them.
    """
    declared = document.count(_DECLARATION)
    return _WIDE in document or declared != (len(_HARMLESS.findall(document)) if declared else 0)
