"""The order of letters, against another implementation of the same rules."""

from __future__ import annotations

from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from receipts.bidi import levels, spans

_LETTERS = (
    "abcAB12345 .,-+/()[]:%$\u20ac#\u05d0\u05d1\u05d2\u062f\u0633\u0645\u0661\u0662\u0663"
    "\u05bf\u064b\u0915\u094d\u0448\u4e2d\u0301!?"
)


def shown(text: str) -> str:
    """Characters from left to right."""
    parts = (text[span.start : span.end] for span in spans(text))
    return "".join(
        part[::-1] if span.is_leftward else part
        for span, part in zip(spans(text), parts, strict=True)
    )


@settings(max_examples=1500, deadline=None)
@given(st.text(st.sampled_from(_LETTERS), max_size=18))
def test_every_line_stands_as_the_other_implementation_has_it(text: str) -> None:
    assert shown(text) == get_display(text)


def test_a_house_number_in_an_arabic_address_keeps_its_digits_in_order() -> None:
    assert shown("\u0634\u0642\u0629 (45)") == ")45( \u0629\u0642\u0634"


def test_latin_text_has_one_level() -> None:
    assert set(levels("Canal Road 14, \u0448")) == {0}
    assert spans("") == ()
