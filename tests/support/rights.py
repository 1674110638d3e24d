"""Every route asked by every kind of person, against the one table of `docs/rights.md`.

Nothing that is asked here is kept: the database refuses each commit, and the service then says
that it is away. So acts are judged one after the other on the same objects, and one that comes
as far as its commit is one that this person may do.
"""

import asyncio
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.support.office import ADMINISTRATOR, LANG_SON, Office, content_of

DOC: Final = Path(__file__).parents[2] / "docs/rights.md"
ROLES: Final[Mapping[str, str | None]] = {
    "no token": None,
    "drafter": "chuyen-vien-vp",
    "colleague": "chuyen-vien-qlvh",
    "other head": "truong-phong-qlvh",
    "unit head": "chanh-van-phong",
    "office": "pho-chanh-van-phong",
    "signer": "duong-minh-tue",
    "other deputy": "pho-giam-doc-2",
    "head": "giam-doc",
    "clerk": "van-thu",
    "administrator": ADMINISTRATOR,
}
STRANGERS: Final = ("xa-truong", "xa-bo-phan", "xa-kiem-tra", "xa-soan-thao", "xa-van-thu")
"""Each post of another agency."""
MAY: Final = "✓"
Row = tuple[str, ...]
People = Mapping[str | None, httpx.AsyncClient]

KEEPS_NOTHING: Final = """
create or replace function public.keep_nothing() returns trigger language plpgsql as
  $$ begin raise exception 'nothing is kept here' using errcode = '57000'; end $$;
do $$ declare one record; begin
  for one in select * from pg_tables where schemaname = '{schema}' loop
    execute format('drop trigger if exists keep_nothing on %I.%I',
      one.schemaname, one.tablename);
    execute format('create constraint trigger keep_nothing after insert or update or delete
      on %I.%I deferrable initially deferred for each row execute function public.keep_nothing()',
      one.schemaname, one.tablename);
  end loop;
end $$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One route, asked for something that is there, of people who may and people who may not."""

    route: str
    """As documented: `GET /drafts/{case}`."""
    of: Mapping[str, str] = field(default_factory=dict)
    """What the address names."""
    unknown: Mapping[str, str] = field(default_factory=dict)
    """The same, where it names nothing that there is; empty: the route names nothing."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    files: Mapping[str, Any] | None = None
    content: bytes | None = None
    media_type: str = "application/pdf"

    @property
    def reads(self) -> bool:
        """Changes nothing: what one is answered does not depend on who asked before."""
        return self.route.startswith("GET ") or "/public/" in self.route

    async def by(self, client: httpx.AsyncClient, named: Mapping[str, str]) -> httpx.Response:
        method, path = self.route.split(" ")
        said: dict[str, Any] = {"headers": {"If-Match": "*"}, "params": self.query}
        if self.files:
            said |= {"files": self.files, "data": self.body}
        elif self.content is not None:
            said["content"] = self.content
            said["headers"] |= {"Content-Type": self.media_type}
        elif self.body is not None:
            said["json"] = self.body
        return await client.request(method, path.format_map(named), **said)


def of_every_service(version: str) -> Iterator[Ask]:
    """The routes that all three have; `version` is the organisation's that is in force."""
    yield Ask(route="POST /organisations/versions", body=content_of(LANG_SON))
    yield Ask(
        route="PUT /organisations/{agency}/active",
        of={"agency": "SVHTTDL"},
        unknown={"agency": "SKHONGCO"},
        body={"version": version},
    )
    yield Ask(route="GET /engine/report")
    yield Ask(route="POST /engine/compare")
    yield Ask(route="POST /engine/wake", body={})


def routes(office: Office, service: str) -> set[str]:
    """Every route that the service documents, but for those of its health."""
    paths = office.description(service)["paths"]
    named = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    return named - {"GET /healthz", "GET /readyz", "GET /alarms"}


async def keep_nothing(office: Office, service: str) -> None:
    """From here on the database refuses each commit of the service."""
    await office.server.execute(KEEPS_NOTHING.format(schema=service), office.database)


def who_may(service: str) -> dict[str, str | None]:
    """By route: the account of the first person who may, or has the right at another time."""
    found = {}
    for line in _documented(service)[1].splitlines()[2:]:
        route, *cells = line.strip("| ").split(" | ")
        best = next(cell for cell in (MAY, "409", "422", "404") if cell in cells)
        found[route] = list(ROLES.values())[cells.index(best)]
    return found


async def rows(office: Office, service: str, asks: Iterable[Ask]) -> list[Row]:
    """What each person is answered at each route, as rows of the table."""
    await keep_nothing(office, service)
    async with AsyncExitStack() as clients:
        people = {
            account: await clients.enter_async_context(office.client(service, account))
            for account in (*ROLES.values(), *STRANGERS)
        }
        return [await _row(people, ask) for ask in asks]


async def _row(people: People, ask: Ask) -> Row:
    told = await _answers(people, ask, ask.of, ROLES.values())
    cells = [cell(told[account]) for account in ROLES.values()]
    if not ask.unknown:
        return (ask.route, *cells, "their own", "-")
    there = await _answers(people, ask, ask.of, STRANGERS)
    of_an_agency = [
        one for one in (*ROLES.values(), *STRANGERS) if one not in {None, ADMINISTRATOR}
    ]
    nowhere = await _answers(people, ask, ask.unknown, of_an_agency)
    for stranger, answer in there.items():
        assert _told(answer) == _told(nowhere[stranger]), f"{ask.route} tells {stranger} too much"
    return (ask.route, *cells, _all(there.values()), _all(nowhere.values()))


async def _answers(
    people: People, ask: Ask, named: Mapping[str, str], accounts: Collection[str | None]
) -> dict[str | None, httpx.Response]:
    """Whoever acts does so after the other, whoever reads beside the other."""
    asked = [ask.by(people[account], named) for account in accounts]
    told = await asyncio.gather(*asked) if ask.reads else [await one for one in asked]
    return dict(zip(accounts, told, strict=True))


def _told(answer: httpx.Response) -> tuple[int, str]:
    """What a stranger may not tell what there is from what there is not by."""
    return answer.status_code, answer.json()["code"]


def _all(answers: Iterable[httpx.Response]) -> str:
    return " ".join(sorted({cell(answer) for answer in answers}))


def cell(answer: httpx.Response) -> str:
    """Answered, or stopped at the commit: may; else the status that refuses."""
    stopped = answer.status_code == 503
    return MAY if answer.is_success or stopped else str(answer.status_code)


def table(found: list[Row]) -> str:
    head = ("route", *ROLES, "another agency's", "unknown")
    lines = [head, tuple("---" for _ in head), *found]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def assert_as_documented(service: str, found: list[Row]) -> None:
    """Each cell as in `docs/rights.md`; `CONGVAN_RECORD=1` writes it anew, to be looked at."""
    before, documented, after = _documented(service)
    made = table(found)
    if os.environ.get("CONGVAN_RECORD"):
        DOC.write_text(before + made + after, encoding="utf-8")
        return
    assert made.splitlines() == documented.splitlines()


def _documented(service: str) -> tuple[str, str, str]:
    """The service's table, and the document before and after it."""
    begin, end = f"<!-- {service} -->\n", f"\n<!-- end of {service} -->"
    before, _, rest = DOC.read_text(encoding="utf-8").partition(begin)
    documented, _, after = rest.partition(end)
    return before + begin, documented, end + after
