"""What `cashier doctor` looks at on a kiosk: its database user, its procedures, its sheets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cashier_app.commands.doctor_findings import Finding, fail, ok, warn
from cashier_app.db.engine import DatabaseAddress, Login
from cashier_app.db.kiosk_rights import kiosk_rights
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.repositories.kiosk import KioskRepository
from cashier_app.domain.errors import CashierError
from cashier_app.settings import KioskIdentitySettings, Settings
from receipts.queue import queue_names

_ENROL = "cashier kiosk enrol {code} --replace --admin NAME."
_REMEDIES = {
    "wrong_name_or_password": "Its password was replaced, or its user is gone: " + _ENROL,
    "not_a_kiosk": "The server has no such kiosk: " + _ENROL,
    "kiosk_disabled": "An administrator lets it go on: cashier kiosk enable {code} --admin NAME.",
    "other_schema": "The database is of an older release: cashier db upgrade.",
    "newer_database": "Install the release of the other computers on this one.",
    "upgrade_running": "Wait until the upgrade has ended, or run it again: cashier db upgrade.",
    "server_unreachable": "Look at the cable, [database] in cashier.toml, and whether it runs.",
    "no_utility": "Write the utility: cashier db utility.",
    "unsafe_server": "Set it as docs/administrator.md says, section 1, and restart the server.",
}
_OTHERWISE = "Look at the lines above and at the server: docs/administrator.md, section 17."


def look_at_kiosk(kiosk: KioskIdentitySettings) -> Finding:
    """The enrolment as it lies here; whether the server knows it is asked there."""
    return ok("kiosk", f"kiosk {kiosk.code}, database user {kiosk.user}")


def look_at_sheets(settings: Settings) -> Iterator[Finding]:
    """Where bills and statements are printed; nothing is printed."""
    papers = settings.kiosk_papers
    if not papers.sheet_queue and not papers.sheet_folder:
        yield warn(
            "sheets",
            "no printer for bills and statements: customers are not offered them",
            "Name a sheet_queue under [kiosk] in cashier.toml.",
        )
    if papers.sheet_queue:
        known = queue_names()
        if papers.sheet_queue in known:
            yield ok("sheets", f"the queue {papers.sheet_queue} is known here")
        else:
            yield fail(
                "sheets",
                f"this computer has no queue {papers.sheet_queue}",
                f"Correct sheet_queue; known here: {', '.join(known) or 'none'} (lpstat -e).",
            )
    if papers.sheet_folder:
        yield _folder(Path(papers.sheet_folder))


def _folder(folder: Path) -> Finding:
    """It is made with the first sheet; so the nearest folder there is must take it."""
    there = next(found for found in (folder, *folder.absolute().parents) if found.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        return ok("sheets", f"the folder {folder}")
    return fail(
        "sheets",
        f"the folder {folder} cannot be written",
        f"Give {there} to who runs the program, or correct sheet_folder.",
    )


def look_inside(kiosk: KioskIdentitySettings, address: DatabaseAddress) -> Iterator[Finding]:
    """As its own database user: who it is there, and that it may CALL its procedures and no more.

    The procedures are not called: a look-up that finds nothing counts as a guess, and a ticket
    would stand in the queue.
    """
    login = Login(address, kiosk.user, kiosk.password)
    with closing(KioskRepository(login, SCHEMA_VERSION)) as gateway:
        try:
            facts = gateway.hello()
        except CashierError as error:
            yield _refused("kiosk's user", kiosk, error)
            return
    if facts.code != kiosk.code:
        yield fail(
            "kiosk's user",
            f"{kiosk.user} is kiosk {facts.code} there, {kiosk.code} here",
            "One of them was enrolled anew: " + _ENROL.format(code=kiosk.code),
        )
        return
    yield ok("kiosk's user", f"{facts.name}, {facts.office}, version {SCHEMA_VERSION}")
    try:
        rights = kiosk_rights(login)
    except CashierError as error:
        yield _refused("kiosk's procedures", kiosk, error)
        return
    if rights.missing:
        yield fail(
            "kiosk's procedures",
            f"it may not CALL {', '.join(rights.missing)}",
            "Give the rights anew: cashier db upgrade.",
        )
    if rights.beyond:
        yield fail(
            "kiosk's procedures",
            f"it may also: {', '.join(rights.beyond)}",
            f"Find out who gave it that, then drop {kiosk.user} and enrol the kiosk anew.",
        )
    if not rights.missing and not rights.beyond:
        yield ok("kiosk's procedures", f"its {len(rights.shipped)} and no other")


def _refused(name: str, kiosk: KioskIdentitySettings, error: CashierError) -> Finding:
    told = ", ".join(f"{key} {value}" for key, value in error.facts.items())
    text = error.code.replace("_", " ") + (f": {told}" if told else "")
    return fail(name, text, _REMEDIES.get(error.code, _OTHERWISE).format(code=kiosk.code))
