"""What `cashier doctor` looks at without a server: files, screen, printer, this computer."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cashier_app.commands.doctor_findings import Finding, fail, ok, warn
from cashier_app.domain.printing import PrinterFault
from cashier_app.home import unread_settings
from cashier_app.log_lines import read_lines
from cashier_app.receipt_code import KeyProblem, fingerprint, load_private_key, public_key
from cashier_app.settings import Settings, SettingsProblem, check_central
from receipts.code_pages import cache_folder
from receipts.desk import printer_settings
from receipts.printers import PrinterKind, ReceiptPrinter
from receipts.shaping import SCRIPTS, unknown_scripts

LOW_DISK, NO_DISK = 1_000_000_000, 100_000_000
"""Bytes; below the second one the next receipt is at risk."""
_SCREEN_SECONDS = 60
_ENDED = frozenset({"acknowledged", "refused", "void"})
_LIBRARIES = "libegl1 libxkbcommon-x11-0 libxcb-cursor0"

_FAULTS = {
    PrinterFault.OFFLINE: "it is offline: press its button that puts it on line",
    PrinterFault.NO_PAPER: "it has no paper: put a roll in",
    PrinterFault.COVER_OPEN: "its cover is open: close it",
    PrinterFault.CUTTER: "its cutter is stuck: clear it and switch it off and on",
    PrinterFault.UNREACHABLE: "it cannot be reached: look at its plug, its power and its address",
}


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """The file, beyond what reading it has told."""
    try:
        check_central(settings)
        printer_settings(settings.printer)
    except ValueError as error:
        yield fail("settings", str(error), f"Correct {settings.home / 'cashier.toml'}.")
        return
    found = settings.database
    where = found.socket or (f"{found.host}:{found.port}" if found.host else "a private server")
    yield ok("settings", f"{settings.home}: database {found.name} at {where}")


def look_at_places(settings: Settings) -> Finding:
    """Where everything lies."""
    found = settings.places
    ignored = unread_settings(found)
    if ignored is not None:
        return warn(
            "files",
            f"the settings in {found.settings} count, those in {ignored} are not read",
            f"Move what is right into {found.settings} and delete the other files.",
        )
    text = f"settings, counter's log, papers and logs in {found.settings}"
    if len(set(found)) > 1:
        text = (
            f"settings in {found.settings}, counter's log and papers in {found.data},"
            f" the program's log in {found.logs}"
        )
    return ok("files", f"{text}; cache in {cache_folder()}")


def look_at_folder(settings: Settings) -> Iterator[Finding]:
    """Only the person who runs the program reads them, and the disk takes more."""
    there = [folder for folder in dict.fromkeys(settings.places) if folder.exists()]
    for folder in there:
        if not os.access(folder, os.W_OK):
            yield fail(
                "folder",
                f"{folder} cannot be written",
                f"Give it to who runs the program: chown NAME {folder}.",
            )
            return
        if _is_open_to_others(folder):
            yield warn("folder", f"{folder} can be read by other people", f"chmod 700 {folder}")
        else:
            yield ok("folder", f"{folder} is this person's own")
    data = settings.places.data
    made = next(found for found in (data, *data.absolute().parents) if found.exists())
    free = shutil.disk_usage(made).free
    text = f"{free / 1e9:.1f} GB free for the counter's log and the server"
    if free < NO_DISK:
        yield fail("disk", text, "Make room now: without its log the counter takes no money.")
    elif free < LOW_DISK:
        yield warn("disk", text, "Make room before it runs out.")
    else:
        yield ok("disk", text)


def look_at_enrolment(settings: Settings) -> Iterator[Finding]:
    """Token and key as they lie here; whether the server knows them is asked there."""
    if settings.counter is None:
        yield fail(
            "enrolment",
            "this computer is no counter",
            "An administrator enrols it: cashier counter enrol CODE --admin NAME.",
        )
        return
    path = settings.key_path
    try:
        key = load_private_key(path)
    except (KeyProblem, OSError) as error:
        yield fail(
            "enrolment",
            f"the key of counter {settings.counter.code} cannot be used: {error}",
            f"chmod 600 {path}; where it is lost: cashier counter enrol"
            f" {settings.counter.code} --replace --admin NAME.",
        )
        return
    yield ok("enrolment", f"counter {settings.counter.code}, key {fingerprint(public_key(key))}")


def look_at_log(settings: Settings) -> Iterator[Finding]:
    """Every line whole, and no act whose end nobody knows."""
    path = settings.log_path
    if not path.exists():
        yield ok("counter log", "nothing was taken here yet")
        return
    try:
        lines = list(read_lines(path))
        with path.open("rb") as file:
            written = sum(1 for line in file if line.strip())
    except OSError as error:
        yield fail(
            "counter log",
            f"{path}: {error.strerror}",
            f"Give it to who runs the program: chown NAME {path}.",
        )
        return
    torn = written - len(lines)
    size = f"{len(lines):,} lines, {path.stat().st_size / 1e6:.1f} MB"
    if torn:
        yield warn(
            "counter log",
            f"{size}; {torn} damaged",
            "One torn line follows a power cut. More: look at the disk; keep a copy of the file.",
        )
    else:
        yield ok("counter log", size)
    unsettled = _unsettled(lines)
    if unsettled:
        yield warn(
            "unsettled",
            f"{len(unsettled)} acts of unknown end: {', '.join(unsettled[:5])}",
            "Sign in at this counter: they are settled on the way in.",
        )
    else:
        yield ok("unsettled", "every act's end is known")


def _unsettled(lines: list[dict[str, Any]]) -> list[str]:
    """References, as a customer's slip has them."""
    left: dict[str, str] = {}
    for line in lines:
        if line["state"] == "sent":
            left[line["request"]] = line["request"][-6:]
        elif line["state"] in _ENDED:
            left.pop(line["request"], None)
    return list(left.values())


