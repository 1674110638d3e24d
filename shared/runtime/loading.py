"""How a process loads what it is made of."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Let the garbage collector rest while modules are loaded.

    They stay as long as the process: looking for garbage among them again and again finds
    nothing, and takes a quarter of a start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
