"""What can be read of a value with faults; UNREAD stands where nothing can."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from shared.domain.unread import UNREAD


def remains(wanted: Any, value: Any) -> Any:
    """Make a `wanted` (a dataclass, a tuple of one kind, a plain type) of what can be read.

    Nothing is left out: every list keeps its places, fields that nobody knows are ignored.
    """
    if is_dataclass(wanted):
        return _dataclass(wanted, value)
    if get_origin(wanted) is tuple:
        inner, *_ = get_args(wanted)
        if not isinstance(value, list | tuple):
            return UNREAD
        return tuple(remains(inner, one) for one in value)
    try:
        return _reader(wanted).validate_python(value)
    except ValidationError:
        return UNREAD


def _dataclass(wanted: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return UNREAD
    kinds = get_type_hints(wanted)
    return wanted(
        **{
            field.name: remains(kinds[field.name], value[field.name])
            if field.name in value
            else _left_out(field)
            for field in fields(wanted)
        }
    )


def _left_out(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return UNREAD if field.default is MISSING else field.default


@cache
def _reader(wanted: Any) -> TypeAdapter[Any]:
    return TypeAdapter(wanted)
