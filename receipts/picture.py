"""What a receipt printer would put on paper for a stream of bytes: a picture.

An interpreter of its own: it shares no code with the writer of the bytes, knows
exactly the commands a cashier's counter may send and fails on any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from receipts.typefaces import FAMILIES, font_file

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 12, 24, 30
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
_CODECS = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    33: "cp775",
    34: "cp855",
    37: "cp869",
    38: "cp861",
    39: "iso8859_2",
    40: "iso8859_15",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    51: "cp1257",
    52: "cp1258",
    53: "kz1048",
}


class NotOurCommand(ValueError):
    """The bytes hold something that no paper of ours needs."""


@dataclass(slots=True)
class Paper:
    """What came out: a 1-bit picture (1 is ink), its text, and what else was done."""

    image: Image.Image
    text: str = ""
    cuts: int = 0
    kicks: list[int] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)

    def png_image(self) -> Image.Image:
        """Black on white, for people."""
        return self.image.convert("L").point([255 - level for level in range(256)])


def printed(data: bytes, width: int = 576) -> Paper:
    """The paper for `data`; raises NotOurCommand with the place of the first strange byte."""
    return _Printer(data, width).run()


class _Printer:
    def __init__(self, data: bytes, width: int) -> None:
        self._data = data
        self._at = 0
        self._width = width
        self._strips: list[Image.Image] = []
        self._line: list[tuple[str, int, bool]] = []
        self._reset()
        self._paper = Paper(Image.new("1", (width, 1)))
        self._commands: dict[bytes, Callable[[], None]] = {
            b"\x1b@": self._reset,
            b"\x1bE": self._bold,
            b"\x1bt": self._code_page,
            b"\x1bp": self._kick,
            b"\x1d!": self._size,
            b"\x1dv": self._raster,
            b"\x1dV": self._cut,
            b"\x1dr": self._ask_paper,
            b"\x10\x04": self._ask_status,
        }

    def run(self) -> Paper:
        while self._at < len(self._data):
            self._step()
        if self._line:
            raise NotOurCommand("a line without its end")
        height = sum(strip.height for strip in self._strips)
        self._paper.image = Image.new("1", (self._width, max(height, 1)))
        y = 0
        for strip in self._strips:
            self._paper.image.paste(strip, (0, y))
            y += strip.height
        return self._paper

    def _step(self) -> None:
        first = self._data[self._at]
        if first == 0x0A:
            self._at += 1
            self._feed()
        elif first >= 0x20 and first != 0x7F:
            self._at += 1
            char = bytes([first]).decode(self._codec)
            self._line.append((char, self._scale, self._is_bold))
        else:
            self._command()

    def _command(self) -> None:
        start = self._data[self._at : self._at + 2]
        action = self._commands.get(start)
        if action is None:
            raise NotOurCommand(f"{start.hex(' ')} at byte {self._at}")
        self._at += 2
        action()

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise NotOurCommand(f"the bytes end inside a command at {self._at}")
        self._at += count
        return taken

    def _one_of(self, allowed: bytes) -> int:
        value = self._take(1)[0]
        if value not in allowed:
            raise NotOurCommand(f"operand {value} at byte {self._at - 1}")
        return value

    def _reset(self) -> None:
        self._codec = _CODECS[0]
        self._scale = 0
        self._is_bold = False

    def _bold(self) -> None:
        self._is_bold = bool(self._one_of(b"\x00\x01"))

    def _code_page(self) -> None:
        self._codec = _CODECS[self._one_of(bytes(_CODECS))]

    def _size(self) -> None:
        self._scale = self._one_of(b"\x00\x01\x11")

    def _kick(self) -> None:
        self._paper.kicks.append(2 if self._one_of(b"\x00\x01") == 0 else 5)
        self._take(2)

    def _ask_paper(self) -> None:
        self._one_of(b"\x01")
        self._paper.asked.append(b"\x1dr\x01")

    def _ask_status(self) -> None:
        self._paper.asked.append(b"\x10\x04" + bytes([self._one_of(b"\x01\x02\x03\x04")]))

    def _cut(self) -> None:
        self._one_of(b"B")
        self._one_of(b"\x00")
        if self._line:
            raise NotOurCommand("a cut through a line")
        self._paper.cuts += 1

    def _raster(self) -> None:
        self._one_of(b"0")
        self._one_of(b"\x00")
        row = int.from_bytes(self._take(2), "little")
        height = int.from_bytes(self._take(2), "little")
        if row * 8 != self._width or not height or self._line:
            raise NotOurCommand(f"a picture of {row * 8} by {height} dots at byte {self._at}")
        dots = self._take(row * height)
        hidden = _REAL_TIME.search(dots)
        if hidden:
            raise NotOurCommand(f"a real-time command inside a picture: {hidden[0].hex(' ')}")
        self._strips.append(Image.frombytes("1", (self._width, height), dots))

    def _feed(self) -> None:
        self._paper.text += "".join(char for char, _, _ in self._line).rstrip() + "\n"
        tall = any(scale & 0x0F for _, scale, _ in self._line)
        strip = Image.new("1", (self._width, LINE_HEIGHT + (CELL_HEIGHT if tall else 0)))
        x = 0
        for char, scale, bold in self._line:
            cell = _cell(char, scale, bold)
            if x + cell.width > self._width:
                raise NotOurCommand("a line wider than the paper")
            strip.paste(cell, (x, strip.height - cell.height - 3))
            x += cell.width
        self._strips.append(strip)
        self._line = []


@lru_cache(maxsize=1024)
def _cell(char: str, scale: int, bold: bool) -> Image.Image:
    """A character in its fixed cell, as font A would look."""
    grey = Image.new("L", (CELL_WIDTH, CELL_HEIGHT))
    pen = ImageDraw.Draw(grey)
    font = _font(800 if bold else 500)
    pen.text((CELL_WIDTH / 2, CELL_HEIGHT - 6), char, fill=255, font=font, anchor="ms")
    dots = grey.point([255 if level > 110 else 0 for level in range(256)]).convert("1")
    size = (CELL_WIDTH * (1 + (scale >> 4)), CELL_HEIGHT * (1 + (scale & 0x0F)))
    return dots.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=2)
def _font(weight: int) -> ImageFont.FreeTypeFont:
    layout = ImageFont.Layout.BASIC
    font = ImageFont.truetype(str(font_file(FAMILIES[1])), 20, layout_engine=layout)
    font.set_variation_by_axes([weight, 75])
    return font
