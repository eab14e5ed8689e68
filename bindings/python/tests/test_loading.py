"""What a user reads where the native module is missing or broken: in another process, with a copy of the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import instantly_sdk
import pytest

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
try:
    import instantly_sdk
except ImportError as error:
    print(type(error).__name__, error.name)
    print(error)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    source = Path(instantly_sdk.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
    return Path(shutil.copytree(source, tmp_path / "site" / "instantly_sdk", ignore=ignore))


def message(package: Path) -> list[str]:
    command = [sys.executable, "-I", "-c", PROGRAM, str(package.parent)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_missing_native_module_is_explained(package: Path) -> None:
    kind, summary, found, *rest = message(package)
    assert kind == "ImportError instantly_sdk._native"
    assert summary.startswith(f"instantly_sdk: the native module does not load on {sys.platform} ")
    assert summary.endswith(": No module named 'instantly_sdk._native'")
    assert found == f"In {package}: none"
    assert any("musl" in line for line in rest)
    assert rest[-1].strip() == f"{sys.executable} -m pip install --force-reinstall --no-cache-dir instantly-sdk"


def test_a_native_module_that_does_not_load_is_named_with_the_reason(package: Path) -> None:
    name = "_native.pyd" if sys.platform == "win32" else "_native.abi3.so"
    (package / name).write_bytes(b"no library")
    kind, summary, found, *_ = message(package)
    assert kind == "ImportError instantly_sdk._native"
    assert name in summary or sys.platform == "win32"
    assert found == f"In {package}: {name}"
