"""Organisation versions as a service keeps them: immutable, named by the hash of their content."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.canonical import canonical, sha256
from shared.domain.organisation import Organisation
from shared.domain.organisation_faults import faults_of
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment
from shared.runtime.national_days import with_national_days
from shared.runtime.remains import remains
from shared.runtime.sentences import faults_in, path_of
from shared.runtime.text import is_hidden

_READER: Final = TypeAdapter(Organisation)

log = structlog.get_logger(__name__)


class OrganisationUnknown(Exception):  # noqa: N818 -- a fault, said to an operator
    """A version that this service was not given yet: loading it again completes the load."""


class OrganisationUnreadable(Exception):  # noqa: N818 -- a fault, said to an operator
    """A stored version that this release can't read: a release that can mends it."""


def read_organisation(content: Mapping[str, Any]) -> Organisation:
    """Make an organisation of a file's content; refused whole, each wrong field by its path.

    Wrong fields hide no others: the rules are asked of everything that can be read. Only hidden
    letters are told by themselves, for no answer can carry a rule's sentence that quotes one.
    """
    if hidden := dict(_hidden_letters(content)):
        raise _wrong(hidden)
    try:
        organisation = _READER.validate_python(content)
        shape = {}
    except ValidationError as errors:
        organisation = remains(Organisation, content)
        shape = faults_in(errors.errors())
    faults = faults_of(organisation) | shape
    if faults:
        raise _wrong({path or "file": sentence for path, sentence in faults.items()})
    return organisation


def read_stored(version: str, content: Mapping[str, Any]) -> Organisation:
    """Make an organisation of a version that was kept: by its shape alone.

    It was checked by the rules of its day, and dispatches pin it: rules that came later do not
    count, nor fields of a later release. Raises OrganisationUnreadable.
    """
    try:
        return _READER.validate_python(content, extra="ignore")
    except ValidationError as errors:
        places = ", ".join(path_of(error["loc"]) or "file" for error in errors.errors())
        raise OrganisationUnreadable(f"organisation version {version}: {places}") from None


def _wrong(faults: Mapping[str, str]) -> Invalid:
    return Invalid(
        "organisation_wrong",
        "Tệp tổ chức có chỗ sai, chưa nạp gì; sửa các chỗ nêu dưới đây rồi nạp lại.",
        details=faults,
    )


def _hidden_letters(content: Any) -> Iterator[tuple[str, str]]:
    """Control characters, wherever they hide: the database takes no NUL, a page no bell."""
    waiting: list[tuple[tuple[int | str, ...], Any]] = [((), content)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, str) and any(map(is_hidden, value)):
            yield path_of(at), "có ký tự ẩn hoặc ký tự điều khiển; hãy xóa ký tự đó"
        elif isinstance(value, Mapping):
            waiting.extend(((*at, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*at, number), inner) for number, inner in enumerate(value))


def version_of(content: Mapping[str, Any]) -> str:
    """The name of a version: SHA-256 of its canonical JSON, in hex."""
    return sha256(canonical(content))


