"""How a sentence for an error is written down."""

from __future__ import annotations

Pair = tuple[str, str]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """`text` unchanged; marks it for the translators."""
    return text
