"""How often strangers may ask: buckets of tokens, in the memory of one process."""

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared.domain.refusals import TooOften

MOST_CALLERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    burst: int
    """Questions that may come at once."""
    per_minute: int


EACH: Final = Allowance(burst=20, per_minute=30)
ALL: Final = Allowance(burst=200, per_minute=1200)


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: datetime

    def filled(self, allowance: Allowance, now: datetime) -> "_Bucket":
        seconds = max(0.0, (now - self.at).total_seconds())
        grown = self.tokens + seconds * allowance.per_minute / 60
        return _Bucket(min(float(allowance.burst), grown), now)

    def taken(self) -> "_Bucket":
        return replace(self, tokens=self.tokens - 1)


class Throttle:
    """Counts each caller by itself, and all together: many callers are no way round it.

    Of too many callers the one that asked longest ago is forgotten.
    """

    def __init__(self, each: Allowance = EACH, everybody: Allowance = ALL) -> None:
        self._each, self._everybody = each, everybody
        self._callers: OrderedDict[str, _Bucket] = OrderedDict()
        self._all: _Bucket | None = None

    def demand(self, caller: str, now: datetime) -> None:
        """Count one question; raises `TooOften`, which costs nothing."""
        mine = _now(self._callers.get(caller), self._each, now)
        everybody = _now(self._all, self._everybody, now)
        wait = max(_wait(mine, self._each), _wait(everybody, self._everybody))
        if wait:
            raise TooOften(
                "too_often",
                f"Có quá nhiều lượt tra cứu; hãy thử lại sau {wait} giây.",
                wait=wait,
            )
        self._all = everybody.taken()
        self._callers[caller] = mine.taken()
        self._callers.move_to_end(caller)
        if len(self._callers) > MOST_CALLERS:
            self._callers.popitem(last=False)


def _now(bucket: _Bucket | None, allowance: Allowance, now: datetime) -> _Bucket:
    full = _Bucket(float(allowance.burst), now)
    return bucket.filled(allowance, now) if bucket else full


def _wait(bucket: _Bucket, allowance: Allowance) -> int:
    """Whole seconds until there is a token; 0 where there is one."""
    missing = 1 - bucket.tokens
    return math.ceil(missing * 60 / allowance.per_minute) if missing > 0 else 0
