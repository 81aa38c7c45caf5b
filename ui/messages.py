"""The one module that turns failures into sentences and shows them.

Every sentence says what happened, where the money stands, and what to do next. It is
made from the error's code and facts, never from a driver's text.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from cashier_app.domain.errors import (
    Busy,
    CashierError,
    ConfirmationNeeded,
    OutcomeUnknown,
    SignInFailed,
    Unavailable,
)
from ui import message_texts as texts
from ui.key_map import keyed
from ui.texts.marks import Pair
from ui.widgets.banner import BannerContent, Gravity

_REFERENCE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Message:
    """`lead` says what happened; `text` where the money stands and what to do."""

    gravity: Gravity
    lead: str
    text: str
    reference: str = ""

    @property
    def banner(self) -> BannerContent:
        """The message as a banner."""
        return BannerContent(self.gravity, self.lead, self.text, reference=self.reference)

    @property
    def sentence(self) -> str:
        """The message in one line, to show inside a screen."""
        return f"{self.lead} {self.text}".strip()


class _Facts(dict[str, str]):
    """Facts for `format_map`: one that is missing reads as a dash."""

    def __missing__(self, _key: str) -> str:
        return "–"


def message_for(error: CashierError) -> Message:
    """The sentence for an expected failure."""
    facts = _Facts(error.facts, code=error.code)
    if isinstance(error, OutcomeUnknown):
        reference = error.request_id.hex[-_REFERENCE_LENGTH:]
        return _message(texts.UNKNOWN, facts, Gravity.STOP, _reference(reference))
    if isinstance(error, Unavailable):
        pair = texts.UNAVAILABLE_BY_CODE.get(error.code, texts.UNAVAILABLE)
        return _message(pair, facts, Gravity.STOP)
    return _message(_pair_for(error), facts, Gravity.LOOK)


def message_for_bug(report_id: str, file: str = "") -> Message:
    """The sentence for an error nobody expected, with the id that stands in the log.

    `file` is where more of it is kept.
    """
    pair = texts.BUG_KEPT if file else texts.BUG
    return _message(pair, _Facts(file=file), Gravity.LOOK, _reference(report_id))


def ask(parent: QWidget, question: str, text: str, answer: str) -> bool:
    """Ask once in a dialog; `answer` is the verb on the button that goes on. GUI thread only."""
    box = QMessageBox(parent)
    box.setObjectName("confirmation")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(text)
    go_on = box.addButton(answer, QMessageBox.ButtonRole.AcceptRole)
    back = box.addButton(
        QCoreApplication.translate("Messages", "Back"), QMessageBox.ButtonRole.RejectRole
    )
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    box.exec()
    return box.clickedButton() is go_on


def _pair_for(error: CashierError) -> Pair:
    if isinstance(error, SignInFailed):
        return texts.SIGN_IN.get(error.code, texts.SIGN_IN_OTHERWISE)
    if isinstance(error, Busy):
        return texts.BUSY
    if isinstance(error, ConfirmationNeeded):
        return texts.REFUSED.get(error.code, texts.CONFIRM)
    return texts.REFUSED.get(error.code, texts.REFUSED_OTHERWISE)


def _message(pair: Pair, facts: _Facts, gravity: Gravity, reference: str = "") -> Message:
    lead, text = (
        keyed(QCoreApplication.translate("Messages", part)).format_map(facts) if part else ""
        for part in pair
    )
    return Message(gravity, lead, text, reference)


def _reference(characters: str) -> str:
    return QCoreApplication.translate("Messages", "Ref {reference}").format(reference=characters)
