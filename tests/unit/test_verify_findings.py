"""Of each step so much is named, and the rest is counted: one flood hides nothing else."""

from __future__ import annotations

from cashier_app.verify.findings import MAX_NAMED, Breach, Findings
from cashier_app.verify.report import text_report


def test_hundreds_of_lost_triggers_hide_no_changed_setting() -> None:
    schema, settings, whole = Findings(), Findings(), Findings()
    for number in range(MAX_NAMED + 50):
        schema.add(Breach(13, f"trigger guard_{number}", "is missing"))
    settings.add(Breach(13, "setting undo_limit", "is 9, its last change made it 3"))
    whole.take("schema", schema)
    whole.take("settings", settings)
    assert whole.counts[13] == MAX_NAMED + 51
    assert len(whole.breaches) == MAX_NAMED + 1
    lines = text_report(whole).splitlines()
    assert "13  setting undo_limit: is 9, its last change made it 3" in lines
    assert "13  and 50 more" in lines
    assert lines[-1].startswith("251 breaches.")
