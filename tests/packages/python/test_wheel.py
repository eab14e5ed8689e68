"""The wheel, in an environment that has nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from conftest import HERE, Environment, run


@pytest.fixture(scope="session")
def program(with_wheel: Environment) -> Path:
    return Path(shutil.copy(HERE / "program.py", with_wheel.folder))


def test_calls_both_kinds(with_wheel: Environment, program: Path) -> None:
    assert with_wheel.run(program).splitlines() == ["status 404", "jobs 5", "same True"]


def test_examples_of_the_readme(with_wheel: Environment) -> None:
    examples = sorted(Path(os.environ["PACKAGES_EXAMPLES"]).glob("*.py"))
    assert examples
    for example in examples:
        with_wheel.run(shutil.copy(example, with_wheel.folder))


def test_version_on_the_command_line(with_wheel: Environment) -> None:
    version = os.environ["PACKAGES_VERSION"]
    assert with_wheel.run("-m", "instantly_sdk", "--version").strip() == f"instantly-sdk {version}"


def test_needs_no_other_package(with_wheel: Environment) -> None:
    listed = with_wheel.run("-m", "pip", "list", "--format", "freeze").split()
    assert {line.partition("==")[0] for line in listed} - {"pip", "setuptools"} == {"instantly-sdk"}


def test_mypy_sees_the_types(with_wheel: Environment, program: Path) -> None:
    words = ["--strict", "--python-executable", str(with_wheel.python), str(program)]
    assert "Success" in run([sys.executable, "-m", "mypy", *words], with_wheel.folder)


def test_pyright_sees_the_types(with_wheel: Environment, program: Path) -> None:
    settings = '{"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error"}'
    (with_wheel.folder / "pyrightconfig.json").write_text(settings)
    words = ["--pythonpath", str(with_wheel.python), str(program)]
    said = run([sys.executable, "-m", "pyright", *words], with_wheel.folder, PYRIGHT_PYTHON_IGNORE_WARNINGS="1")
    assert "0 errors" in said


def test_holds_what_it_should(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata_name,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(metadata_name).decode())
    assert "instantly_sdk/py.typed" in names
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.md"}
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"


def test_checkers_of_packages_are_content(wheel: Path, source_distribution: Path, tools: Path, tmp_path: Path) -> None:
    run([tools, "-m", "twine", "check", "--strict", wheel, source_distribution], tmp_path)
    # One package, so no file of a second top level.
    run([tools, "-m", "check_wheel_contents", "--toplevel", "instantly_sdk", wheel], tmp_path)


FITS = {"python_version": "3.10", "platform": "manylinux_2_17_x86_64", "implementation": "cp", "abi": "abi3"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about the names of Linux")
@pytest.mark.parametrize(
    ("other", "fits"),
    [
        ({}, True),
        ({"python_version": "3.14"}, True),
        ({"python_version": "3.9"}, False),
        ({"platform": "manylinux_2_12_x86_64"}, False),
        ({"platform": "musllinux_1_2_x86_64"}, False),
        ({"platform": "manylinux_2_17_aarch64"}, False),
        ({"implementation": "pp"}, False),
    ],
    ids=str,
)
def test_an_old_glibc_or_another_python_is_refused_by_the_tags(
    with_wheel: Environment, wheel: Path, tmp_path: Path, other: dict[str, str], fits: bool
) -> None:
    command = ["-I", "-m", "pip", "download", "--no-index", "--no-deps", "--only-binary", ":all:", "instantly-sdk"]
    for name, value in (FITS | other).items():
        command += [f"--{name.replace('_', '-')}", value]
    command += ["--find-links", str(wheel.parent), "--dest", str(tmp_path)]
    done = subprocess.run([with_wheel.python, *command], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is fits, done.stderr
    assert fits or re.search("No matching distribution found", done.stderr)
