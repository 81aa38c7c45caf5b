"""The counter's own fsynced record of what it sent and what was acknowledged.

One line per fact: eight hex digits of CRC-32, a space, a JSON object, a newline.
A line is on the disk before the packet it describes leaves; a torn last line is
ignored when read. One process holds the file: a second copy of the program on
the same counter is refused.

    {"state": "sent", "request": hex, "kind": "payment", "total": "2317.500", "person": …,
     "facts": …, "at": iso, "order": …}
    {"state": "acknowledged", "request": hex, "number": "03-000123", "hash": hex, "account": …,
     "paper": "12", "late": "1"}
    {"state": "paper", "request": hex, "end": "printed"}
    {"state": "unsent" | "printing", "number": "03-000123"}
    {"state": "refused" | "void" | "set_aside" | "noted", "request": hex}
    {"state": "counter", "identity": hex}
    {"state": "closed", "number": "03-Z-0012", "difference": "0.000", "at": iso}
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from cashier_app.domain.entry_kinds import kind_of
from cashier_app.domain.lost import LoggedAct
from cashier_app.domain.payments import Acknowledged, LateEnd, Unsettled
from cashier_app.domain.printing import LeftPaper
from cashier_app.held_file import FileInUse, hold
from cashier_app.log_lines import read_lines

_ENDED = frozenset({"acknowledged", "refused", "void"})


class CounterLogInUse(RuntimeError):
    """Another copy of the program has this counter's log."""


