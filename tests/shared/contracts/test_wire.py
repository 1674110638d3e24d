"""Payloads as they lie in histories: a change that old payloads do not survive is noticed."""

import json
import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter

import shared.contracts
from tests.shared.contracts.examples import EXAMPLES
from tests.support.golden import check

GOLDEN = Path(__file__).parent / "golden"
EARLIER = sorted((GOLDEN / "earlier").glob("*.json"))
"""Payloads as earlier releases wrote them, with fewer fields; never written anew."""
CONVERTER = pydantic_data_converter.payload_converter


def contract_modules() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(shared.contracts.__path__)]


def contract_dataclasses() -> set[str]:
    return {
        f"{module}.{name}"
        for module in contract_modules()
        for name, value in vars(import_module(f"shared.contracts.{module}")).items()
        if is_dataclass(value) and value.__module__ == f"shared.contracts.{module}"
    }


def written(value: Any) -> str:
    payload = CONVERTER.to_payload(value)
    assert payload.metadata["encoding"] == b"json/plain"
    return json.dumps(json.loads(payload.data), ensure_ascii=False, indent=1) + "\n"


def read(text: str, as_type: type[Any]) -> Any:
    payload = Payload(metadata={"encoding": b"json/plain"}, data=text.encode())
    return CONVERTER.from_payload(payload, as_type)


def test_every_contract_has_an_example() -> None:
    assert set(EXAMPLES) == contract_dataclasses()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_payload_is_written_as_it_always_was(name: str) -> None:
    check(GOLDEN / f"{name}.json", written(EXAMPLES[name]))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_payload_of_long_ago_can_be_read(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert read(text, type(EXAMPLES[name])) == EXAMPLES[name]


@pytest.mark.parametrize("file", EARLIER, ids=lambda file: file.stem)
def test_a_payload_of_an_earlier_release_is_read_whole(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    again = json.loads(written(read(text, type(EXAMPLES[file.stem]))))
    assert keeps(json.loads(text), again)


def keeps(old: Any, new: Any) -> bool:
    """Everything that the old value says the new one says too."""
    if isinstance(old, dict):
        return all(name in new and keeps(value, new[name]) for name, value in old.items())
    return bool(old == new)
