"""Header and facts of the shift's screens, in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.utility import OpenShift, Role
from ui import dates
from ui.counter_state import CounterState
from ui.models.words import count_receipts
from ui.screens.shift import ShiftFacts
from ui.screens.told import Told
from ui.theme.look import look
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent


def job(role: Role) -> str:
    """A role as it stands behind a name."""
    translate = QCoreApplication.translate
    return {
        Role.CASHIER: translate("Roles", "cashier"),
        Role.SUPERVISOR: translate("Roles", "supervisor"),
        Role.CLERK: translate("Roles", "clerk"),
        Role.AUDITOR: translate("Roles", "auditor"),
        Role.ADMINISTRATOR: translate("Roles", "administrator"),
    }[role]


def since(state: CounterState, shift: OpenShift) -> str:
    """When the shift was opened: "08:02"."""
    now = state.local(state.signed_in.server_time)
    return dates.since(state.local(shift.opened_at), now)


def opening_header(state: CounterState) -> HeaderContent:
    """While the float is counted."""
    signed_in = state.signed_in
    name = QCoreApplication.translate("Shift", "Opening your shift")
    counter = signed_in.counter
    return HeaderContent("cash", name, (signed_in.person.full_name, counter.name, counter.office))


def closing_header(state: CounterState, shift: OpenShift) -> HeaderContent:
    """While the drawer is counted."""
    signed_in = state.signed_in
    translate = QCoreApplication.translate
    facts = (
        signed_in.person.full_name,
        signed_in.counter.name,
        translate("Shift", "since {time}").format(time=since(state, shift)),
        count_receipts(shift.receipts),
    )
    return HeaderContent("cash", translate("Shift", "Closing your shift"), facts)


def person_header(state: CounterState, icon: str = "person") -> HeaderContent:
    """Who is at the counter."""
    signed_in = state.signed_in
    counter = signed_in.counter
    facts = (counter.name, counter.office, job(signed_in.person.role))
    return HeaderContent(icon, signed_in.person.full_name, facts)


def receipts_header(state: CounterState) -> HeaderContent:
    """Who is at the counter, and how many receipts the shift has."""
    shift = state.signed_in.shift
    label = QCoreApplication.translate("Shift", "Receipts in this shift")
    header = person_header(state, "receipt")
    return replace(header, label=label, amount=str(shift.receipts) if shift else "")


def shift_gone(*, is_counted_only: bool) -> Told:
    """Somebody else ended the shift that this counter worked in."""
    translate = QCoreApplication.translate
    if is_counted_only:
        return Told(
            translate("Shift", "A supervisor has counted your drawer."),
            translate(
                "Shift", "What you did last was not stored. Close the shift, then open the next."
            ),
            Tone.WARN,
        )
    return Told(
        translate("Shift", "A supervisor has counted and closed your shift."),
        translate("Shift", "What you did last was not stored. Open the next shift to go on."),
        Tone.WARN,
    )


def shift_facts(state: CounterState, shift: OpenShift) -> ShiftFacts:
    """What the shift's screen shows."""
    signed_in = state.signed_in
    return ShiftFacts(
        person=signed_in.person.full_name,
        job=job(signed_in.person.role),
        counter=signed_in.counter.name,
        office=signed_in.counter.office,
        since=since(state, shift),
        business_day=dates.weekday(shift.business_date),
        receipts=shift.receipts,
        touch=look().touch,
        has_home=signed_in.person.role is not Role.CASHIER,
    )
