"""How a process ends that may have spoken with the engine."""

import sys
import time
from typing import Final

CLIENT: Final = "temporalio"
MOMENT: Final = 0.1
"""Seconds."""


def let_go() -> None:
    """Wait a moment for the threads of the engine's client, if it was ever loaded.

    They must end before the interpreter does (sdk-python#300).
    """
    if CLIENT in sys.modules:
        time.sleep(MOMENT)
