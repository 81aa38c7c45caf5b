"""Finds the line of a key in a TOML text that is known to be well formed."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<text>\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
  | (?P<mark>\[\[|\]\]|[\[\]{}=,.\n])
  | (?P<word>[^\s\#"'\[\]{}=,.]+)
    """,
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table and key, by path: ("charge", 2, "blocks", 0, "price")."""
    found: dict[Path, int] = {(): 1}
    _Scanner(text, found).scan()
    return found


class _Scanner:
    """Walks the tokens once; strings and comments cannot mislead it."""

    def __init__(self, text: str, found: dict[Path, int]) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._found = found
        self._counts: dict[Path, int] = {}

    def scan(self) -> None:
        table: Path = ()
        while self._at < len(self._tokens):
            mark, _ = self._tokens[self._at]
            if mark == "\n":
                self._at += 1
            elif mark in {"[", "[["}:
                table = self._header(mark)
            else:
                self._pair(table)

    def _header(self, mark: str) -> Path:
        line = self._tokens[self._at][1]
        self._at += 1
        names = self._key()
        self._skip_to_line_end()
        path: Path = ()
        for name in names[:-1]:
            path = self._into((*path, name))
        path = (*path, names[-1])
        if mark == "[[":
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        self._found.setdefault(path, line)
        return path

    def _into(self, path: Path) -> Path:
        """A name of an array of tables means its last table."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _key(self) -> list[str]:
        """Dotted names up to "=" or the closing bracket."""
        names = []
        while self._at < len(self._tokens):
            mark, _ = self._tokens[self._at]
            self._at += 1
            if mark in {"=", "]", "]]", "\n"}:
                break
            if mark != ".":
                names.append(mark.strip("\"'"))
        return names

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at][1]
        path = table
        for name in self._key():
            path = (*path, name)
            self._found.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        mark, line = self._peek()
        self._at += 1
        if mark == "[[":  # an array in an array: two openings in one token
            self._tokens[self._at - 1 : self._at] = [("[", line), ("[", line)]
            mark = "["
        if mark == "[":
            self._items(path)
        elif mark == "{":
            while self._peek()[0] not in {"}", ""}:
                if self._peek()[0] in {",", "\n"}:
                    self._at += 1
                else:
                    self._pair(path)
            self._at += 1
        else:  # a number with a point is several tokens
            while self._peek()[0] not in {",", "]", "]]", "}", "\n", ""}:
                self._at += 1

    def _items(self, path: Path) -> None:
        count = 0
        while True:
            mark, line = self._peek()
            if mark == "]]":  # closes this array and the one around it
                self._tokens[self._at : self._at + 1] = [("]", line), ("]", line)]
                continue
            if mark in {"]", ""}:
                self._at += 1
                return
            if mark in {",", "\n"}:
                self._at += 1
                continue
            self._found.setdefault((*path, count), line)
            self._value((*path, count))
            count += 1

    def _skip_to_line_end(self) -> None:
        while self._peek()[0] not in {"\n", ""}:
            self._at += 1

    def _peek(self) -> tuple[str, int]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", 0)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match.lastgroup != "comment":
            yield token, line
        line += token.count("\n")
