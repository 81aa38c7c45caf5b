"""The list of mutants cannot rot: each line still stands once, each test is still there."""

from __future__ import annotations

import pytest

from tests.mutants.mutants import PROJECT, Mutant, load_mutants

MUTANTS = load_mutants()


def test_there_are_enough_and_each_once() -> None:
    assert len(MUTANTS) >= 60
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert sum(mutant.file.endswith(".sql") for mutant in MUTANTS) >= 40


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_its_line_stands_exactly_once(mutant: Mutant) -> None:
    assert len(mutant.places()) == 1
    assert mutant.becomes != mutant.line


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_its_tests_are_there(mutant: Mutant) -> None:
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (PROJECT / file).read_text("utf-8"), test
