"""Programs that a test runs as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from listener import LIMIT


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, which is a good one."""
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    ended = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=3 * LIMIT, check=False
    )
    assert ended.returncode == 0, (ended.returncode, ended.stdout, ended.stderr)
    return ended


def quietly(program: str, *arguments: str, **environment: str) -> str:
    """Runs a program that has nothing to complain about; what it printed."""
    ended = run(program, *arguments, **environment)
    assert ended.stderr == ""
    return ended.stdout
