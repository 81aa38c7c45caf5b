"""Reads commands, settings and statements of a guide in docs/: a test follows its words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

_PROJECT = Path(__file__).parents[2]
_HEADING = re.compile(r"^## (\d+)\. ", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Guide:
    """One guide with numbered sections; `names` puts this test's hosts and files into its text."""

    def __init__(self, file: str, names: Mapping[str, str]) -> None:
        text = (_PROJECT / "docs" / file).read_text("utf-8")
        parts = _HEADING.split(text)
        self._sections = dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))
        self._names = names

    def blocks(self, section: int, language: str) -> list[str]:
        """The fenced blocks of one language in a section. Fails when there is none."""
        found = [
            self._named(b) for lang, b in _BLOCK.findall(self._text(section)) if lang == language
        ]
        assert found, f"section {section} has no {language}"
        return found

    def commands(self, section: int) -> list[list[str]]:
        """Every line of `cashier …` in a section, in order, as arguments."""
        lines = "".join(self.blocks(section, "sh")).replace("\\\n", "").splitlines()
        words = [shlex.split(line) for line in lines]
        return [line[1:] for line in words if line[:1] == ["cashier"]]

    def statements(self, section: int) -> list[str]:
        """Every SQL statement of a section."""
        text = "".join(self.blocks(section, "sql"))
        return [found.strip() for found in text.split(";\n") if found.strip()]

    def _text(self, section: int) -> str:
        return self._sections[section]

    def _named(self, text: str) -> str:
        for written, ours in self._names.items():
            text = text.replace(written, ours)
        return text
