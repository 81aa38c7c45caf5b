"""What no test here can run (containers, another system's workflow) is at least whole."""

from __future__ import annotations

import importlib.util
import re
import shlex
import stat
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import yaml

from cashier_app import cli

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "packaging" / "docker"
SCRIPTS = ("make-certificates", "prepare-hall", "counter")


def dockerfile() -> list[list[str]]:
    """Its instructions, one a line."""
    text = (DOCKER / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line and line[0] not in "#"]


def compose() -> dict[str, Any]:
    found = yaml.safe_load((DOCKER / "compose.yml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_every_copied_file_exists() -> None:
    copied = [words[1:-1] for words in dockerfile() if words[0] == "COPY"]
    assert copied
    missing = [path for paths in copied for path in paths if not (ROOT / path).exists()]
    assert missing == []


def test_the_image_has_every_library_that_the_setup_names() -> None:
    installed = {word for words in dockerfile() if words[0] == "RUN" for word in words}
    lines = (ROOT / "scripts" / "packages" / "run.txt").read_text("utf-8").splitlines()
    needs = [line.split("#")[0].strip() for line in lines]
    unmet = [
        need for need in filter(None, needs) if not installed & set(re.split(r"\s*\|\s*", need))
    ]
    assert unmet == []


def test_services_name_what_is_there() -> None:
    found = compose()
    services = found["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in found["volumes"], name
        if "build" in service:
            assert (DOCKER / service["build"]["context"]).resolve() == ROOT
            assert (ROOT / service["build"]["dockerfile"]).exists()
            assert service["entrypoint"][0] in SCRIPTS


def test_who_is_not_root_may_write_where_volumes_lie() -> None:
    """A volume takes the owner of the image's folder; where there is none it is root's."""
    made = {word for words in dockerfile() if words[0] == "RUN" for word in words}
    for name, service in compose()["services"].items():
        if "build" in service and service.get("user") != "root":
            places = {volume.split(":")[1] for volume in service.get("volumes", ())}
            assert places <= made, name


def test_the_central_server_has_the_settings_of_the_guide() -> None:
    guide = (ROOT / "docs" / "administrator.md").read_text("utf-8")
    block = guide.partition("```ini\n")[2].partition("```")[0]
    names = {line.split("=")[0].strip() for line in block.splitlines() if "=" in line}
    given = {
        option.removeprefix("--").split("=")[0].replace("-", "_")
        for option in compose()["services"]["db"]["command"]
    }
    assert given == names


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_run_and_name_commands_that_exist(name: str) -> None:
    path = DOCKER / name
    assert path.stat().st_mode & stat.S_IXUSR
    text = path.read_text("utf-8").replace("\\\n", " ")
    subjects = re.findall(r"\b(?:cashier|as_admin) ([a-z]+)\b", text)
    assert set(subjects) <= set(cli.SUBJECTS)


def test_desktop_entry_has_what_the_specification_asks_for() -> None:
    lines = (ROOT / "packaging" / "cashier.desktop").read_text("utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    entry = dict(line.split("=", 1) for line in lines[1:])
    assert entry["Type"] == "Application"
    assert shlex.split(entry["Exec"])[1] in cli.SUBJECTS
    assert (ROOT / "packaging" / f"{entry['Icon']}.svg").exists()


def spec_datas() -> list[tuple[str, str]]:
    """What build.spec puts into the bundle, as (file or folder, folder there); nothing is built."""
    pytest.importorskip("PyInstaller")
    found: dict[str, Any] = {}

    def analysis(*_scripts: object, datas: list[tuple[str, str]], **_more: object) -> MagicMock:
        found["datas"] = datas
        return MagicMock()

    names = {"Analysis": analysis, "SPECPATH": str(ROOT)}
    builders = {name: MagicMock() for name in ("PYZ", "EXE", "COLLECT")}
    code = compile((ROOT / "build.spec").read_text("utf-8"), "build.spec", "exec")
    exec(code, names | builders)
    return list(found["datas"])


def test_the_bundle_has_the_guides_and_all_that_it_names() -> None:
    datas = spec_datas()
    assert {("README.md", "."), ("LICENSE", "."), ("docs", "docs")} <= set(datas)
    missing = [source for source, _ in datas if not (ROOT / source).exists()]
    assert missing == []


def test_the_package_has_the_guides_where_debian_looks(tmp_path: Path) -> None:
    module = importlib.util.spec_from_file_location("make_deb", ROOT / "scripts" / "make_deb.py")
    assert module is not None
    assert module.loader is not None
    make_deb = importlib.util.module_from_spec(module)
    module.loader.exec_module(make_deb)
    ours = tmp_path / "usr" / "lib" / "cashier" / "_internal"
    doc = tmp_path / "usr" / "share" / "doc" / "cashier"
    (ours / "docs").mkdir(parents=True)
    doc.mkdir(parents=True)
    (ours / "README.md").write_text("read me")
    (ours / "docs" / "cashier.md").write_text("a guide")
    make_deb.place_guides(tmp_path)
    assert (doc / "README.md").exists()
    assert (doc / "docs" / "cashier.md").read_text() == "a guide"
    assert (ours / "docs" / "cashier.md").read_text() == "a guide"


def test_help_says_where_the_guides_lie(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.run(["--help"])
    assert str(ROOT / "docs") in "".join(capsys.readouterr().out.split())


def test_the_workflow_runs_targets_and_folders_that_exist() -> None:
    found = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    steps = [
        step["run"] for job in found["jobs"].values() for step in job["steps"] if "run" in step
    ]
    targets = (ROOT / "Makefile").read_text("utf-8")
    for step in steps:
        words = step.split()
        if words[0] == "make":
            assert f"\n{words[1]}:" in targets
        assert all((ROOT / word).exists() for word in words if word.startswith("tests/"))
    assert set(found["jobs"]) == {"linux", "windows"}
