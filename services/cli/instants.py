"""Days and times as people type them, by the clock of Viet Nam: what options are parsed with."""

from datetime import datetime, timedelta
from typing import Final

from deploy.local.troubles import Trouble
from shared.domain.dates import VIETNAM

_DAYS: Final = ("%d/%m/%Y", "%Y-%m-%d")
_TIMES: Final = ("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def beginning(said: str) -> datetime:
    """The aware instant that was typed; of a day without a time its beginning."""
    return _instant(said, timedelta(0))


def end(said: str) -> datetime:
    """The aware instant that was typed; of a day without a time its end, which is no more in it."""
    return _instant(said, timedelta(days=1))


def iso_day(said: str) -> str:
    """An ISO day of a day that was typed."""
    return beginning(said).date().isoformat()


def _instant(said: str, of_day: timedelta) -> datetime:
    if (time := _read(said, _TIMES)) is not None:
        return time.replace(tzinfo=VIETNAM)
    if (day := _read(said, _DAYS)) is not None:
        return (day + of_day).replace(tzinfo=VIETNAM)
    raise Trouble(f"“{said}” không phải ngày giờ; ví dụ: 23/11/2026 hoặc “23/11/2026 13:30”.")


def _read(said: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(said.strip(), form)  # noqa: DTZ007 -- its zone is added above
        except ValueError:
            continue
    return None
