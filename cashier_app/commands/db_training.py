"""`cashier db training`: a second database to practise in, and this computer as its counter."""

from __future__ import annotations

import argparse
import sys

from cashier_app.commands.database_options import add_admin_options, administrator
from cashier_app.db.engine import Login
from cashier_app.db.training import (
    NotTraining,
    enrol_for_training,
    install_training,
    open_to_people,
    training_login,
)
from cashier_app.receipt_code import make_keys
from cashier_app.sample.calendar import local_today
from cashier_app.sample.generate import NotASample
from cashier_app.sample_filling import fill_with_sample
from cashier_app.settings import (
    CounterIdentitySettings,
    Settings,
    SettingsProblem,
    load_settings,
    save_counter,
    training_name,
    training_settings,
)

WHAT = "make a second database to practise in; this computer becomes its counter"
_CUSTOMERS, _MONTHS, _SEED = 500, 12, 2
_FIRST_COUNTER = "01"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = "At a central database it needs the server's own administrator."
    parser.add_argument(
        "--customers", type=int, default=_CUSTOMERS, metavar="N", help="default: %(default)s"
    )
    parser.add_argument("--fresh", action="store_true", help="take the old one away first")
    add_admin_options(parser)


def run(options: argparse.Namespace) -> int:
    """Make or renew it; 0 when people may practise."""
    settings = load_settings()
    with administrator(options) as login:
        name = training_name(login.address.database)
        try:
            is_empty = install_training(login, fresh=options.fresh)
        except NotTraining as error:
            raise SettingsProblem(f"The database {error} is not for training.") from error
        except ValueError as error:
            raise SettingsProblem(str(error)) from error
        if is_empty:
            try:
                fill_with_sample(
                    training_login(login), options.customers, _MONTHS, _SEED, local_today()
                )
            except NotASample as error:
                raise SettingsProblem(str(error)) from error
        people = open_to_people(login)
        code = _enrol(login, settings)
    sys.stdout.write(
        f"{name}: {people} people may practise there; this computer is its counter {code}.\n"
        "Open it with `cashier open --training`.\n"
    )
    return 0


def _enrol(login: Login, settings: Settings) -> str:
    """A key and a token of its own: a training receipt is never signed with the real key."""
    training = training_settings(settings)
    folder = training.counter_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Of an earlier training database: nothing in it is anybody's money.
    for left in (training.key_path, training.log_path):
        left.unlink(missing_ok=True)
    public = make_keys(training.key_path)
    code = settings.counter.code if settings.counter else _FIRST_COUNTER
    enrolment = enrol_for_training(login, code, public)
    save_counter(folder, CounterIdentitySettings(code, enrolment.token))
    return code
