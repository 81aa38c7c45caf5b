"""Letters that are more than one glyph a character: joined, stacked, or read to the left.

HarfBuzz comes as a package with a pinned version, so that a paper looks the same on every
computer. Runs that need nothing of it are left to the caller, who draws them as ever.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from receipts.bidi import Span, spans
from receipts.typefaces import FaceFile, face_files, first_faces

if TYPE_CHECKING:
    import uharfbuzz as hb

# Blocks whose letters change with their neighbours: Hebrew to Tibetan, Myanmar, Hangul's
# parts, Ethiopic to Mongolian, their extensions, and the presentation forms of Arabic.
_SHAPED_BLOCKS = (
    (0x0590, 0x109F),
    (0x1100, 0x11FF),
    (0x1200, 0x1CCF),
    (0xA800, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x10800, 0x11FFF),
    (0x1E800, 0x1EFFF),
)
SCRIPTS = {
    "Arabic": "\u0627\u0679\u06be",
    "Bengali": "\u0995\u09cd\u09b7",
    "Chinese": "\u738b\u6c49",
    "Cyrillic": "\u0416",
    "Devanagari": "\u0915\u094d\u0937",
    "Gujarati": "\u0a95",
    "Hebrew": "\u05d0",
    "Japanese": "\u3042\u30a2",
    "Korean": "\uae40",
    "Tamil": "\u0ba4",
    "Telugu": "\u0c24",
    "Thai": "\u0e2a\u0e35",
}
"""Some letters of each script that a counter's computer is looked over for."""

_SAID_OTHERWISE = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
_BOLD = 600
_JOINERS = "\u200c\u200d"
_BOLD_BY_OUTLINE = {600: 0.018, 700: 0.032, 800: 0.045}
"""What a face without weights of its own is widened by, in parts of the size."""


class Run(NamedTuple):
    """Part of a line. Without a `face` it is plain: one glyph a character, left to right."""

    text: str
    face: FaceFile | None = None
    is_leftward: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph; where it stands from the run's left, in parts of the size, up is positive."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Shaped:
    """A run as glyphs, and its width in parts of the size."""

    glyphs: tuple[Glyph, ...]
    width: float


@lru_cache(maxsize=4096)
def runs(text: str) -> tuple[Run, ...]:
    """The runs of one line, from left to right."""
    if text.isascii():
        return (Run(text),) if text else ()
    found: list[Run] = []
    for span in spans(text):
        found.extend(_runs_of(text, span))
    return tuple(found)


@lru_cache(maxsize=2048)
def shaped(run: Run, weight: int) -> Shaped:
    """The glyphs of a run that has a face."""
    import uharfbuzz as hb

    font = font_of(run.face or face_files()[0], weight)
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.is_leftward else "ltr"
    hb.shape(font, buffer)
    em = font.face.upem
    glyphs, x = [], 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        place = ((x + position.x_offset) / em, position.y_offset / em)
        glyphs.append(Glyph(info.codepoint, *place))
        x += position.x_advance
    return Shaped(tuple(glyphs), x / em)


@lru_cache(maxsize=64)
def font_of(face: FaceFile, weight: int) -> hb.Font:
    """HarfBuzz' font at a weight, in the face's own units."""
    import uharfbuzz as hb

    chosen = _at_weight(face, weight)
    opened = _face(chosen)
    font = hb.Font(opened)
    if any(axis.tag == "wght" for axis in opened.axis_infos):
        font.set_variations({"wght": weight})
    elif chosen == face:
        wider = _BOLD_BY_OUTLINE.get(weight, 0)
        font.synthetic_bold = (wider, wider, True)
    return font


def _at_weight(face: FaceFile, weight: int) -> FaceFile:
    """The bold file beside a regular one of the system's."""
    bold = face.path.with_name(face.path.name.replace("-Regular.", "-Bold."))
    return FaceFile(bold, face.index) if weight >= _BOLD and bold.is_file() else face


@lru_cache(maxsize=512)
def unknown_script(char: str) -> str:
    """The script of a character that no face has, as Unicode names it; "" for a known one."""
    if char.isascii() or char in _JOINERS or _face_of(char) is not None:
        return ""
    words = unicodedata.name(char, "UNKNOWN").split(" ")
    name = words[0].split("-")[0]
    return _SAID_OTHERWISE.get(name, name.capitalize())


@lru_cache(maxsize=2048)
def is_plain(text: str) -> bool:
    """True when a line needs no more height than Latin letters do."""
    return all(run.face is None for run in runs(text))


def unknown_scripts(texts: Iterable[str]) -> tuple[str, ...]:
    """The scripts in `texts` that would come out as replacement marks."""
    found = {unknown_script(char) for text in texts if not text.isascii() for char in text}
    return tuple(sorted(found - {""}))


def _runs_of(text: str, span: Span) -> Iterator[Run]:
    """The runs of one direction, from left to right: one face each."""
    part = text[span.start : span.end]
    faces = _faces(part, is_leftward=span.is_leftward)
    found: list[Run] = []
    start = 0
    for at in range(1, len(part) + 1):
        if at == len(part) or faces[at] != faces[start]:
            run = Run(part[start:at], faces[start], span.is_leftward)
            found.append(run if run.face else Run(part[start:at]))
            start = at
    yield from reversed(found) if span.is_leftward else found


def _faces(text: str, *, is_leftward: bool) -> list[FaceFile | None]:
    faces: list[FaceFile | None] = []
    for at, char in enumerate(text):
        if at and _clings(char):
            _cling(text, faces, char)
        elif not is_leftward and not _is_shaped(char):
            faces.append(None)
        elif at and is_leftward and faces[-1] is not None and _has(faces[-1], char):
            faces.append(faces[-1])
        else:
            faces.append(_face_of(char))
    return faces


def _cling(text: str, faces: list[FaceFile | None], char: str) -> None:
    """A mark is drawn by the face of its letter, which may have to be another one for it."""
    own = faces[-1]
    if own is not None:
        faces.append(own)
        return
    base = text[len(faces) - 1]
    both = next((face for face in face_files() if _has(face, base) and _has(face, char)), None)
    faces[-1] = both
    faces.append(both)


def _clings(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in {"Mn", "Mc", "Me"}


@lru_cache(maxsize=4096)
def _is_shaped(char: str) -> bool:
    number = ord(char)
    if any(first <= number <= last for first, last in _SHAPED_BLOCKS):
        return True
    return not char.isascii() and not any(_has(face, char) for face in first_faces())


@lru_cache(maxsize=4096)
def _face_of(char: str) -> FaceFile | None:
    for face in first_faces():
        if _has(face, char):
            return face
    return next((face for face in face_files() if _has(face, char)), None)


def _has(face: FaceFile, char: str) -> bool:
    return char in _JOINERS or _font_as_is(face).get_nominal_glyph(ord(char)) is not None


@lru_cache(maxsize=512)
def _font_as_is(face: FaceFile) -> hb.Font:
    import uharfbuzz as hb

    return hb.Font(_face(face))


@lru_cache(maxsize=512)
def _face(face: FaceFile) -> hb.Face:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)
