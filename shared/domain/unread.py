"""What could not be read of a file, and rules that are silent about it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NoReturn, TypeVar

Fault = tuple[str, str]
"""A path in the file, and a Vietnamese sentence."""

Thing = TypeVar("Thing")


class Undecided(Exception):  # noqa: N818 -- an answer, not an error
    """A rule asked for what could not be read."""


class Unread:
    """Stands where a value could not be read; only `is` may be asked of it."""

    __slots__ = ()

    def _undecided(self, *_args: object) -> NoReturn:
        raise Undecided

    __getattr__ = __iter__ = __len__ = __bool__ = __contains__ = _undecided
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _undecided
    __str__ = __format__ = __getitem__ = _undecided

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final[Any] = Unread()


def known(value: Thing) -> Thing:
    """The value itself; raises Undecided where it could not be read."""
    if value is UNREAD:
        raise Undecided
    return value


def decided(answers: Iterable[Thing]) -> Iterator[Thing]:
    """What is answered before something that could not be read is asked for."""
    try:
        yield from answers
    except Undecided:
        return


def is_read(value: object) -> bool:
    return value is not UNREAD


def each(
    where: str, items: Iterable[Thing], rule: Callable[[str, Thing], Iterator[Fault]]
) -> Iterator[Fault]:
    """Ask a rule of every item, at the item's path; one that can't be read hides no other."""
    for number, item in enumerate(items):
        yield from decided(rule(f"{where}[{number}]", item))
