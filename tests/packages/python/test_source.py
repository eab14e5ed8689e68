"""The source distribution: pip builds it, for a platform that there is no wheel for."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from conftest import HERE, new_environment


def test_builds_and_works(source_distribution: Path, tmp_path: Path) -> None:
    environment = new_environment(tmp_path)
    # Not optimised, since only that shares what is compiled already.
    environment.pip("install", "--config-settings", "build-args=--profile dev", source_distribution)
    program = shutil.copy(HERE / "program.py", environment.folder)
    assert environment.run(program).splitlines() == ["status 404", "jobs 5", "same True"]


def test_holds_what_it_should(source_distribution: Path) -> None:
    root = source_distribution.name.removesuffix(".tar.gz")
    with tarfile.open(source_distribution) as archive:
        files = {member.name.removeprefix(f"{root}/") for member in archive if member.size > 0}
    wanted = {"LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.md", "Cargo.lock", "README.md", "PKG-INFO"}
    assert wanted <= files
