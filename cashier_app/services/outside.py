"""Taking in a file of payments, or a batch of the paper book: one shift, a receipt a line.

Everything may be begun again after a break: an opened shift is found and gone on with, and a
reference that was taken is not taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from uuid import UUID

from cashier_app.domain.errors import OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.outside import (
    BookGap,
    CashCounted,
    ChannelCounter,
    FilePreview,
    FileTaken,
    KnownReference,
    LineLookedAt,
    OutsideLine,
    OutsideTaken,
    PaperBatch,
    PaperBook,
    PaymentFile,
    RefusedLine,
    UnfinishedFile,
)
from cashier_app.domain.shifts import CloseShift, LockCount, ZReport
from cashier_app.domain.utility import SignedIn
from cashier_app.services.ports import Clock, SessionGateway, ShiftGateway
from cashier_app.services.tender_ports import OutsideGateway

T = TypeVar("T")
OnLine = Callable[[int, int], None]
"""Hears how many lines are done, of how many."""

_REPEATS = 5


class OutsideService:
    """One channel's counter, used by one person at a time."""

    def __init__(
        self,
        gateway: OutsideGateway,
        shifts: ShiftGateway,
        session: SessionGateway,
        clock: Clock,
        new_request_id: Callable[[], UUID],
    ) -> None:
        self._gateway = gateway
        self._shifts = shifts
        self._session = session
        self._clock = clock
        self._new_request_id = new_request_id

    def preview(self, file: PaymentFile) -> FilePreview:
        """What would become of each line now; nothing is taken. Raises Refused, Unavailable."""
        unfinished = self._own(file.sha256)
        old, new, refused = self._sorted(file)
        looked = self._gateway.look_at(new)
        if unfinished is not None and unfinished.state != "open":
            looked = _left_out(looked)
        refused += _refused(looked)
        return FilePreview(
            tuple(found for found in looked if not found.refusal),
            tuple(old),
            _in_order((*file.refused, *refused)),
            is_unfinished=unfinished is not None,
        )

    def import_file(
        self, file: PaymentFile, on_line: OnLine = lambda _done, _of: None
    ) -> FileTaken:
        """Take every line that can be taken, name every other. Raises Refused, Unavailable."""
        unfinished = self._own(file.sha256)
        old, new, refused = self._sorted(file)
        if not new and unfinished is None:
            return FileTaken(tuple(old), (*file.refused, *refused))
        if unfinished is None:
            self._post_day()
            shift_id = self._open_file(replace(file, lines=(*new,)))
            state = "open"
        else:
            shift_id, state = unfinished.shift_id, unfinished.state
        taken: list[OutsideTaken] = []
        if state == "open":
            for done, line in enumerate(new, start=1):
                found = self._line(shift_id, line)
                (refused if isinstance(found, RefusedLine) else taken).append(found)  # type: ignore[arg-type]
                on_line(done, len(new))
            self._count(shift_id, CashCounted())
        else:
            # The shift takes nothing any more. Why the first try refused these is not kept.
            refused += _refused(_left_out(self._gateway.look_at(new)))
        z = self._close(shift_id, CashCounted())
        everything = sorted((*old, *taken), key=lambda t: t.line)
        return FileTaken(tuple(everything), _in_order((*file.refused, *refused)), z)

    def prepare_batch(self, batch: PaperBatch) -> Callable[[OutsideGateway, str], int]:
        """Fix request and time, so that the supervisor approves what will be sent.

        Call the result with the supervisor's own gateway and a reason: it opens the batch's
        shift. Raises Refused.
        """
        request_id, taken_at = self._new_request_id(), self._clock.now()

        def approved(supervisor: OutsideGateway, reason: str) -> int:
            supervisor.approve_batch(request_id, batch, taken_at, reason)
            self._post_day()
            opened = self._repeated(lambda: self._gateway.open_batch(request_id, batch, taken_at))
            return opened.shift.shift_id

        return approved

    def unfinished(self) -> UnfinishedFile | None:
        """The file or batch that waits for its end at this counter."""
        return self._gateway.unfinished()

    def enter_batch(
        self, counted: CashCounted, on_line: OnLine = lambda _done, _of: None
    ) -> FileTaken:
        """Make receipts of the approved batch; close its shift with the cash that came with it."""
        unfinished = self._gateway.unfinished()
        if unfinished is None:
            raise Refused("nothing_approved")
        if not unfinished.is_own:
            raise Refused("other_person_unfinished", {"person": unfinished.person})
        lines = [
            OutsideLine(r.line, r.reference, r.account_no, "", r.amount, r.value_date)
            for r in unfinished.receipts
        ]
        known = self._gateway.known([line.reference for line in lines])
        taken: list[OutsideTaken] = []
        refused: list[RefusedLine] = []
        for done, line in enumerate(lines, start=1):
            before = known.get(line.reference)
            found = _repeated(line, before) if before else self._line(unfinished.shift_id, line)
            (refused if isinstance(found, RefusedLine) else taken).append(found)  # type: ignore[arg-type]
            on_line(done, len(lines))
        if refused:
            # What was approved becomes a payment: the shift stays open until it has.
            return FileTaken(tuple(taken), tuple(refused))
        if unfinished.state == "open":
            self._count(unfinished.shift_id, counted)
        return FileTaken(tuple(taken), (), self._close(unfinished.shift_id, counted))

    def books(self) -> tuple[tuple[PaperBook, ...], tuple[BookGap, ...]]:
        """Every paper book, and the numbers missing in it."""
        return self._gateway.books()

    def _own(self, sha256: str) -> UnfinishedFile | None:
        """This person's unfinished import of the same file; another one must be ended first."""
        unfinished = self._gateway.unfinished()
        if unfinished is None:
            return None
        if not unfinished.is_own:
            raise Refused("other_person_unfinished", {"person": unfinished.person})
        if unfinished.sha256 != sha256:
            raise Refused("other_file_unfinished", {"file": unfinished.file_name})
        return unfinished

    def _sorted(
        self, file: PaymentFile
    ) -> tuple[list[OutsideTaken], list[OutsideLine], list[RefusedLine]]:
        known = self._gateway.known([line.reference for line in file.lines])
        old: list[OutsideTaken] = []
        new: list[OutsideLine] = []
        refused: list[RefusedLine] = []
        for line in file.lines:
            before = known.get(line.reference)
            if before is None:
                new.append(line)
            elif _same(line, before):
                old.append(_repeated(line, before))
            else:
                facts = (("receipt", before.receipt_no),)
                refused.append(RefusedLine(line.line, "reference_other", line.reference, facts))
        return old, new, refused

    def _open_file(self, file: PaymentFile) -> int:
        request_id, taken_at = self._new_request_id(), self._clock.now()
        opened = self._repeated(lambda: self._gateway.open_file(request_id, file, taken_at))
        return opened.shift.shift_id

    def _line(self, shift_id: int, line: OutsideLine) -> OutsideTaken | RefusedLine:
        request_id, taken_at = self._new_request_id(), self._clock.now()
        try:
            receipt = self._repeated(
                lambda: self._gateway.take(request_id, shift_id, line, taken_at)
            )
        except Refused as error:
            if error.code in _OF_THE_SHIFT:
                raise
            facts = tuple(error.facts.items())
            return RefusedLine(line.line, error.code, line.reference, facts)
        return OutsideTaken(
            line.line, line.reference, receipt.number, receipt.total, receipt.credit_made
        )

    def _post_day(self) -> None:
        while not self._shifts.post_day():
            pass

    def _count(self, shift_id: int, counted: CashCounted) -> None:
        order = LockCount(self._new_request_id(), shift_id, counted.pieces, 0, 0, self._clock.now())
        self._repeated(lambda: self._shifts.lock_count(order))

    def _close(self, shift_id: int, counted: CashCounted) -> ZReport:
        order = CloseShift(self._new_request_id(), shift_id, counted.reason, self._clock.now())
        return self._repeated(lambda: self._shifts.close_shift(order, ()))

    def _repeated(self, send: Callable[[], T]) -> T:
        """Send the same request again on a fresh connection: stored once, whatever was lost."""
        doubt: OutcomeUnknown | None = None
        for _ in range(_REPEATS):
            try:
                if doubt is not None:
                    self._session.reconnect()
                return send()
            except OutcomeUnknown as error:
                doubt = error
            except Unavailable as error:
                raise doubt or error from error
        raise doubt or AssertionError("a try either returns or raises")