class CounterLog:
    """Appends facts of one counter. Methods raise OSError when the disk cannot take the line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("ab", buffering=0)
        try:
            hold(self._file)
        except FileInUse as error:
            raise CounterLogInUse(str(path)) from error
        self._open: dict[UUID, Unsettled] = {}
        self._papers: dict[UUID, LeftPaper] = {}
        self._unsent: set[str] = set()
        self._news: dict[UUID, LateEnd] = {}
        self._identity = ""
        self._lock = threading.Lock()
        for line in read_lines(path):
            self._note(line)
        self._torn = _is_torn(path)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def sent(
        self,
        request_id: UUID,
        kind: str,
        total: Decimal,
        person: str,
        facts: str,
        at: datetime,
        *,
        order: str = "",
    ) -> None:
        """An act is about to be sent; must return before the first packet leaves.

        `facts` names bills, amounts and shift for people, `order` for the program, so that the
        act can be entered again if the server ever loses it (domain/lost.py).
        """
        self._append(
            state="sent",
            request=request_id.hex,
            kind=kind,
            total=str(total),
            person=person,
            facts=facts,
            at=at.isoformat(),
            **({"order": order} if order else {}),
        )

    def acknowledged(
        self,
        request_id: UUID,
        number: str,
        entry_hash: bytes,
        account_no: str = "",
        paper: int = 0,
        *,
        late: bool = False,
    ) -> None:
        """The server has it under this number; `account_no` heads a receipt.

        `paper`: a Z or slip of cash is due (`LeftPaper.read_by`) until `paper_ended`. What is
        learnt `late` is news until it is `noted`.
        """
        self._append(
            state="acknowledged",
            request=request_id.hex,
            number=number,
            hash=entry_hash.hex(),
            **({"account": account_no} if account_no else {}),
            **({"paper": str(paper)} if paper else {}),
            **({"late": "1"} if late else {}),
        )

    def paper_ended(self, number: str, end: str) -> None:
        """A person was told what became of a paper; of one that is not due nothing is written."""
        for request_id, paper in list(self._papers.items()):
            if paper.number == number:
                self._append(state="paper", request=request_id.hex, end=end)

    def left_papers(self) -> tuple[LeftPaper, ...]:
        """Papers that are due and have no end, oldest first."""
        return tuple(self._papers.values())

    def unsent(self, number: str) -> None:
        """No byte of this receipt's original has left the computer."""
        self._append(state="unsent", number=number)

    def printing(self, number: str) -> None:
        """The original is tried again: from now on it may come out."""
        self._append(state="printing", number=number)

    def is_unsent(self, number: str) -> bool:
        """True while it is certain that no original of this receipt is on paper."""
        return number in self._unsent

    def refused(self, request_id: UUID, code: str) -> None:
        """The server said no: nothing was taken."""
        self._append(state="refused", request=request_id.hex, code=code)

    def voided(self, request_id: UUID, *, late: bool = False) -> None:
        """The request can never land any more; `late` as above."""
        self._append(state="void", request=request_id.hex, **({"late": "1"} if late else {}))

    def news(self) -> tuple[LateEnd, ...]:
        """Ends that were learnt late and that nobody has noted, oldest first."""
        return tuple(self._news.values())

    def noted(self, request_id: UUID) -> None:
        """A person has read what became of it; of what is no news nothing is written."""
        if request_id in self._news:
            self._append(state="noted", request=request_id.hex)

    def set_aside(self, request_id: UUID) -> None:
        """The cashier went on; the cash is kept apart until this is settled."""
        self._append(state="set_aside", request=request_id.hex)

    def bind(self, identity: str) -> None:
        """What stands here is of this counter, in the database that drew its identity (hex)."""
        self._append(state="counter", identity=identity)

    @property
    def identity(self) -> str:
        """Whose log this is; "" before the first `bind`."""
        return self._identity

    def closed_shift(self, closed_at: datetime, difference: Decimal, number: str) -> None:
        """A shift closed here with its Z."""
        self._append(
            state="closed", number=number, difference=str(difference), at=closed_at.isoformat()
        )

    def unsettled(self) -> tuple[Unsettled, ...]:
        """Lines that were sent and whose end nobody has learnt, oldest first."""
        return tuple(self._open.values())

    def acknowledged_newest_first(self) -> Iterator[Acknowledged]:
        """Every acknowledged line; the newest first, because a restored backup lacks those."""
        lines = [line for line in read_lines(self._path) if line["state"] == "acknowledged"]
        for line in reversed(lines):
            yield Acknowledged(
                UUID(hex=line["request"]), line["number"], bytes.fromhex(line["hash"])
            )

    def acts(self) -> Iterator[LoggedAct]:
        """Every acknowledged act with what was written when it was sent, oldest first."""
        return read_acts(self._path)

    def _append(self, **line: str) -> None:
        body = json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass")
        data = b"%08x " % zlib.crc32(body) + body + b"\n"
        # The printer's lane writes, too.
        with self._lock:
            self._write(data)
            os.fsync(self._file.fileno())
            self._note(line)

    def _write(self, data: bytes) -> None:
        if self._torn:
            # Half a line, of a power cut or a full disk, must not swallow the next one. Nothing was
            # sent after it: where it lacks its newline only, it does not become whole either.
            data = b"~\n" + data
        self._torn = True
        if self._file.write(data) != len(data):
            raise OSError("the counter log's disk is full")
        self._torn = False

    def _note(self, line: dict[str, Any]) -> None:
        state = line["state"]
        if state == "closed":
            return
        if state == "counter":
            self._identity = line["identity"]
            return
        if state == "unsent":
            self._unsent.add(line["number"])
            return
        if state == "printing":
            self._unsent.discard(line["number"])
            return
        request_id = UUID(hex=line["request"])
        if state == "sent":
            self._open[request_id] = Unsettled(
                request_id=request_id,
                kind=line["kind"],
                total=Decimal(line["total"]),
                person=line["person"],
                sent_at=datetime.fromisoformat(line["at"]).astimezone(UTC),
                set_aside=False,
            )
        elif state == "paper":
            self._papers.pop(request_id, None)
        elif state == "noted":
            self._news.pop(request_id, None)
        elif state in _ENDED:
            self._note_end(line, self._open.pop(request_id, None))
        elif request_id in self._open:
            self._open[request_id] = replace(self._open[request_id], set_aside=True)

    def _note_end(self, line: dict[str, Any], sent: Unsettled | None) -> None:
        if sent is None:
            return
        if line.get("paper"):
            self._papers[sent.request_id] = LeftPaper(
                line["number"], sent.kind, sent.total, sent.person, int(line["paper"])
            )
        if line.get("late"):
            self._news[sent.request_id] = LateEnd(
                sent.request_id, sent.kind, sent.total, line.get("number", "")
            )


def read_acts(path: Path) -> Iterator[LoggedAct]:
    """The acknowledged acts of a counter log, of this computer or of another, oldest first."""
    sent: dict[str, dict[str, Any]] = {}
    for line in read_lines(path):
        if line["state"] == "sent":
            sent[line["request"]] = line
        elif line["state"] == "acknowledged":
            # The line of its sending may be damaged, or have gone with an earlier log.
            facts = sent.pop(line["request"], {})
            yield LoggedAct(
                request_id=UUID(hex=line["request"]),
                kind=facts.get("kind") or kind_of(line["number"]),
                number=line["number"],
                entry_hash=bytes.fromhex(line["hash"]),
                total=Decimal(facts.get("total", "0")),
                person=facts.get("person", ""),
                taken_at=datetime.fromisoformat(facts["at"]) if facts else _LONG_AGO,
                facts=facts.get("facts", ""),
                order=facts.get("order", ""),
                account_no=line.get("account", ""),
            )


_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


def _is_torn(path: Path) -> bool:
    """Whether the file ends within a line."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        return end > 0 and file.read(1) != b"\n"
