"""Programs that a test runs as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listener import LIMIT


@contextmanager
def started(program: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A program that runs; who started it talks with it and waits for its end."""
    with tempfile.TemporaryDirectory() as folder:
        # A file, since a process that another one spawns reads it again.
        file = Path(folder) / "program.py"
        file.write_text(textwrap.dedent(program))
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, str(file), *arguments],
            env={**os.environ, **environment},
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()


def ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Waits for the end, which is a good one."""
    output, complaints = process.communicate(timeout=3 * LIMIT)
    assert process.returncode == 0, (process.returncode, output, complaints)
    return subprocess.CompletedProcess(process.args, process.returncode, output, complaints)


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, which is a good one."""
    with started(program, *arguments, **environment) as process:
        return ended(process)


def quietly(program: str, *arguments: str, **environment: str) -> str:
    """Runs a program that has nothing to complain about; what it printed."""
    completed = run(program, *arguments, **environment)
    assert completed.stderr == ""
    return completed.stdout
