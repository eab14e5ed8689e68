"""What is public: said by `__all__`, and documented where `help` looks."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import pydoc
import subprocess
import sys
from types import ModuleType

import instantly_sdk
import pytest
from instantly_sdk import AsyncInstantly, Instantly, resources, testing


def modules() -> list[ModuleType]:
    """Every module of the package but the native one and the program."""
    found = pkgutil.walk_packages(instantly_sdk.__path__, "instantly_sdk.")
    names = [name for _, name, _ in found if not name.endswith(("._native", ".__main__"))]
    return [instantly_sdk, *map(importlib.import_module, names)]


def test_each_module_says_what_is_public() -> None:
    assert len(modules()) > 100
    for module in modules():
        public = module.__all__
        assert len(set(public)) == len(public), module
        assert [name for name in public if not hasattr(module, name)] == [], module
        assert set(public) <= set(dir(module)), module
        defined = [
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and inspect.isclass(value) and value.__module__ == module.__name__
        ]
        assert set(defined) <= set(public), module


def test_a_star_takes_what_is_public() -> None:
    names: dict[str, object] = {}
    exec("from instantly_sdk import *\nfrom instantly_sdk.types import *\nfrom instantly_sdk.resources import *", names)
    assert {"Instantly", "BackgroundJob", "AsyncLeads", "__version__"} <= names.keys()


def test_everything_public_is_documented() -> None:
    for module in [instantly_sdk, testing]:
        assert module.__doc__, module
        for name in module.__all__:
            value = getattr(module, name)
            if not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            assert value.__doc__, name
            for member in dir(value):
                method = inspect.getattr_static(value, member)
                if not member.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
                    assert inspect.getdoc(method), f"{name}.{member}"


@pytest.mark.parametrize("kind", [Instantly, AsyncInstantly])
def test_help_shows_a_call(kind: type[Instantly] | type[AsyncInstantly]) -> None:
    shown = pydoc.plain(pydoc.render_doc(kind(api_key="k").leads.list))
    shown = shown.replace("'", "")  # Python 3.14 has no quotes around annotations
    for text in [
        "limit: int | Omit = omit",
        "**options: Unpack[BodyOptions]",
        "see `BodyOptions`",
        "POST /api/v2/leads/list",
        "Args:",
        "Raises:",
        "APIStatusError:",
    ]:
        assert text in shown
    assert shown.count(": ") > 20  # the arguments, one a line


def test_help_of_the_raw_calls_is_that_of_the_calls() -> None:
    for name in resources.__all__:
        own = getattr(resources, name)
        module = importlib.import_module(own.__module__)
        raw = vars(getattr(module, f"{name}WithRawResponse", object))
        for member, method in raw.items():
            if not member.startswith("_"):
                called = getattr(own, member)
                assert method.__doc__ == called.__doc__, f"{name}.{member}"
                assert inspect.signature(method) == inspect.signature(called), f"{name}.{member}"


def test_the_program_says_the_version() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "instantly_sdk", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"instantly-sdk {instantly_sdk.__version__}\n"
