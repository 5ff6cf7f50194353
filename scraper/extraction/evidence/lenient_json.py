r"""JSON as pages carry it, faults and all: what is undamaged around a fault is read.

Strict parsers give nothing of a script in which one headline holds a quotation mark. Here one walk, without
recursion, reads value after value: quotes inside strings, `\'`, raw line breaks, empty values, comments,
extra commas, line breaks instead of commas, unquoted keys, a missing bracket and a cut end do no harm to the
rest. Of valid JSON it gives what `json.loads` gives, but for numbers of more than `MAX_DIGITS` digits and for
what stands around keys of more than 300 characters as written.
"""

from __future__ import annotations

import json
import re
from typing import Any

MAX_TOKENS = 200_000
"""Values, keys and brackets that are read; what follows is left out."""

MAX_QUOTES = 20_000
"""Quotation marks about which it is asked whether they end a string."""

MAX_DIGITS = 300

_WS = r"(?:\s++|//[^\n]{0,1000}+|/\*(?:(?!\*/).){0,1000}+\*/)*+"
_NO_VALUE = re.compile(rf"{_WS}:?{_WS},", re.DOTALL)
_BETWEEN = re.compile(rf"(?:{_WS}[,:;]*+)*+", re.DOTALL)
_QUOTE = re.compile(r'(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WORD = re.compile(r'[^\s,:{}\[\]"]+')
_KEY = rf'(?:"(?:[^"\\]|\\.){{0,300}}+"|[A-Za-z_@$][\w@$-]{{0,100}}+){_WS}:'
_KEY_ENDS = re.compile(rf"{_WS}:", re.DOTALL)
_CUT = rf'(?:"[^"\\]{{0,300}}+"?{_WS})?\Z'
_MEMBER_ENDS = re.compile(
    rf"{_WS}(?:[}}\]]|,[\s,]*+(?:[}}\]]|/[/*]|{_KEY}|{_CUT}))|[^\S\n]*+\n\s*+{_KEY}", re.DOTALL
)
_ITEM_ENDS = re.compile(rf'{_WS}(?:[}}\]]|,[\s,]*+(?:[\]{{"\[\dtfn-]|/[/*]|\Z))', re.DOTALL)
_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|["\\/bfnrt])|\\(.?)|(")', re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None}

_NOTHING: Any = object()


def decode(text: str) -> list[Any]:
    """Every value at the top level of a text, in order. Never raises."""
    return _Walk(text).run()


class _Walk:
    """The state of one walk: a place in the text, the containers open there, and the key before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.quotes = 0
        self.values: list[Any] = []
        self.open: list[Any] = [self.values]
        self.key: str | None = None

    def run(self) -> list[Any]:
        for _ in range(MAX_TOKENS):
            if self.key is not None and _NO_VALUE.match(self.text, self.position):
                self._add(None)
            if match := _BETWEEN.match(self.text, self.position):
                self.position = match.end()
            if self.position >= len(self.text):
                break
            char = self.text[self.position]
            if char in "{[":
                self._enter({} if char == "{" else [])
            elif char in "}]":
                self._leave(dict if char == "}" else list)
            elif char == '"':
                if not self._string():
                    break
            elif not self._word():
                break
        return self.values

    def _add(self, value: Any) -> None:
        container = self.open[-1]
        if isinstance(container, list):
            container.append(value)
        elif self.key is not None:
            container[self.key] = value
        self.key = None

    def _enter(self, container: dict[str, Any] | list[Any]) -> None:
        self._add(container)
        self.open.append(container)
        self.position += 1

    def _leave(self, kind: type) -> None:
        if self.key is not None:
            self._add(None)
        self.position += 1
        if isinstance(self.open[-1], kind) and len(self.open) > 1:
            self.open.pop()
        elif len(self.open) > 2 and isinstance(self.open[-2], kind):
            del self.open[-2:]  # the bracket of the inner one is missing

    def _string(self) -> bool:
        """Read the key or value that begins here; False where it has no end."""
        is_key = isinstance(self.open[-1], dict) and self.key is None
        end = self._end_of_key() if is_key else self._end_of_value()
        if end is None:
            return False
        text = _unescaped(self.text[self.position + 1 : end - 1])
        self.position = end
        if not is_key:
            self._add(text)
        elif _KEY_ENDS.match(self.text, end):
            self.key = text
        return True

    def _end_of_key(self) -> int | None:
        match = _QUOTE.match(self.text, self.position + 1)
        return match.end() if match else None

    def _end_of_value(self) -> int | None:
        """Behind the first quotation mark where the JSON goes on as it should behind a string."""
        if len(self.open) == 1:
            return self._end_of_key()
        ends = _ITEM_ENDS if isinstance(self.open[-1], list) else _MEMBER_ENDS
        position = first = self.position + 1
        while (match := _QUOTE.match(self.text, position)) and self.quotes < MAX_QUOTES:
            self.quotes += position > first
            is_cut = match.end() == len(self.text) and position == first
            position = match.end()
            if is_cut or ends.match(self.text, position):
                return position
        return None

    def _word(self) -> bool:
        """Read a number, a literal or an unquoted key; False where the text is cut inside it."""
        match = _WORD.match(self.text, self.position)
        if match is None:
            return False
        is_key = isinstance(self.open[-1], dict) and self.key is None
        self.position = match.end()
        if is_key:
            if _KEY_ENDS.match(self.text, self.position):
                self.key = match[0]
        elif match.end() == len(self.text) and len(self.open) > 1:
            return False
        elif (value := _scalar(match[0])) is not _NOTHING:
            self._add(value)
        return True


def _unescaped(raw: str) -> str:
    """The text of a string between its quotation marks: wrong escapes mean the character itself."""
    if "\\" not in raw:
        return raw
    mended = _ESCAPE.sub(_escape, raw)
    text: str = json.loads(f'"{mended}"', strict=False)
    return text


def _escape(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    return '\\"' if match[3] else match[2]


def _scalar(word: str) -> Any:
    """A number or literal; `_NOTHING` for whatever else stands without quotation marks."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > MAX_DIGITS:
        return _NOTHING
    try:
        return json.loads(word)
    except ValueError:
        return _NOTHING
