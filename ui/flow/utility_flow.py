"""The utility: its row, its settings, its banknotes and coins; one value changed at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.utility import Denomination
from cashier_app.domain.utility_settings import FIELDS, Setting, UtilityFacts, field_text
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.models.people_words import field_words, setting_words
from ui.models.typed import number_in
from ui.screens.utility import UtilityScreen, Value, ValueScreen
from ui.tasks import Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent

_FIXED_WITH_CURRENCY = frozenset({"currency_code", "currency_decimals"})
_NOTES, _COINS = "notes", "coins"


class UtilityFlow(ActivityFlow):
    """List, one value, list again."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._facts: UtilityFacts | None = None
        self._value = Value("", "", "", "")
        self._told: BannerContent | None = None
        self._list, self._change = UtilityScreen(), ValueScreen()
        for screen in (self._list, self._change):
            counter.navigator.add(screen)
        self._list.left.connect(self.left)
        self._list.value_asked.connect(self._on_value_asked)
        self._change.left.connect(self._show_list)
        self._change.given.connect(self._on_given)

    def start(self) -> None:
        self._told = None
        self._list.begin(self._header)
        self._show_list()
        self._refresh()

    def stop(self) -> None:
        self._facts = None
        self._change.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _show_list(self) -> None:
        self.counter.navigator.show("utility")

    def _refresh(self) -> None:
        operation = Operation(self.counter.program.utility.facts, latest="utility", name="utility")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_not_read)

    def _on_read(self, facts: UtilityFacts) -> None:
        self._facts = facts
        self._list.show_values(values(facts), self._told)
        self._told = None
        self._leave_stored()

    def _on_not_read(self, error: CashierError) -> bool:
        self._list.tell(message_for(error).banner)
        self._leave_stored()
        return True

    def _leave_stored(self) -> None:
        """From a value that waits for the reading after it; not from one that is being typed."""
        if self.counter.navigator.current == "utility_value" and self._change.is_waiting:
            self._show_list()

    def _on_value_asked(self, value: Value) -> None:
        self._value = value
        self._change.begin(value, self._header)
        self.counter.navigator.show("utility_value")

    def _on_given(self, text: str) -> None:
        facts = self._facts
        if facts is None:
            return
        try:
            work = self._work(facts, text)
        except Refused as error:
            self._change.show_failure(error)
            return
        self._change.wait(self.tr("Asking the server"))
        operation = Operation(work, name="utility")
        self.counter.tasks.run(
            operation, self, self._on_stored, on_failure=self._on_refused, on_bug=self._change.go_on
        )

    def _work(self, facts: UtilityFacts, text: str) -> Callable[[], None]:
        """The change; raises Refused for what can be told without asking."""
        service, value = self.counter.program.utility, self._value
        if value.name in {_NOTES, _COINS}:
            denominations = with_pieces(facts.denominations, text, note=value.name == _NOTES)
            return lambda: service.change_denominations(denominations)
        if value.name in FIELDS:
            return lambda: service.change({value.name: text})
        setting = next(found for found in facts.settings if found.name == value.name)
        if not setting.accepts(text):
            raise Refused("bad_setting", {"setting": value.label})
        return lambda: service.change_settings({value.name: text})

    def _on_stored(self, _nothing: None) -> None:
        words = self.tr("{what} is changed.").format(what=self._value.label)
        self._told = BannerContent(Gravity.LOOK, words, icon="check")
        self._refresh()

    def _on_refused(self, error: CashierError) -> bool:
        if error.code == "bad_utility":
            error = Refused(error.code, {"field": self._value.label})
        self._change.show_failure(error)
        return True


def values(facts: UtilityFacts) -> tuple[Value, ...]:
    """Everything that can be changed, with what it may be."""
    translate = QCoreApplication.translate
    found = []
    if facts.utility is not None:
        for field in FIELDS:
            fixed = (field in _FIXED_WITH_CURRENCY and facts.currency_is_fixed) or (
                field == "time_zone" and facts.zone_is_fixed
            )
            text = field_text(facts.utility, field)
            found.append(Value(field, *field_words(field), text, fixed=fixed))
    spaces = translate("Utility", "With spaces between")
    for name, note in ((_NOTES, True), (_COINS, False)):
        pieces = (d.value for d in facts.denominations if d.note is note)
        text = " ".join(f"{value.normalize():f}" for value in pieces)
        found.append(Value(name, *field_words(name), text, spaces))
    for setting in facts.settings:
        if setting.kind == "keys":
            continue  # has a screen of its own
        words = setting_words(setting.name)
        found.append(Value(setting.name, *words, _plain(setting), _allowed(setting)))
    return tuple(found)


def with_pieces(
    known: tuple[Denomination, ...], text: str, *, note: bool
) -> tuple[Denomination, ...]:
    """`known` with the notes (or coins) of `text` in place of its own.

    Raises Refused("bad_denomination") for what is no amount above zero.
    """
    pieces = set()
    for word in text.split():
        value = number_in(word)
        if value is None or value <= 0:
            raise Refused("bad_denomination")
        pieces.add(value)
    others = [found for found in known if found.note is not note]
    return (*others, *(Denomination(value, note) for value in sorted(pieces, reverse=True)))


def _plain(setting: Setting) -> str:
    """An amount without zeros that say nothing."""
    if setting.kind in {"text", "day"}:
        return setting.value
    return f"{Decimal(setting.value).normalize():f}"


def _allowed(setting: Setting) -> str:
    translate = QCoreApplication.translate
    least, most = (f"{bound.normalize():f}" for bound in (setting.least, setting.most))
    if setting.kind == "text":
        return translate("Settings", "Up to {most} characters").format(most=most)
    if setting.kind == "day":
        return translate("Settings", "A date such as 2026-04-01, or empty")
    return translate("Settings", "{least} to {most}").format(least=least, most=most)
