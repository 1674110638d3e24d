"""`congvan ...`: run the command that is asked for."""

import atexit
import sys

from shared.runtime.ending import let_go
from shared.runtime.loading import loading


def main() -> int:
    with loading():
        from services.cli import usage  # noqa: PLC0415 -- in one go
        from services.cli.application import application  # noqa: PLC0415 -- as above
    return usage.run(application())


if __name__ == "__main__":
    atexit.register(let_go)
    sys.exit(main())
