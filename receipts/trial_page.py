"""The page that shows what a printer can do: its width, letters of both kinds, a code, the cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from receipts.document import (
    BODY,
    HEAD,
    NOTE,
    TITLE,
    TOTAL,
    Align,
    Code,
    Document,
    Element,
    Pair,
    Rule,
    Space,
    Text,
)
from receipts.shaping import SCRIPTS, unknown_scripts

if TYPE_CHECKING:
    from receipts.printers import PrinterSettings

CODE = "CASHIER TEST PAGE"
_OF_CODE_PAGES = (
    "\u00c4\u00e9\u00f1\u00df \u00a3 \u20ac",
    "\u010c\u0159\u017e \u0395\u03bb\u03bb \u0416\u0434\u0438",
    "\u20b9 \u20a6 \u20b1",
)


@dataclass(frozen=True, slots=True)
class TrialWords:
    """Who prints it where, and when; `where` names the printer."""

    counter: str
    where: str
    when: str


def trial_document(words: TrialWords, settings: PrinterSettings) -> Document:
    """The page for a printer as `settings` has it."""
    return Document("test-page", tuple(_elements(words, settings)))


def _elements(words: TrialWords, settings: PrinterSettings) -> Iterator[Element]:
    yield Text("TEST PAGE", TITLE, Align.CENTRE)
    yield Text("No receipt: no money was taken.", BODY, Align.CENTRE)
    yield Rule()
    yield Pair(words.counter, words.when, BODY, right_yields=True)
    yield Text(words.where, BODY)
    yield Pair("Width", f"{settings.width_dots} dots, {settings.width_dots // 8} mm", BODY)
    yield Pair("Letters", str(settings.mode), BODY)
    yield Rule(dashed=True)
    yield Text("Both ends of these lines must be whole:", NOTE)
    yield Pair("|<", ">|", HEAD)
    yield Pair("Total", "1,234,567.89", TOTAL)
    yield Rule(dashed=True)
    yield Text("Of the code pages, or drawn:", NOTE)
    for letters in _OF_CODE_PAGES:
        yield Text(letters, BODY)
    yield Text("Always drawn:", NOTE)
    for script, letters in SCRIPTS.items():
        if script != "Cyrillic":
            missing = unknown_scripts([letters])
            yield Pair(script, "no font here" if missing else letters, BODY)
    yield Rule(dashed=True)
    yield Code(CODE)
    yield Text("Scan it. Below this line the paper is cut.", NOTE, Align.CENTRE)
    yield Space(16)
