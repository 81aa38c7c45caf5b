"""`cashier doctor`: looks at everything a counter or a kiosk needs and says what to do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict

from cashier_app.commands import doctor_here, doctor_kiosk, doctor_server
from cashier_app.commands.database_options import add_password_option, read_password
from cashier_app.commands.db import explained
from cashier_app.commands.doctor_findings import Finding, State, fail, warn
from cashier_app.db.engine import UnsafeAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.settings import Settings, SettingsProblem, load_settings

HEALTHY, ILL = 0, 1

_EPILOG = """
Ends with 0 when nothing failed; warnings do not count. What only a signed-in person may ask (the
server's settings, this counter's enrolment, clock, receipts) is asked as --user NAME: a cashier of
this counter will do. A kiosk asks as its own database user.
Nothing is printed, and nothing changed; the sign-in stands in the audit.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `doctor` to the commands."""
    what = "look at everything this computer needs as a counter or kiosk, and say what to do"
    parser = subparsers.add_parser("doctor", help=what, description=what, epilog=_EPILOG)
    parser.add_argument("--user", default="", metavar="NAME", help="a person of this counter")
    add_password_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    # What a process of its own is asked: a missing library would end this one.
    parser.add_argument("--screen", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=explained(run))


def run(options: argparse.Namespace) -> int:
    """Look, print, and say by the status whether anything failed."""
    if options.screen:
        return doctor_here.say_screen()
    password = ""
    if options.user:
        password = read_password(f"Password of {options.user}: ", options.password_file)
    findings = _look(options.user, password)
    if options.json:
        found = tuple(findings)
        _print(
            json.dumps({"ok": _is_healthy(found), "findings": list(map(asdict, found))}, indent=2)
        )
    else:
        found = tuple(_printed(findings))
        _print(_summary(found))
    return HEALTHY if _is_healthy(found) else ILL


def _look(user: str, password: str) -> Iterator[Finding]:
    try:
        settings = load_settings()
    except SettingsProblem as error:
        yield doctor_here.settings_failed(error)
        yield from doctor_here.look_at_screen()
        return
    # A private server needs no settings: without any it is enough that it is there.
    if not settings.home.is_dir() and not settings.server_folder.is_dir():
        yield fail(
            "settings",
            f"there is no folder {settings.home}",
            "Write cashier.toml there for a central server, or start one: cashier db upgrade.",
        )
        yield from doctor_here.look_at_screen()
        return
    yield from doctor_here.look_at_settings(settings)
    yield doctor_here.look_at_places(settings)
    yield from doctor_here.look_at_folder(settings)
    # A computer of the hall is a kiosk and no counter; one that is both is looked at as both.
    if settings.kiosk is not None:
        yield doctor_kiosk.look_at_kiosk(settings.kiosk)
        yield from doctor_kiosk.look_at_sheets(settings)
    if settings.kiosk is None or settings.counter is not None:
        yield from doctor_here.look_at_enrolment(settings)
        yield from doctor_here.look_at_log(settings)
    yield from doctor_here.look_at_screen()
    yield from doctor_here.look_at_printer(settings)
    yield from doctor_here.look_at_letters()
    yield from _look_at_server(settings, user, password)


def _look_at_server(settings: Settings, user: str, password: str) -> Iterator[Finding]:
    with ExitStack() as stack:
        private = None
        if settings.database.is_private:
            found = tuple(doctor_server.look_at_private(settings))
            yield from found
            if any(finding.state is State.FAIL for finding in found):
                return
            private = stack.enter_context(PrivateServer(settings.server_folder))
        try:
            address = doctor_server.address_of(settings, private)
        except UnsafeAddress as error:
            yield fail("server", str(error), "Correct [database] in cashier.toml.")
            return
        if private is None:
            found = tuple(doctor_server.look_at_line(address))
            yield from found
            if any(finding.state is State.FAIL for finding in found):
                return
        if settings.kiosk is not None:
            yield from doctor_kiosk.look_inside(settings.kiosk, address)
        if user:
            yield from doctor_server.look_inside(settings, address, user, password)
        elif settings.kiosk is None or settings.counter is not None:
            yield warn(
                "sign-in", "not asked as anybody", "Name a person of this counter: --user NAME."
            )


def _printed(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        remedy = f"  -> {finding.remedy}" if finding.remedy else ""
        _print(f"{finding.state:<4}  {finding.name}: {finding.text}{remedy}")
        yield finding


def _summary(found: tuple[Finding, ...]) -> str:
    failed = sum(1 for finding in found if finding.state is State.FAIL)
    warned = sum(1 for finding in found if finding.state is State.WARN)
    if not failed and not warned:
        return "Everything is well."
    return f"{failed} to mend, {warned} to look at."


def _is_healthy(found: tuple[Finding, ...]) -> bool:
    return all(finding.state is not State.FAIL for finding in found)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
