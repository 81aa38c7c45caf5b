"""`scripts/setup` on made-up machines: what it asks for, what it runs, where it stops."""

from __future__ import annotations

import hashlib
import os
import pty
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
USED = (
    "sh", "sed", "grep", "tr", "sort", "cut", "head", "cat", "cmp", "mktemp", "rm", "dirname",
    "sha256sum", "env",
)  # fmt: skip
NEEDS = "libalpha0t64 | libalpha0\nlibbeta1  # a comment\n"


@dataclass(frozen=True)
class Machine:
    """A clone, and a PATH on which only what the test put there is found."""

    clone: Path
    tools: Path

    def tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def has_packages(self, *names: str) -> None:
        lines = "\\n".join(f"installed {name}" for name in names)
        self.tool("dpkg-query", f"printf '{lines}\\n'")

    def is_root(self, answer: bool) -> None:
        self.tool("id", f"echo {0 if answer else 1000}")

    def set_up(self, what: str = "test") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "scripts/setup", what],
            cwd=self.clone,
            env={"PATH": str(self.tools), "LOG": str(self.log), "DISPLAY": ":0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def answer(self, typed: str) -> int:
        """As `set_up`, with a person at a terminal who types this; returns the exit status."""
        person, terminal = pty.openpty()
        os.write(person, typed.encode())
        try:
            return subprocess.run(
                ["sh", "scripts/setup", "test"],
                cwd=self.clone,
                env={"PATH": str(self.tools), "LOG": str(self.log), "DISPLAY": ":0"},
                stdin=terminal,
                stdout=terminal,
                stderr=terminal,
                check=False,
            ).returncode
        finally:
            os.close(person)
            os.close(terminal)

    @property
    def log(self) -> Path:
        return self.clone / "ran.log"

    def ran(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def environment_is_ready(self) -> None:
        """As after an earlier call: .venv beside the fingerprint of what it was made from."""
        (self.clone / ".venv" / "bin").mkdir(parents=True)
        (self.clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
        for lock in LOCKS:
            sums = [
                hashlib.sha256((self.clone / name).read_bytes()).hexdigest()
                for name in (lock, "pyproject.toml")
            ]
            text = "\n".join([*sums, str(self.clone.resolve()), ""])
            (self.clone / ".venv" / f"{lock}.done").write_text(text)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Debian, root, everything there: each test takes something away."""
    clone, tools = tmp_path / "clone", tmp_path / "bin"
    tools.mkdir()
    shutil.copytree(ROOT / "scripts", clone / "scripts")
    for name in (*LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, clone / name)
    for kind in ("run", "display", "test"):
        (clone / "scripts" / "packages" / f"{kind}.txt").write_text("")
    (clone / "scripts" / "packages" / "run.txt").write_text(NEEDS)
    for name in USED:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    (tools / "python3").symlink_to(sys.executable)
    made = Machine(clone, tools)
    made.is_root(True)
    made.tool("apt-get", 'echo "apt-get $*" >> "$LOG"')
    made.tool("apt-cache", '[ "$2" = libalpha0t64 ] || echo "  Candidate: 1.0"')
    made.has_packages("libalpha0", "libbeta1")
    made.environment_is_ready()
    return made


def test_second_call_runs_nothing(machine: Machine) -> None:
    done = machine.set_up()
    assert (done.returncode, done.stdout, done.stderr, machine.ran()) == (0, "", "", [])


def test_only_what_is_missing_is_installed_and_nothing_removed(machine: Machine) -> None:
    machine.has_packages("libalpha0", "another")
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert machine.ran() == [
        "apt-get update -qq",
        "apt-get install -qq --yes --no-remove --no-install-recommends libbeta1",
    ]
    assert "apt-get install --yes --no-remove --no-install-recommends libbeta1" in done.stdout


@pytest.mark.parametrize(("typed", "status", "runs"), [("n\n", 1, 0), ("\n", 0, 2), ("y\n", 0, 2)])
def test_person_at_a_terminal_is_asked_first(
    machine: Machine, typed: str, status: int, runs: int
) -> None:
    machine.has_packages("libalpha0")
    assert (machine.answer(typed), len(machine.ran())) == (status, runs)


def test_name_that_this_release_knows_is_chosen(machine: Machine) -> None:
    machine.has_packages("libbeta1")
    machine.set_up()
    assert machine.ran()[-1].endswith(" libalpha0")


def test_without_rights_it_names_what_is_missing_and_stops(machine: Machine) -> None:
    machine.has_packages("libalpha0")
    machine.is_root(False)
    done = machine.set_up()
    assert done.returncode == 1
    assert "libbeta1" in done.stderr
    assert "libalpha0" not in done.stderr
    assert machine.ran() == []


def test_sudo_is_used_where_it_is_there(machine: Machine) -> None:
    machine.has_packages("libalpha0")
    machine.is_root(False)
    machine.tool("sudo", 'echo "sudo $1" >> "$LOG"; "$@"')
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert machine.ran()[:2] == ["sudo apt-get", "apt-get update -qq"]


def test_failed_installation_stops(machine: Machine) -> None:
    machine.has_packages("libalpha0")
    machine.tool("apt-get", 'echo "apt-get $*" >> "$LOG"; [ "$1" = update ]')
    done = machine.set_up()
    assert done.returncode == 1
    assert "could not be installed" in done.stderr


def test_other_system_is_told_what_to_install(machine: Machine) -> None:
    (machine.tools / "apt-get").unlink()
    (machine.tools / "python3").unlink()
    machine.tool("python3", f'case "$2" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"')
    done = machine.set_up()
    assert done.returncode == 1
    assert "no apt-get" in done.stderr
    assert "Python's venv module" in done.stderr


def test_too_old_python_is_refused(machine: Machine) -> None:
    (machine.tools / "python3").unlink()
    machine.tool("python3", "exit 1")
    done = machine.set_up()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    (machine.tools / "python3").unlink()
    machine.tool("python3", "exit 1")
    (machine.tools / "python3.12").symlink_to(sys.executable)
    assert machine.set_up().returncode == 0


def test_changed_lock_makes_the_environment_anew(machine: Machine) -> None:
    lock = machine.clone / "requirements.lock"
    lock.write_text(lock.read_text() + "# changed\n")
    python = machine.clone / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text('#!/bin/sh\necho "python $*" >> "$LOG"\n')
    python.chmod(0o755)
    assert machine.set_up("demo").returncode == 0
    installs = [line for line in machine.ran() if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert machine.set_up("demo").stdout == ""
    assert machine.set_up("test").stdout != "", "the other lock was not installed"
