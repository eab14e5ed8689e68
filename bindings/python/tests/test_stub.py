"""`_native.pyi` says what the built module has, and the generated list of public names what the package has."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
from pathlib import Path
from typing import Any, get_type_hints

import instantly_sdk
import pytest
from instantly_sdk import AsyncInstantly, BodyOptions, CallOptions, Instantly, WaitOptions, _native, resources, types
from instantly_sdk._native import Field

STUB = Path(instantly_sdk.__file__).with_name("_native.pyi")
SURFACE = Path(__file__).resolve().parents[3] / "openapi" / "surface.json"

OF_EVERY_CLASS = {
    "__module__",
    "__doc__",
    "__weakref__",
    "__dict__",
    "__init_subclass__",
    "__repr__",
    "__reduce__",
    "__slotnames__",
}
"""What a stub leaves to Python; the last comes once an object was copied."""


def _stubbed() -> dict[str, ast.ClassDef]:
    return {node.name: node for node in ast.parse(STUB.read_text()).body if isinstance(node, ast.ClassDef)}


def test_the_stub_has_every_name_of_the_module() -> None:
    built = {name for name, value in vars(_native).items() if inspect.isclass(value)}
    assert built == set(_stubbed())
    assert isinstance(_native.__version__, str)


@pytest.mark.parametrize("name", sorted(_stubbed()))
def test_the_stub_has_every_member_of_a_class(name: str) -> None:
    built = getattr(_native, name)
    stub = _stubbed()[name]
    functions = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef)}
    members = {member for member in vars(built) if member not in OF_EVERY_CLASS}
    declared = {
        *functions,
        *(
            node.target.id
            for node in stub.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ),
    }
    # Rich comparison comes as a whole, and descriptors and iteration are nobody's business outside.
    # How a model is made, its class says through `dataclass_transform`.
    members -= {"__new__"} if name == "Model" else set()
    members -= {"__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__get__", "__set__", "__delete__"}
    assert members == declared
    for member, function in functions.items():
        is_property = any(isinstance(each, ast.Name) and each.id == "property" for each in function.decorator_list)
        assert is_property == inspect.isdatadescriptor(vars(built)[member]), member
        if is_property or member.startswith("__"):
            continue
        parameters = inspect.signature(getattr(built, member)).parameters.values()
        names = [each.name for each in parameters if each.name != "self"]
        arguments = function.args
        expected = [each.arg for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
        expected += [each.arg for each in [arguments.vararg, arguments.kwarg] if each is not None]
        assert names == [each for each in expected if each not in ("self", "cls")], member


def test_an_editor_shows_of_a_model_what_help_does() -> None:
    model = _stubbed()["Model"]
    documented: dict[str, tuple[object, ast.ClassDef | ast.FunctionDef]] = {"Model": (_native.Model, model)}
    for node in model.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            documented[node.name] = (getattr(_native.Model, node.name), node)
    assert {"Model", "from_json", "to_dict"} <= documented.keys()
    for name, (built, node) in documented.items():
        shown, said = ast.get_docstring(node), inspect.getdoc(built)
        assert shown, name
        assert said, name
        assert shown.split() == said.split(), name


@pytest.mark.skipif(not SURFACE.exists(), reason="only in the repository")
def test_the_package_has_every_public_name() -> None:
    surface: dict[str, Any] = json.loads(SURFACE.read_text())
    for resource in surface["resources"].values():
        python = resource["python"]
        module = importlib.import_module(python["module"])
        for kind, client in zip(python["classes"], [Instantly, AsyncInstantly], strict=True):
            built = getattr(module, kind)
            made = client(api_key="k")
            for part in python["attribute"].split("."):
                made = getattr(made, part)
            assert type(made) is built
            methods = {name for name, value in vars(built).items() if inspect.isfunction(value)}
            assert methods == set(python["methods"])
            for name, arguments in python["methods"].items():
                parameters = [
                    each for each in inspect.signature(getattr(built, name)).parameters.values() if each.name != "self"
                ]
                positional = [each.name for each in parameters if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
                keywords = [each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]
                assert (positional, keywords) == (arguments["positional"], arguments["keywords"])
                (options,) = [each for each in parameters if each.kind is inspect.Parameter.VAR_KEYWORD]
                assert options.annotation in [f"Unpack[{name}]" for name in surface["call_options"]["python"]]


@pytest.mark.skipif(not SURFACE.exists(), reason="only in the repository")
def test_options_have_every_public_name() -> None:
    names = json.loads(SURFACE.read_text())["call_options"]["python"]
    assert vars(CallOptions)["__annotations__"].keys() == set(names["CallOptions"])
    assert BodyOptions.__optional_keys__ == {*names["CallOptions"], *names["BodyOptions"]}
    assert WaitOptions.__optional_keys__ == set(names["WaitOptions"])


@pytest.mark.skipif(not SURFACE.exists(), reason="only in the repository")
def test_the_package_has_every_type_and_no_other() -> None:
    surface = json.loads(SURFACE.read_text())
    names: list[str] = []
    for group in [surface["shared"], *surface["resources"].values()]:
        python = group["python"]
        # A resource whose types are all shared ones has no module of its own.
        module = importlib.import_module(python["types_module"]) if group["types"] else None
        for name, fields in python["models"].items():
            built = getattr(module, name)
            assert [field for field in built.__annotations__ if isinstance(vars(built)[field], Field)] == fields, name
        for name, keys in python["inputs"].items():
            built = getattr(module, name)
            assert built.__required_keys__ | built.__optional_keys__ == set(keys), name
        for name, definition in group["types"].items():
            built = getattr(module, name)
            if "codes" in definition:
                members = {str(member.value): member.name for member in built}
                assert members == {value: python for value, [python, *_] in definition["codes"].items()}, name
            names.append(name)
    assert sorted(names) == sorted(types.__all__)
    classes = [kind for resource in surface["resources"].values() for kind in resource["python"]["classes"]]
    assert sorted([*classes, "AsyncResources", "SyncResources"]) == sorted(resources.__all__)


def test_every_annotation_means_something() -> None:
    for name in types.__all__:
        defined = getattr(types, name)
        if inspect.isclass(defined):
            # A type has no documentation of its own where that would only repeat its name.
            assert get_type_hints(defined) is not None, name
    for name in resources.__all__:
        for member, value in vars(getattr(resources, name)).items():
            if inspect.isfunction(value):
                assert "return" in get_type_hints(value), f"{name}.{member}"
                assert value.__doc__ or member.startswith("_"), f"{name}.{member}"


def test_sync_and_async_take_the_same() -> None:
    for name in resources.__all__:
        other = getattr(resources, f"Async{name}", None)
        if other is None:
            continue
        here, there = vars(getattr(resources, name)), vars(other)
        assert here.keys() == there.keys(), name
        for member, value in here.items():
            if inspect.isfunction(value):
                assert inspect.signature(value).parameters == inspect.signature(there[member]).parameters
                assert value.__doc__ == there[member].__doc__
