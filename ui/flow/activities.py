"""What else a person can do here: each activity is a flow of its own behind a right.

A new one is a line in ACTIVITIES and a flow; home and the shift's screen list it by themselves.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ui.flow.counter import Counter
from ui.widgets.actions import Action


def flow_modules() -> Iterator[str]:
    """The name of every flow's module."""
    import ui.flow

    return (module.name for module in pkgutil.iter_modules(ui.flow.__path__, "ui.flow."))


class ActivityFlow(QObject):
    """From its first screen to `left`. Made when it is first asked for, kept until the end."""

    left = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.navigator)
        self.counter = counter

    def start(self) -> None:
        """Show the first screen, as if for the first time."""
        raise NotImplementedError

    def stop(self) -> None:
        """Somebody signs out: nothing that was shown or typed stays."""


@dataclass(frozen=True, slots=True)
class Activity:
    """`label` and `detail` give translated words; `make` imports what it needs itself.

    With `at_shift` it stands on the screen of one's own open shift, else at home.
    """

    name: str
    icon: str
    right: str
    label: Callable[[], str]
    detail: Callable[[], str]
    make: Callable[[Counter], ActivityFlow]
    at_shift: bool = False
    or_right: str = ""
    """With this one, too."""


def _correct(counter: Counter) -> ActivityFlow:
    from ui.flow.correct_flow import CorrectFlow

    return CorrectFlow(counter)


def _keys(counter: Counter) -> ActivityFlow:
    from ui.flow.keys_flow import KeysFlow

    return KeysFlow(counter)


def _tried(counter: Counter) -> ActivityFlow:
    from ui.flow.tried_flow import TriedFlow

    return TriedFlow(counter)


def _day(counter: Counter) -> ActivityFlow:
    from ui.flow.day_flow import DayFlow

    return DayFlow(counter)


def _safe(counter: Counter) -> ActivityFlow:
    from ui.flow.safe_flow import SafeFlow

    return SafeFlow(counter)


def _drawer(counter: Counter) -> ActivityFlow:
    from ui.flow.drawer_flow import DrawerFlow

    return DrawerFlow(counter)


def _refund(counter: Counter) -> ActivityFlow:
    from ui.flow.refund_flow import RefundFlow

    return RefundFlow(counter)


def _approvals(counter: Counter) -> ActivityFlow:
    from ui.flow.waiting_flow import WaitingFlow

    return WaitingFlow(counter, "approvals")


def _waiting(counter: Counter) -> ActivityFlow:
    from ui.flow.waiting_flow import WaitingFlow

    return WaitingFlow(counter)


def _people(counter: Counter) -> ActivityFlow:
    from ui.flow.people_flow import PeopleFlow

    return PeopleFlow(counter)


def _counters(counter: Counter) -> ActivityFlow:
    from ui.flow.counters_flow import CountersFlow

    return CountersFlow(counter)


def _utility(counter: Counter) -> ActivityFlow:
    from ui.flow.utility_flow import UtilityFlow

    return UtilityFlow(counter)


def _printers(counter: Counter) -> ActivityFlow:
    from ui.flow.printers_flow import PrintersFlow

    return PrintersFlow(counter)


def _receipt_design(counter: Counter) -> ActivityFlow:
    from ui.flow.receipt_design_flow import ReceiptDesignFlow

    return ReceiptDesignFlow(counter)


def _check_code(counter: Counter) -> ActivityFlow:
    from ui.flow.check_code_flow import CheckCodeFlow

    return CheckCodeFlow(counter, "check")


def _check_code_at_shift(counter: Counter) -> ActivityFlow:
    from ui.flow.check_code_flow import CheckCodeFlow

    return CheckCodeFlow(counter, "check_at_shift")


def _tariffs(counter: Counter) -> ActivityFlow:
    from ui.flow.tariffs_flow import TariffsFlow

    return TariffsFlow(counter)


def _customers(counter: Counter) -> ActivityFlow:
    from ui.flow.customers_flow import CustomersFlow

    return CustomersFlow(counter)


def _readings(counter: Counter) -> ActivityFlow:
    from ui.flow.readings_flow import ReadingsFlow

    return ReadingsFlow(counter)


def _import(counter: Counter) -> ActivityFlow:
    from ui.flow.import_flow import ImportFlow

    return ImportFlow(counter)


def _bill_office(counter: Counter) -> ActivityFlow:
    from ui.flow.bill_office_flow import BillOfficeFlow

    return BillOfficeFlow(counter)


def _bill_runs(counter: Counter) -> ActivityFlow:
    from ui.flow.bill_runs_flow import BillRunsFlow

    return BillRunsFlow(counter)


