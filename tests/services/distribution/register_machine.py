"""A register that lives at random against a model of it, on a real PostgreSQL.

Hours never go back: each life begins with a year of its own.
"""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final, TypeVar

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.distribution.operations import acts, closing, importing, reserving
from services.distribution.operations.reserving import Wish
from services.distribution.store import register
from shared.domain.dates import VIETNAM, vietnam_date
from shared.domain.refusals import WrongMoment
from tests.services.distribution.records_desk import RecordsDesk
from tests.services.distribution.test_old_register import table

T = TypeVar("T")
KINDS: Final = {
    "VB": ("cong_van", "SVHTTDL-VP"),
    "QD": ("quyet_dinh", "QĐ-SVHTTDL"),
    "CT": ("chi_thi", "CT-SVHTTDL"),
}
NUMBERING: Final = [
    {"series": "VB", "name": "Văn bản hành chính"},
    {"series": "QD", "name": "Quyết định", "types": ["quyet_dinh"]},
    {"series": "CT", "name": "Chỉ thị", "types": ["chi_thi"]},
]
SERIES: Final = st.sampled_from(sorted(KINDS))


class Crash(Exception):  # noqa: N818 -- the process dies here
    pass


class RegisterMachine(RuleBasedStateMachine):
    desk: ClassVar[RecordsDesk]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def __init__(self) -> None:
        super().__init__()
        self.year = vietnam_date(self.desk.now).year + 1
        self.books: dict[tuple[str, int], list[str]] = {}
        """By series and year how each number stands: numbered, kept, void, imported."""
        self.numbered: dict[str, tuple[str, int, int]] = {}
        self.kept: dict[str, tuple[str, int, int, datetime]] = {}
        self.closed: set[int] = set()
        self._to_new_year()

    def _to_new_year(self) -> None:
        midnight = datetime(self.year, 1, 1, tzinfo=VIETNAM).astimezone(UTC)
        self.desk.office.clock.ahead += midnight - self.desk.now + timedelta(minutes=1)

    def _book(self, series: str) -> list[str]:
        return self.books.setdefault((series, self.year), [])

    def _lay(self, series: str) -> str:
        doc_type, self.desk.symbol = KINDS[series]
        return self.run(self.desk.lay(doc_type=doc_type))

    @rule(series=SERIES)
    def issue(self, series: str) -> None:
        case = self._lay(series)
        book = self._book(series)
        assert self.run(self.desk.issue(case)) == f"{len(book) + 1:02d}/{KINDS[series][1]}"
        book.append("numbered")
        self.numbered[case] = series, self.year, len(book)

    @rule(series=SERIES, cut=st.booleans())
    def die_while_issuing(self, series: str, cut: bool) -> None:
        """Between the locks, or with everything written and nothing committed."""
        case = self._lay(series)

        async def dying() -> None:
            async with self.desk.work() as (work, me):
                if cut:
                    await register.lock_series(work, me.agency, series, year=2026)
                    await work.db.execute(sa.text("select pg_terminate_backend(pg_backend_pid())"))
                await acts.issue(work, me, case, self.desk.looked_at(case))
                raise Crash

        with pytest.raises((Crash, sa.exc.DBAPIError)):
            self.run(dying())

    @rule(series=SERIES, hours=st.integers(1, 48))
    def reserve(self, series: str, hours: int) -> None:
        expires_at = self.desk.now + timedelta(hours=hours)
        wish = Wish(unit="VP", doc_type=KINDS[series][0], purpose="Họp", expires_at=expires_at)

        async def keep() -> str:
            async with self.desk.work() as (work, me):
                return (await reserving.reserve(work, me, wish)).id

        book, id_ = self._book(series), self.run(keep())
        book.append("kept")
        self.kept[id_] = series, self.year, len(book), expires_at

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def use(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.kept)))
        series, year, number, expires_at = self.kept[id_]
        case = self._lay(series)
        signed_on = vietnam_date(self.desk.refs[case].signed_at)

        async def take() -> str:
            async with self.desk.work() as (work, me):
                done = await acts.issue(work, me, case, self.desk.looked_at(case), reserved=id_)
                assert done.number is not None
                assert done.number.dated >= signed_on
                assert self.desk.now < expires_at + timedelta(seconds=5)
                return done.number.printed

        try:
            printed = self.run(take())
        except WrongMoment as refused:
            if refused.code not in {"reservation_expired", "signed_after_reservation"}:
                raise
            return
        assert printed == f"{number:02d}/{KINDS[series][1]}"
        self.books[series, year][number - 1] = "numbered"
        self.numbered[case] = series, year, number
        del self.kept[id_]

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def expire_or_cancel(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.kept)))
        series, year, number, expires_at = self.kept.pop(id_)
        late = data.draw(st.booleans())

        async def end() -> None:
            async with self.desk.work() as (work, me):
                if late:
                    await reserving.expire(work, me.agency, id_, expires_at)
                else:
                    await reserving.cancel(work, me, id_, "Không dùng")

        self.run(end())
        self.books[series, year][number - 1] = "void"

    @precondition(lambda self: self.numbered)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        self._void(data.draw(st.sampled_from(sorted(self.numbered))))

    def _void(self, case: str) -> None:
        async def cancel() -> None:
            async with self.desk.work() as (work, me):
                await acts.void(work, me, case, "Nhầm")

        self.run(cancel())
        series, year, number = self.numbered.pop(case)
        self.books[series, year][number - 1] = "void"

    @rule(series=SERIES, lines=st.integers(1, 4))
    def take_over(self, series: str, lines: int) -> None:
        book, day = self._book(series), f"{vietnam_date(self.desk.now):%d/%m/%Y}"
        rows = [
            f"{number:02d}/{KINDS[series][1]},{day},Trích yếu,Người ký"
            for number in range(len(book) + 1, len(book) + lines + 1)
        ]

        async def take() -> None:
            read = await importing.read(table(*rows))
            async with self.desk.work() as (work, me):
                await importing.enter_all(work, me, read, series, accept_duplicates=False)

        self.run(take())
        book.extend(["imported"] * lines)

    @rule(hours=st.integers(1, 72))
    def wait(self, hours: int) -> None:
        if vietnam_date(self.desk.now + timedelta(hours=hours)).year == self.year:
            self.desk.office.clock.ahead += timedelta(hours=hours)

    @rule()
    def end_the_year(self) -> None:
        """The books of the year that ends are closed, once nothing waits for its seal."""
        over = self.year
        self.year += 1
        self._to_new_year()

        async def close() -> None:
            async with self.desk.work() as (work, me):
                await closing.close_year(work, me, over)

        waiting = [case for case, at in self.numbered.items() if at[1] == over]
        books = {at: book for at, book in self.books.items() if at[1] == over and book}
        if waiting or not books:
            with pytest.raises(WrongMoment) as refused:
                self.run(close())
            assert refused.value.code == ("numbered_not_sealed" if waiting else "book_empty")
        if not books:
            return
        for case in waiting:
            self._void(case)
        self.run(close())
        self.closed.add(over)
        for id_, (series, year, number, _) in list(self.kept.items()):
            if year == over:
                self.books[series, year][number - 1] = "void"
                del self.kept[id_]

    @invariant()
    def the_books_of_the_year_are_as_the_model_has_them(self) -> None:
        for (series, year), book in self.books.items():
            if year == self.year:
                assert self.run(_told(self.desk, series, year)) == book

    def teardown(self) -> None:
        for (series, year), book in self.books.items():
            assert self.run(_told(self.desk, series, year)) == book
        checked = self.run(self.desk.check())
        assert (checked["whole"], checked["faults"]) == (True, [])


def register_in(desk: RecordsDesk, loop: asyncio.AbstractEventLoop) -> type[RegisterMachine]:
    """The machine over this desk, whose coroutines run in `loop`."""
    return type("Register", (RegisterMachine,), {"desk": desk, "loop": loop})


async def _told(desk: RecordsDesk, series: str, year: int) -> list[str]:
    async with desk.client() as clerk:
        answer = await clerk.get("/register", params={"series": series, "year": year})
    told: list[dict[str, Any]] = answer.json()["entries"]
    assert [int(one["number"]) for one in told] == list(range(1, len(told) + 1))
    days = [one["date"] for one in told]
    assert days == sorted(days)
    return [_stands(one) for one in told]


def _stands(entry: dict[str, Any]) -> str:
    if entry["voided"]:
        return "void"
    if entry["stage"] == "NUMBERED":
        return "numbered"
    return "kept" if entry["note"].startswith("Giữ số") else "imported"
