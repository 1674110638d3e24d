"""Nothing that people do, and no table, is left out of what is judged."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import tests.chaos
from deploy.local.settings import ROLES
from services.__main__ import manifest
from tests.chaos.memories import EVENTS_OF, FACTS_OF, WITHOUT_EVENT, WITHOUT_FACT

FOLDER: Final = Path(tests.chaos.__file__).parent
SAYS_ACT: Final = {"on_task": 1, "_tried": 1, "_in_bulk": 1}
"""Where each of these is told which act it is."""
HANDED_ON: Final = {"act", "what"}
"""Names under which a function hands on what it was told."""


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.name)
def test_every_act_of_people_is_judged_or_says_why_not(file: Path) -> None:
    named = set(_acts(ast.parse(file.read_text(encoding="utf-8"))))
    assert not named - FACTS_OF.keys() - WITHOUT_FACT.keys() - HANDED_ON


def test_acts_are_found_in_what_people_do() -> None:
    files = ("people", "habits", "occasions", "second_act")
    trees = [ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8")) for name in files]
    found = {act for tree in trees for act in _acts(tree)}
    assert (FACTS_OF.keys() | WITHOUT_FACT.keys()) <= found


def test_every_table_is_told_by_events_or_says_why_not() -> None:
    told = {one.table for one in EVENTS_OF}
    tables = {table.fullname for name in ROLES for table in manifest(name).metadata.sorted_tables}
    assert told | WITHOUT_EVENT.keys() == tables
    assert not told & WITHOUT_EVENT.keys()


def _acts(tree: ast.AST) -> Iterator[str]:
    """Every act that is named where somebody acts; in place of a name, what it stands for."""
    for function in ast.walk(tree):
        if isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
            tuples = _tuples(function)
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (place := _place(call.func)) is not None:
                    yield from _said(call, place, tuples)


def _place(called: ast.expr) -> int | None:
    """Which argument names the act."""
    match called:
        case ast.Attribute(attr="act", value=ast.Name(id="around" | "self")):
            return 1
        case ast.Attribute(attr="act"):
            return 0
        case ast.Attribute(attr=name):
            return SAYS_ACT.get(name)
        case _:
            return None


def _said(call: ast.Call, place: int, tuples: dict[str, list[ast.expr]]) -> Iterator[str]:
    given: list[ast.expr] = []
    for argument in call.args:
        match argument:
            case ast.Starred(value=ast.Name(id=name)):
                given += tuples[name]
            case _:
                given.append(argument)
    match given[place]:
        case ast.Constant(value=str(act)):
            yield act
        case ast.Name(id=name):
            yield name
        case other:
            raise AssertionError(f"line {call.lineno}: {ast.unparse(other)} is no act's name")


def _tuples(function: ast.AST) -> dict[str, list[ast.expr]]:
    return {
        target.id: value.elts
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(value := node.value, ast.Tuple)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
