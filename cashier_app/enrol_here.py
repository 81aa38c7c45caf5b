"""Makes this computer a counter: a fresh key, then token and key into its folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cashier_app.counter_log import CounterLog
from cashier_app.db.enrolment import Enrolment
from cashier_app.log_of_others import ForeignLog, LogChoice, foreign_log, hold_log, put_aside
from cashier_app.receipt_code import make_keys
from cashier_app.settings import CounterIdentitySettings, Settings, save_counter


class LogOfOther(RuntimeError):
    """The counter log here holds acts of another counter, and nobody said what becomes of it."""

    def __init__(self, found: ForeignLog, path: Path) -> None:
        super().__init__(f"{path} holds {found}")
        self.found, self.path = found, path


def enrol_here(
    settings: Settings,
    code: str,
    enrol: Callable[[bytes], Enrolment],
    identity: Callable[[], str],
    log: LogChoice | None = None,
) -> bytes:
    """Keep what `enrol` answers for the fresh public key; returns that key.

    `identity` gives the counter's, "" while it is not made. Token and key change together as
    nearly as two files can; a torn pair is enrolled again.
    Raises LogOfOther, and FileInUse while a window is open that writes the log.
    """
    settings.places.make()
    was = settings.counter.code if settings.counter else ""
    found = foreign_log(settings.log_path, code, identity(), was)
    if found is not None and log is None:
        raise LogOfOther(found, settings.log_path)
    if found is not None:
        hold_log(settings.log_path)
    fresh_key = settings.home / "counter.key.new"
    # Left by an enrolment that failed: no receipt was ever signed with it.
    fresh_key.unlink(missing_ok=True)
    public = make_keys(fresh_key)
    enrolment = enrol(public)
    if found is not None and log is LogChoice.ASIDE:
        put_aside(settings.log_path)
    elif found is not None:
        with closing(CounterLog(settings.log_path)) as kept:
            kept.bind(identity())
    fresh_key.replace(settings.key_path)
    save_counter(settings.home, CounterIdentitySettings(enrolment.code, enrolment.token))
    return public