_OF_THE_SHIFT = frozenset(
    {"shift_not_open", "no_right", "not_a_channel", "person_disabled", "counter_disabled"}
    | {"sign_in_again"}
    | {"counter_not_allowed", "upgrade_running", "unsafe_session", "unsafe_server", "too_slow"}
)
"""Refusals that are nobody's line: the import stops and may be begun again."""


@dataclass(frozen=True, slots=True)
class OutsideDesk:
    """A person at a counter of a channel."""

    service: OutsideService
    signed_in: SignedIn


class ChannelDoor(Protocol):
    """Leads the signed-in person to counters outside the hall. Raises Unavailable or Refused."""

    def channels(self) -> tuple[ChannelCounter, ...]:
        """Where this person may work."""
        ...

    def desk(self, code: str) -> AbstractContextManager[OutsideDesk]:
        """A connection of its own at such a counter."""
        ...

    def approver(
        self, code: str, user_name: str, password: str
    ) -> AbstractContextManager[OutsideGateway]:
        """A supervisor's own connection there; raises SignInFailed."""
        ...


def _same(line: OutsideLine, before: KnownReference) -> bool:
    return line.amount == before.amount and line.account_no in ("", before.account_no)


def _repeated(line: OutsideLine, before: KnownReference) -> OutsideTaken:
    return OutsideTaken(line.line, line.reference, before.receipt_no, before.amount, repeated=True)


def _left_out(looked: Iterable[LineLookedAt]) -> tuple[LineLookedAt, ...]:
    """Lines that an import has not taken before it broke off at its end."""
    return tuple(replace(found, refusal=found.refusal or "broke_off") for found in looked)


def _refused(looked: Iterable[LineLookedAt]) -> list[RefusedLine]:
    return [
        RefusedLine(found.line.line, found.refusal, found.line.reference)
        for found in looked
        if found.refusal
    ]


def _in_order(refused: Iterable[RefusedLine]) -> tuple[RefusedLine, ...]:
    return tuple(sorted(refused, key=lambda line: line.line))
