"""What the guides say that a screen says is what it says: questions, rows, refusals, keys.

In a guide such words stand in *italics*, or in the first column of a table about what is seen; in
the administrator's, italics at the beginning of a line are headings of cases. An
ellipsis or a number stands for what differs from day to day.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from ui.keys import Key

_PROJECT = Path(__file__).parents[2]
_CASE = re.compile(r"^(?:- )?\*[^*]+\*", re.MULTILINE)
_GUIDES = (
    "cashier",
    "supervisor",
    "clerk",
    "administrator",
    "kiosk",
    "printers",
    "cash",
    "tenders",
)
_SEEN = {"You see", "You read", "Then you see", "Row", "Choose", "Left out because", "It says"}
_DESCRIBED = {
    # What is seen without a word, or on paper.
    "F11 is not there", "The green screen", "Still red after two minutes",
    # The database server's own words.
    "Access denied for user 'cashier_dba'@'localhost' (and the password is right)",
}  # fmt: skip
_BLOCK = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\n][^*]*?)\*(?![\w*])")
_RULER = re.compile(r"\|[-| :]+$")
_CAP = re.compile(r"\*\*(F\d+|Enter|Esc|Tab|Space|Del|PgUp|PgDn|Backspace)\*\*")
_PART = re.compile(r", or: |, (?=[A-Z*])|\*|`|\([^)]*\)")
_OPEN_PART = re.compile(r"…|\b\d[\d.,]*\b")
_SENTENCE = re.compile(r"(?<=[.?!:])\s+")

guides = pytest.mark.parametrize("guide", _GUIDES)


def _text(guide: str) -> str:
    text = (_PROJECT / "docs" / f"{guide}.md").read_text("utf-8")
    return _LINK.sub(r"\1", _PICTURE.sub("", _BLOCK.sub("", text)))


def _words(node: ast.AST) -> str:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return ""
    return re.sub(r"\{[^}]*\}", "\0", node.value.replace("\n", " "))


@cache
def _words_of_the_program() -> str:
    """Every text in the program's sources, one a line; a placeholder is a blank character."""
    found = set()
    for folder in ("ui", "receipts", "cashier_app"):
        for file in (_PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    found.add("\0".join(map(_words, node.values)))
                found.add(_words(node))
    return "\n".join(sorted(found)).casefold()


def _is_said(caption: str) -> bool:
    """Each sentence of it stands in one text, in order and with anything where it is open."""
    for sentence in _SENTENCE.split(" ".join(caption.split())):
        pieces = [piece.strip(" .,:;") for piece in _OPEN_PART.split(sentence)]
        fixed = ".*".join(re.escape(piece.casefold()) for piece in pieces if piece)
        if not re.search(fixed, _words_of_the_program()):
            return False
    return True


def _first_cells(text: str) -> Iterator[str]:
    head = ""
    for line, following in pairwise([*text.splitlines(), ""]):
        if not line.startswith("|"):
            continue
        cell = line.strip("|").split("|")[0].strip()
        if _RULER.match(following):
            head = cell
        elif not _RULER.match(line) and head in _SEEN:
            yield cell


def _captions(guide: str) -> Iterator[str]:
    text = _text(guide)
    without_bold = re.sub(r"\*\*[^*]+?\*\*", "", text)
    if guide == "administrator":
        without_bold = _CASE.sub("", without_bold)
    yield from _ITALIC.findall(without_bold)
    yield from _first_cells(text)


@guides
def test_what_a_guide_says_that_a_screen_says(guide: str) -> None:
    wrong = [
        caption
        for caption in _captions(guide)
        if caption not in _DESCRIBED
        for part in _PART.split(caption)
        if not _is_said(part)
    ]
    assert wrong == []


@guides
def test_keys_that_a_guide_names_are_keys_of_the_program(guide: str) -> None:
    known = {key.value for key in Key} | {"Tab"}  # Qt's own: the next field
    assert set(_CAP.findall(_text(guide))) <= known