class Organisations:
    """The versions stored in one service's schema; a version once read stays in memory."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self._versions = metadata.tables[f"{metadata.schema}.organisation_versions"]
        self._active = metadata.tables[f"{metadata.schema}.organisations"]
        self._activation = sa.func.hashtextextended(f"{metadata.schema}/organisations", 0)
        self._in_force = sa.select(self._active.c.version)
        self._read: dict[str, Organisation] = {}
        self._ids: dict[str, frozenset[str]] = {}

    async def store(
        self, db: AsyncConnection, content: Mapping[str, Any], *, by: str, at: datetime
    ) -> tuple[str, str]:
        """Validate and keep a version, once; return its agency and its name.

        The file's content is completed with the holidays known `at` that instant, and named with
        them: the same file in a later year is another version.
        """
        completed = with_national_days(content, at)
        organisation = read_organisation(completed)
        await self._refuse_foreign_accounts(db, organisation)
        version, agency = version_of(completed), organisation.agency.code
        row = {
            "version": version,
            "agency": agency,
            "content": completed,
            "loaded_by": by,
            "loaded_at": at,
        }
        await db.execute(insert(self._versions).values(row).on_conflict_do_nothing())
        return agency, version

    async def activate(
        self, db: AsyncConnection, agency: str, version: str, *, at: datetime
    ) -> None:
        """Put a stored version in force for its agency."""
        organisation = await self.get(db, version)
        if organisation.agency.code != agency:
            raise WrongMoment("other_agency", f"Phiên bản này là của {organisation.agency.code}.")
        if faults := faults_of(organisation):  # it may be older than a rule
            raise _wrong(faults)
        await db.execute(sa.select(sa.func.pg_advisory_xact_lock(self._activation)))
        await self._refuse_foreign_accounts(db, organisation)  # others may have come in force since
        row = {"agency": agency, "version": version, "activated_at": at}
        await db.execute(
            insert(self._active)
            .values(row)
            .on_conflict_do_update(index_elements=["agency"], set_=row)
        )

    async def get(self, db: AsyncConnection, version: str) -> Organisation:
        """Return a stored version; raises OrganisationUnknown and OrganisationUnreadable.

        Both are faults, which are retried.
        """
        if version not in self._read:
            content = await self._content(db, version)
            if content is None:
                raise OrganisationUnknown(f"organisation version {version} is not stored here")
            self._read[version] = read_stored(version, content)
        return self._read[version]

    async def in_force(self, db: AsyncConnection, agency: str) -> tuple[str, Organisation]:
        """The version in force for an agency, and its name."""
        version = await self.version_in_force(db, agency)
        if version is None:
            raise OrganisationUnknown(f"no organisation is in force for {agency}")
        return version, await self.get(db, version)

    async def version_in_force(self, db: AsyncConnection, agency: str) -> str | None:
        query = sa.select(self._active.c.version).where(self._active.c.agency == agency)
        version: str | None = await db.scalar(query)
        return version

    async def person(self, db: AsyncConnection, sub: str) -> Person:
        """Who a subject is now; refused if no agency in force knows the account.

        A version that can't be read holds up its own agency's people only: for them it raises
        OrganisationUnreadable.
        """
        for version in await db.scalars(self._in_force):
            if sub not in await self._accounts(db, version):
                continue
            organisation = await self.get(db, version)
            if account := organisation.account(sub):
                return Person(account=account, organisation=organisation, version=version)
        raise NotYours(
            "no_account", f"Tài khoản {sub} không có trong cơ quan nào đang dùng hệ thống."
        )

    async def _accounts(self, db: AsyncConnection, version: str) -> frozenset[str]:
        """Ids of a version's accounts, as far as they can be told of one that can't be read."""
        if version not in self._ids:
            content = await self._content(db, version)
            self._ids[version] = _ids_in(content)
            try:
                await self.get(db, version)
            except OrganisationUnreadable as fault:
                log.error("organisation.unreadable", why=str(fault))  # noqa: TRY400 -- its trace says no more
        return self._ids[version]

    async def _content(self, db: AsyncConnection, version: str) -> Any:
        query = sa.select(self._versions.c.content).where(self._versions.c.version == version)
        return await db.scalar(query)

    async def _refuse_foreign_accounts(
        self, db: AsyncConnection, organisation: Organisation
    ) -> None:
        """One token, one agency: an account must not stand in another agency's file too."""
        rows = await db.execute(sa.select(self._active.c.agency, self._active.c.version))
        faults = {}
        for agency, version in rows:
            if agency == organisation.agency.code:
                continue
            theirs = await self._accounts(db, version)
            for number, account in enumerate(organisation.accounts):
                if account.id in theirs:
                    faults[f"accounts[{number}].id"] = (
                        f"“{account.id}” là tài khoản của cơ quan {agency}"
                    )
        if faults:
            raise _wrong(faults)


def _ids_in(content: Any) -> frozenset[str]:
    """The accounts' ids in a content of whatever shape."""
    accounts = content.get("accounts") if isinstance(content, Mapping) else None
    listed = accounts if isinstance(accounts, list) else []
    return frozenset(
        str(account["id"]) for account in listed if isinstance(account, Mapping) and "id" in account
    )