def look_at_screen() -> Iterator[Finding]:
    """In a process of its own: a missing library may end it."""
    command = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cashier_app"]
    )
    try:
        done = subprocess.run(
            [*command, "doctor", "--screen"],
            capture_output=True, text=True, timeout=_SCREEN_SECONDS, check=False,
        )  # fmt: skip
        found = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
        said = done.stderr
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        found, said = {}, str(error)
    if not found:
        last = (said.strip().splitlines() or ["it ended without a word"])[-1]
        yield fail(
            "screen",
            f"Qt does not start: {last}",
            f"Install Qt's libraries: apt install {_LIBRARIES}.",
        )
    elif found["screen"]:
        yield ok("screen", f"Qt {found['qt']} with its fonts, {found['screen']}")
    else:
        yield warn(
            "screen",
            f"Qt {found['qt']} with its fonts; no screen here",
            "Run it where the window opens.",
        )


def say_screen() -> int:
    """The other process: one line of JSON, or what Qt says."""
    from ui.self_check import look

    try:
        sys.stdout.write(f"{json.dumps(look())}\n")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what to tell
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def look_at_printer(settings: Settings) -> Iterator[Finding]:
    """Its status is asked; nothing is printed."""
    try:
        chosen = printer_settings(settings.printer)
    except ValueError:
        return
    where = {
        PrinterKind.NETWORK: f"{chosen.address}:{chosen.port}",
        PrinterKind.DEVICE: str(chosen.path),
        PrinterKind.SERIAL: f"{chosen.path} at {chosen.baud} baud",
        PrinterKind.QUEUE: f"the queue {chosen.path}",
        PrinterKind.FOLDER: f"the folder {chosen.path}",
    }.get(chosen.kind, "")
    if chosen.kind is PrinterKind.NONE:
        yield warn(
            "printer",
            "none is set",
            "Choose one at home under Printer, or write receipts by hand."
            if settings.kiosk is None or settings.counter is not None
            else "Set [printer] in cashier.toml: without it customers get no slip.",
        )
        return
    status = ReceiptPrinter(chosen).status()
    if status.fault is PrinterFault.SILENT:
        yield warn(
            "printer", f"{where} takes bytes and tells no status", "Print a receipt and look at it."
        )
    elif not status.ready:
        yield fail(
            "printer", f"{where}: {status.fault.value}", f"The printer: {_FAULTS[status.fault]}."
        )
    elif status.paper_low:
        yield warn("printer", f"{where} is low on paper", "Put a new roll beside it.")
    else:
        yield ok("printer", f"{where} is ready")


def look_at_letters() -> Iterator[Finding]:
    """A face for each script that customers' names are written in."""
    missing = unknown_scripts(SCRIPTS.values())
    if not missing:
        yield ok("letters", f"papers can show {', '.join(SCRIPTS)}")
        return
    yield warn(
        "letters",
        f"no font here has the letters of {', '.join(missing)}; papers show \ufffd instead",
        "Where customers use them: apt install fonts-noto-core fonts-noto-cjk.",
    )


def _is_open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def settings_failed(error: SettingsProblem) -> Finding:
    """The settings cannot be read at all."""
    text = str(error)
    remedy = "chmod 600 that file." if "0600" in text else "Correct that file."
    return fail("settings", text, remedy)
