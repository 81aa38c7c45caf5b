"""The letters of receipts, drawn while nobody waits for paper.

A letter that comes for the first time costs as much as a tenth of a paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits

from receipts.document import BODY, HEAD, NOTE, ROW, TOTAL

_WORDS = f" {ascii_letters}{digits},.-:/"
_FIGURES = f"{digits},.-"
_BY_STYLE = (
    (ROW, _FIGURES),
    (TOTAL, _FIGURES),
    (HEAD, _WORDS),
    (BODY, _WORDS),
    (NOTE, _WORDS),
    (ROW, _WORDS),
)
"""What most receipts have first; 1,200 drawings in all, 2 MB."""


def letters_ahead(width: int) -> Iterator[str]:
    """Each letter of receipts of `width` dots as it is drawn; the next one by asking for it.

    What draws is loaded with the first. Other letters, sizes and scripts are drawn as they come.
    """
    from receipts.raster import draw_letter

    for style, letters in _BY_STYLE:
        for char in letters:
            draw_letter(char, style, width)
            yield char
