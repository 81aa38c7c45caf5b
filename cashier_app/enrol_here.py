"""Makes this computer a counter: a fresh key, then token and key into its folder."""

from __future__ import annotations

from collections.abc import Callable

from cashier_app.db.enrolment import Enrolment
from cashier_app.receipt_code import make_keys
from cashier_app.settings import CounterIdentitySettings, Settings, save_counter


def enrol_here(settings: Settings, enrol: Callable[[bytes], Enrolment]) -> bytes:
    """Keep what `enrol` answers for the fresh public key; returns that key.

    Token and key change together as nearly as two files can; a torn pair is enrolled again.
    """
    settings.places.make()
    fresh_key = settings.home / "counter.key.new"
    # Left by an enrolment that failed: no receipt was ever signed with it.
    fresh_key.unlink(missing_ok=True)
    public = make_keys(fresh_key)
    enrolment = enrol(public)
    fresh_key.replace(settings.key_path)
    save_counter(settings.home, CounterIdentitySettings(enrolment.code, enrolment.token))
    return public
