"""What drafting learns of dispatches that left its hands: that they are filed."""

from collections.abc import Sequence
from datetime import datetime

from services.drafting.store import open_flows
from shared.runtime.database import Work


async def note_filed(work: Work, cases: Sequence[str], at: datetime) -> None:
    """Once each, as the records desk says; nobody takes a file copy back."""
    if cases:
        await open_flows.note_filed(work, cases, at)
