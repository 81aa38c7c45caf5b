"""Every command says what each of its words is for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from cashier_app import cli


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name in action.choices:
                yield from _commands(action.choices[name])


@pytest.mark.parametrize("subject", cli.SUBJECTS)
def test_every_option_and_value_has_a_help(subject: str) -> None:
    (action,) = (
        found
        for found in cli._parser(subject)._actions
        if isinstance(found, argparse._SubParsersAction)
    )
    silent = [
        (command.prog, option.option_strings or option.dest)
        for command in _commands(action.choices[subject])
        for option in command._actions
        if not option.help and not isinstance(option, argparse._SubParsersAction)
    ]
    assert silent == []
