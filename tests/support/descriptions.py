"""What the services say of themselves: made once, for it takes half a second and is always so."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

_MADE: dict[str, dict[str, Any]] = {}


def description_of(service: str, app: Callable[[], FastAPI]) -> dict[str, Any]:
    """The OpenAPI document of a service by its name, the same of each of its apps."""
    if service not in _MADE:
        _MADE[service] = app().openapi()
    return _MADE[service]
