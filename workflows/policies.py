"""How long an attempt may take and how often it is made, by the kind of work."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from temporalio.common import RetryPolicy

FURTHEST: Final = timedelta(minutes=1)
"""Faults are tried again for ever, at least this often."""

PATIENCE: Final = timedelta(minutes=5)
"""Before an operator's attention is asked for; a dispatch and a recall bring their own."""

LOOK_AGAIN: Final = timedelta(hours=1)
"""While an operator's attention is asked for, the position is read anew this often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    start_to_close: timedelta
    """One attempt; when it is lost with its process, the next one begins after this."""
    retry: RetryPolicy
    silence: timedelta | None = None
    """A process that tells nothing of an attempt for so long is dead, and the next one begins."""


def within(patience: timedelta, retry: RetryPolicy) -> RetryPolicy:
    """The same, but given up once so long was waited between attempts.

    It counts attempts and cuts none short: one that was, may still be sending its letter when the
    next one sends it too.
    """
    longest = retry.maximum_interval or FURTHEST
    attempts, pause, left = 1, retry.initial_interval, patience
    while pause <= left:
        attempts, left = attempts + 1, left - pause
        pause = min(pause * retry.backoff_coefficient, longest)
    return replace(retry, maximum_attempts=attempts)


SILENCE: Final = timedelta(seconds=10)
"""Several times what passes between two signs of life, see `shared/runtime/pulse.py`."""

DATABASE: Final = Policy(
    start_to_close=timedelta(seconds=10),
    retry=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=FURTHEST),
)
"""A few rows under one lock."""

PDF: Final = Policy(
    start_to_close=timedelta(seconds=60),
    retry=RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=FURTHEST),
    silence=SILENCE,
)
"""Drawing, filling or signing a PDF, blob first."""

SEAL: Final = Policy(
    start_to_close=timedelta(minutes=10),
    retry=RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=FURTHEST),
    silence=SILENCE,
)
"""The main file and every annex, each signed by a device, stamped, and asked about at servers."""

MAIL: Final = Policy(
    start_to_close=timedelta(seconds=30),
    retry=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=FURTHEST),
    silence=SILENCE,
)
"""Every recipient's mailbox in one transaction."""

NOTICE: Final = Policy(
    start_to_close=timedelta(seconds=30),
    retry=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)),
    silence=SILENCE,
)
"""One notice to a mail server or another system, which may be away for days."""

STAMP: Final = Policy(
    start_to_close=timedelta(minutes=10),
    retry=RetryPolicy(
        initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=10)
    ),
    silence=SILENCE,
)
"""One more stamp over a file and each of its annexes; the authority may be away for days."""

COMPARE: Final = Policy(
    start_to_close=timedelta(minutes=5),
    retry=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=FURTHEST),
    silence=SILENCE,
)
"""Every open flow listed twice, and a thousand woken."""

CHECK: Final = Policy(
    start_to_close=timedelta(hours=12),
    retry=RetryPolicy(initial_interval=timedelta(seconds=10), maximum_interval=FURTHEST),
    silence=SILENCE,
)
"""Every row and every file of an agency read through."""