def _disconnections(counter: Counter) -> ActivityFlow:
    from ui.flow.disconnections_flow import DisconnectionsFlow

    return DisconnectionsFlow(counter)


def _cheques(counter: Counter) -> ActivityFlow:
    from ui.flow.cheques_flow import ChequesFlow

    return ChequesFlow(counter)


def _bulk(counter: Counter) -> ActivityFlow:
    from ui.flow.bulk_flow import BulkFlow

    return BulkFlow(counter)


def _reports(counter: Counter) -> ActivityFlow:
    from ui.flow.reports_flow import ReportsFlow

    return ReportsFlow(counter)


def _month_end(counter: Counter) -> ActivityFlow:
    from ui.flow.month_end_flow import MonthEndFlow

    return MonthEndFlow(counter)


def _books(counter: Counter) -> ActivityFlow:
    from ui.flow.books_flow import BooksFlow

    return BooksFlow(counter)


def _bank_files(counter: Counter) -> ActivityFlow:
    from ui.flow.payment_file_flow import PaymentFileFlow

    return PaymentFileFlow(counter)


def _paper(counter: Counter) -> ActivityFlow:
    from ui.flow.paper_flow import PaperFlow

    return PaperFlow(counter)


_translate = QCoreApplication.translate

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        "drawer", "cash", "move_cash",
        lambda: _translate("Activities", "Cash besides payments"),
        lambda: _translate("Activities", "To the safe, in, out, change, hand over, X"),
        _drawer, at_shift=True,
    ),
    Activity(
        "correct", "undo", "reverse_payment",
        lambda: _translate("Activities", "Correct a receipt"),
        lambda: _translate("Activities", "Reverse, move, or another way of paying"),
        _correct, at_shift=True,
    ),
    Activity(
        "tried", "clock", "take_payment",
        lambda: _translate("Activities", "Came to pay, and could not"),
        lambda: _translate("Activities", "A slip: no late charge for some days"),
        _tried, at_shift=True,
    ),
    Activity(
        "bulk", "basket", "take_payment",
        lambda: _translate("Activities", "Pay a customer's list"),
        lambda: _translate("Activities", "Accounts from a file, one cheque for all"),
        _bulk, at_shift=True,
    ),
    Activity(
        "refund", "cash", "refund_credit",
        lambda: _translate("Activities", "Pay credit out"),
        lambda: _translate("Activities", "In cash, to whose credit it is"),
        _refund, at_shift=True,
    ),
    Activity(
        "waiting", "clock", "reverse_payment",
        lambda: _translate("Activities", "Waiting for approval"),
        lambda: _translate("Activities", "What you asked for, what became of it"),
        _waiting, at_shift=True,
    ),
    Activity(
        "day", "check", "see_day",
        lambda: _translate("Activities", "The day"),
        lambda: _translate("Activities", "Does it tie out? Counters, what waits"),
        _day,
    ),
    Activity(
        "safe", "lock", "keep_safe",
        lambda: _translate("Activities", "The safe"),
        lambda: _translate("Activities", "Its ledger, count it, take cash to the bank"),
        _safe,
    ),
    Activity(
        "approvals", "check", "approve",
        lambda: _translate("Activities", "Approvals"),
        lambda: _translate("Activities", "What others asked for: yes or no"),
        _approvals,
    ),
    Activity(
        "cheques", "cheque", "cheques",
        lambda: _translate("Activities", "Cheques"),
        lambda: _translate("Activities", "List to the bank, cleared, came back"),
        _cheques,
    ),
    Activity(
        "bank_files", "arrow-down", "import_payments",
        lambda: _translate("Activities", "Bank files"),
        lambda: _translate("Activities", "Payments that a bank or mobile service took"),
        _bank_files,
    ),
    Activity(
        "paper", "queue", "paper_book",
        lambda: _translate("Activities", "Paper book"),
        lambda: _translate("Activities", "Receipts written by hand in a power cut"),
        _paper,
    ),
    Activity(
        "people", "person", "manage_people",
        lambda: _translate("Activities", "People"),
        lambda: _translate("Activities", "Rights, limits, passwords"),
        _people,
    ),
    Activity(
        "counters", "counter", "manage_people",
        lambda: _translate("Activities", "Counters"),
        lambda: _translate("Activities", "Keys, open shifts; disable and enable"),
        _counters,
    ),
    Activity(
        "utility", "bolt", "manage_people",
        lambda: _translate("Activities", "The utility"),
        lambda: _translate("Activities", "Name on papers, currency, banknotes, limits"),
        _utility,
    ),
    Activity(
        "receipt_design", "receipt", "manage_people",
        lambda: _translate("Activities", "The receipt"),
        lambda: _translate("Activities", "Logo, what stands on it, words of our own"),
        _receipt_design,
    ),
    Activity(
        "printers", "printer", "set_printer",
        lambda: _translate("Activities", "Printer"),
        lambda: _translate("Activities", "Find it, set it up, test page, drawer"),
        _printers,
    ),
    Activity(
        "keys", "keypad", "set_keys",
        lambda: _translate("Activities", "Function keys"),
        lambda: _translate("Activities", "Which one does what, at every counter"),
        _keys,
    ),
    Activity(
        "check_code", "search", "read_reports",
        lambda: _translate("Activities", "Check a receipt"),
        lambda: _translate("Activities", "Was it signed by a counter of ours?"),
        _check_code,
    ),
    Activity(
        "check_code_at_shift", "search", "reprint",
        lambda: _translate("Activities", "Check a receipt"),
        lambda: _translate("Activities", "Was it signed by a counter of ours?"),
        _check_code_at_shift, at_shift=True,
    ),
    Activity(
        "customers", "person", "manage_customers",
        lambda: _translate("Activities", "Customers"),
        lambda: _translate("Activities", "Names, accounts, moving, meters"),
        _customers,
    ),
    Activity(
        "readings", "clock", "enter_readings",
        lambda: _translate("Activities", "Meters and readings"),
        lambda: _translate("Activities", "By route, the held list, estimates"),
        _readings,
    ),
    Activity(
        "import", "queue", "enter_readings",
        lambda: _translate("Activities", "Read a file in"),
        lambda: _translate("Activities", "Customers, meters or readings, from CSV"),
        _import, or_right="manage_customers",
    ),
    Activity(
        "tariffs", "bolt", "manage_tariffs",
        lambda: _translate("Activities", "Tariffs"),
        lambda: _translate("Activities", "Try out what a use costs, files in and out"),
        _tariffs,
    ),
    Activity(
        "bill_office", "receipt", "adjust_bills",
        lambda: _translate("Activities", "Bills of an account"),
        lambda: _translate("Activities", "Correct, cancel, fees, instalments, papers"),
        _bill_office,
    ),
    Activity(
        "bill_runs", "receipt", "run_bills",
        lambda: _translate("Activities", "Bill runs"),
        lambda: _translate("Activities", "Price a month, look at it, issue its bills, print"),
        _bill_runs,
    ),
    Activity(
        "disconnections", "supply-off", "disconnect",
        lambda: _translate("Activities", "Disconnections"),
        lambda: _translate("Activities", "Notices, cut off, switched on again"),
        _disconnections,
    ),
    Activity(
        "reports", "receipt", "read_reports",
        lambda: _translate("Activities", "Reports"),
        lambda: _translate("Activities", "Collections, shifts, what is owed"),
        _reports,
    ),
    Activity(
        "month_end", "lock", "lock_period",
        lambda: _translate("Activities", "Month end"),
        lambda: _translate("Activities", "Receivables from day to day; lock the books"),
        _month_end,
    ),
    Activity(
        "books", "check", "check_books",
        lambda: _translate("Activities", "Check the books"),
        lambda: _translate("Activities", "Every hash and balance again; the audit pack"),
        _books,
    ),
)  # fmt: skip


