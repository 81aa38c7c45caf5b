"""Days, months and numbers behind an option: a sentence that says how they are written."""

from __future__ import annotations

import pytest

from cashier_app import cli


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("bill run --cycle 2026-13", "--cycle: '2026-13' is not a month like 2026-11"),
        ("bill run --cycle 2026-11 --issue-on 1.11.2026", "'1.11.2026' is not a date like"),
        ("bill run --cycle 2026-11 --due-days 9999999999", "is not a whole number like 30"),
        ("bill notices --days -1 --on 2026-11-30", "'-1' is not a whole number like 30"),
        ("bill fee 7 --title Test --amount 1e9 --due 2026-11-30", "'1e9' is not a number like"),
        ("bill statement --account 1 --from x --to 2026-11-30 --out a.pdf", "'x' is not a date"),
        ("tariff export HOME --valid-from 0001-01-01", "is not between 1900 and 2199"),
        ("db settings idle_minutes", "is not a setting with its value, like undo_limit=3"),
        ("db users rights rana approve=all", "is not a right with its limit, like approve=5000"),
        ("report ageing --from yesterday", "'yesterday' is not a date like 2026-11-30"),
    ],
)
def test_what_is_typed_wrong_is_said_in_a_sentence(
    command: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(command.split())
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert "invalid" not in error
