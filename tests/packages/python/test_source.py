"""The source distribution: pip builds it, for a platform that there is no wheel for."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HERE, new_environment


@pytest.fixture
def unpacked(source_distribution: Path) -> Iterator[Path]:
    """In a folder named for its content: what was compiled of the same content is used again, of another one never."""
    digest = hashlib.sha256(source_distribution.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"instantly-sdk-{digest}"
    shutil.unpack_archive(source_distribution, folder)
    yield folder / source_distribution.name.removesuffix(".tar.gz")
    shutil.rmtree(folder)


def test_builds_and_works(unpacked: Path, tmp_path: Path) -> None:
    environment = new_environment(tmp_path)
    # Not optimised, since only that shares what is compiled already.
    environment.pip("install", "--config-settings", "build-args=--profile dev", unpacked)
    program = shutil.copy(HERE / "program.py", environment.folder)
    assert environment.run(program).splitlines() == ["status 404", "jobs 5", "same True"]


def test_holds_what_it_should(source_distribution: Path) -> None:
    root = source_distribution.name.removesuffix(".tar.gz")
    with tarfile.open(source_distribution) as archive:
        files = {member.name.removeprefix(f"{root}/") for member in archive if member.size > 0}
    wanted = {"LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.md", "Cargo.lock", "README.md", "PKG-INFO"}
    assert wanted <= files
