"""Taking over an older register: looked through whole, then entered whole or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.distribution.domain.desk import demand_clerk
from services.distribution.domain.numbering import Series, demand_confirmed, demand_known_series
from services.distribution.domain.old_register import (
    Fault,
    Line,
    Table,
    out_of_sequence,
    read_table,
)
from services.distribution.domain.register import Recorded, RegisterEvent
from services.distribution.store import register
from shared.domain.dates import vietnam_date
from shared.domain.people import Person
from shared.domain.refusals import Invalid
from shared.runtime import ledger
from shared.runtime.database import Work

MOST_TOLD: Final = 200
"""How many faults are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import would do, or did."""

    series: str
    lines: int
    first: str
    last: str
    """As printed; empty for a table without a line that can be read."""
    faults: Sequence[Fault]
    duplicates: Sequence[Fault]
    """The same number and symbol in another series, which a clerk may accept (PL6)."""


async def read(data: bytes) -> Table:
    """Outside of every transaction, in a thread."""
    return await asyncio.to_thread(read_table, data)


async def look(work: Work, me: Person, table: Table, series: str | None) -> Report:
    """What would come of it; nothing is written but the series' first row."""
    demand_clerk(me)
    code = _series(me, series)
    await register.hold_books(work, me.agency)
    return await _report(work, me, table, code, await _locked(work, me, table, code))


async def enter_all(
    work: Work, me: Person, table: Table, series: str | None, *, accept_duplicates: bool
) -> Report:
    """Enter every line, and continue the series after it; refused whole for one wrong line.

    Raises `Invalid` (`import_wrong`), naming each line.
    """
    demand_clerk(me)
    code = _series(me, series)
    await register.hold_books(work, me.agency)
    report = await _report(work, me, table, code, await _locked(work, me, table, code))
    wrong = [*report.faults, *(() if accept_duplicates else report.duplicates)]
    if wrong or not table.lines:
        raise Invalid(
            "import_wrong",
            f"Chưa nhập dòng nào: có {len(wrong)} chỗ phải sửa. Hãy sửa các dòng nêu dưới đây rồi "
            "nhập lại cả tệp.",
            details={f"line {fault.line}": fault.sentence for fault in wrong[:MOST_TOLD]},
        )
    await register.append_all(work, [_event(work, me, code, line) for line in table.lines])
    last = table.lines[-1]
    after = Series(year=last.dated.year, last_number=last.number, last_date=last.dated)
    await register.keep_series(work, me.agency, code, after)
    await ledger.record(
        work,
        agency=me.agency,
        case=f"{me.agency}-{code}",
        account=me.id,
        act="register_imported",
        organisation=me.version,
        details={"lines": report.lines, "first": report.first, "last": report.last},
    )
    return report


def _series(me: Person, series: str | None) -> str:
    general = next(one.series for one in me.organisation.numbering if one.is_general())
    wanted = series or general
    demand_known_series(wanted, (one.series for one in me.organisation.numbering))
    return wanted


async def _locked(work: Work, me: Person, table: Table, series: str) -> Series:
    first = table.lines[0].dated if table.lines else vietnam_date(work.clock.now())
    stands = await register.lock_series(work, me.agency, series, year=first.year)
    demand_confirmed(series, stands)
    return stands


async def _report(work: Work, me: Person, table: Table, code: str, series: Series) -> Report:
    closed = await register.closed_years(work, me.agency)
    today = vietnam_date(work.clock.now())
    faults = [*table.faults, *out_of_sequence(table.lines, series, today, closed)]
    years = {line.dated.year for line in table.lines}
    taken = await register.printed_in(work, me.agency, years, but=code)
    return Report(
        series=code,
        lines=len(table.lines),
        first=table.lines[0].printed if table.lines else "",
        last=table.lines[-1].printed if table.lines else "",
        faults=sorted(faults, key=lambda fault: fault.line),
        duplicates=[
            Fault(
                line=line.line,
                sentence=f"số {line.printed} năm {line.dated.year} đã có trong hệ số {other}.",
            )
            for line in table.lines
            if (other := taken.get((line.dated.year, line.number, line.symbol)))
        ],
    )


def _event(work: Work, me: Person, series: str, line: Line) -> RegisterEvent:
    return RegisterEvent(
        agency=me.agency,
        seq=0,
        kind=Recorded.IMPORTED,
        case="",
        round=0,
        series=series,
        year=line.dated.year,
        number=line.number,
        symbol=line.symbol,
        dated=line.dated,
        file=None,
        at=work.clock.now(),
        account=me.id,
        organisation=me.version,
        details={
            "subject": line.subject,
            "signer": line.signer,
            "recipients": list(line.recipients),
            "file_copy": list(line.file_copy),
            "copies": line.copies,
            "sent_on": line.sent_on.isoformat() if line.sent_on else None,
            "receipt": line.receipt,
            "note": line.note,
        },
        previous=None,
    )
