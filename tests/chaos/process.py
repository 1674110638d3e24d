"""A process of the product in the harness's surroundings: `python -m tests.chaos.process NAME`."""

import atexit
import sys

from shared.runtime.ending import let_go
from shared.runtime.loading import loading


def main(name: str) -> None:
    with loading():
        from services.__main__ import manifest  # noqa: PLC0415 -- as the product loads itself
        from tests.chaos.surrounded import serve  # noqa: PLC0415 -- as above

        service = manifest(name)
    serve(service)


if __name__ == "__main__":
    atexit.register(let_go)
    main(sys.argv[1])
