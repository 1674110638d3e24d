"""An agency's file damaged in one place, for tests of what is said about it."""

from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Damage = Callable[[Content], object]


def put(*path: str | int, value: object) -> Damage:
    """Set the value at a path."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return damage


def add(*path: str | int, value: object) -> Damage:
    """Append the value to the list at a path."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path:
            place = place[part]
        place.append(value)

    return damage


def drop(*path: str | int) -> Damage:
    """Take the thing at a path away."""

    def damage(content: Content) -> None:
        place: Any = content
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]

    return damage