class Activities(QObject):
    """The activities of whoever is signed in."""

    def __init__(self, counter: Counter, known: tuple[Activity, ...] = ACTIVITIES) -> None:
        super().__init__(counter.navigator)
        self._counter, self._known = counter, known
        self._flows: dict[str, ActivityFlow] = {}
        self._back: Callable[[], None] = _nowhere

    def actions(self, *, at_shift: bool) -> tuple[Action, ...]:
        """The rows for one of the two screens, by the rights of the person."""
        rights = self._counter.state.signed_in.person.rights
        return tuple(
            Action(activity.name, activity.label(), activity.detail(), activity.icon)
            for activity in self._known
            if activity.at_shift == at_shift and rights & {activity.right, activity.or_right}
        )

    def begin(self, name: str, back: Callable[[], None]) -> bool:
        """Start activity `name`, then go `back`; False if there is none of that name."""
        activity = next((known for known in self._known if known.name == name), None)
        if activity is None:
            return False
        if name not in self._flows:
            flow = activity.make(self._counter)
            flow.left.connect(self._on_left)
            self._flows[name] = flow
        self._back = back
        self._flows[name].start()
        return True

    def stop(self) -> None:
        """Sign-out."""
        for flow in self._flows.values():
            flow.stop()

    def _on_left(self) -> None:
        self._back()


def _nowhere() -> None:
    """Nothing was begun yet."""
