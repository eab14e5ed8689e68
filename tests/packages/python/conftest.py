"""The artefacts, the embedded Instantly to run against, and environments that have nothing but what is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and an empty folder to work in."""

    python: Path
    folder: Path

    def run(self, *arguments: str | Path) -> str:
        """What Python prints; nothing of this repository is on its path."""
        return run([self.python, "-I", *arguments], self.folder)

    def pip(self, *arguments: str | Path) -> str:
        return self.run("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", *arguments)


def run(command: Sequence[str | Path], folder: Path, **settings: str) -> str:
    """The output of a program that has to succeed."""
    environment = os.environ | settings
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def dist() -> Path:
    """The folder of the artefacts."""
    return Path(os.environ["PACKAGES_DIST"])


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    (wheel,) = (dist / "wheel").glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def source_distribution(dist: Path) -> Path:
    (source,) = (dist / "sdist").glob("*.tar.gz")
    return source


@pytest.fixture(scope="session")
def tools() -> Path:
    """A Python with twine and check-wheel-contents."""
    return Path(os.environ["PACKAGES_TOOLS"])


def new_environment(folder: Path) -> Environment:
    """Made without what this Python has installed."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    (folder / "work").mkdir()
    python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    return Environment(python, folder / "work")


@pytest.fixture(scope="session")
def with_wheel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """As `pip install instantly-sdk` leaves it: the wheel, nothing compiled, nothing from elsewhere."""
    environment = new_environment(tmp_path_factory.mktemp("wheel"))
    environment.pip("install", "--no-index", wheel)
    return environment
