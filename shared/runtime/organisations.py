"""Organisation versions as a service keeps them: immutable, named by the hash of their content."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from unicodedata import category

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.canonical import canonical, sha256
from shared.domain.organisation import Organisation
from shared.domain.organisation_faults import faults_of
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment

_READER: Final = TypeAdapter(Organisation)


class OrganisationUnknown(Exception):  # noqa: N818 -- a fault, said to an operator
    """A version that this service was not given yet: loading it again completes the load."""


def read_organisation(content: Mapping[str, Any]) -> Organisation:
    """Make an organisation of a file's content; refused whole, each wrong field by its path."""
    faults = dict(_unprintable(content, ()))
    try:
        organisation = _READER.validate_python(content)
    except ValidationError as errors:
        faults |= {_path(error["loc"]): error["msg"] for error in errors.errors()}
    else:
        faults = faults or faults_of(organisation)
        if not faults:
            return organisation
    raise Invalid("organisation_wrong", "Tệp tổ chức có chỗ sai, chưa nạp gì.", details=faults)


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    shown = "".join(letter for letter in path if not _is_control(letter))
    return shown.removeprefix(".") or "file"


def _unprintable(value: Any, at: tuple[int | str, ...]) -> Iterator[tuple[str, str]]:
    """Control characters, wherever they hide: the database takes no NUL, a page no bell."""
    if isinstance(value, str) and any(map(_is_control, value)):
        yield _path(at), "must not contain control characters"
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _unprintable(inner, (*at, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unprintable(inner, (*at, number))


def _is_control(letter: str) -> bool:
    return category(letter) in {"Cc", "Cs"}


def version_of(content: Mapping[str, Any]) -> str:
    """The name of a version: SHA-256 of its canonical JSON, in hex."""
    return sha256(canonical(content))


class Organisations:
    """The versions stored in one service's schema; a version once read stays in memory."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self._versions = metadata.tables[f"{metadata.schema}.organisation_versions"]
        self._active = metadata.tables[f"{metadata.schema}.organisations"]
        self._activation = sa.func.hashtextextended(f"{metadata.schema}/organisations", 0)
        self._read: dict[str, Organisation] = {}

    async def store(
        self, db: AsyncConnection, content: Mapping[str, Any], *, by: str, at: datetime
    ) -> tuple[str, str]:
        """Validate and keep a version, once; return its agency and its name."""
        organisation = read_organisation(content)
        await self._refuse_foreign_accounts(db, organisation)
        version, agency = version_of(content), organisation.agency.code
        row = {
            "version": version,
            "agency": agency,
            "content": dict(content),
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
        await db.execute(sa.select(sa.func.pg_advisory_xact_lock(self._activation)))
        await self._refuse_foreign_accounts(db, organisation)  # others may have come in force since
        row = {"agency": agency, "version": version, "activated_at": at}
        await db.execute(
            insert(self._active)
            .values(row)
            .on_conflict_do_update(index_elements=["agency"], set_=row)
        )

    async def get(self, db: AsyncConnection, version: str) -> Organisation:
        """Return a stored version; raises OrganisationUnknown, a fault that is retried."""
        if version not in self._read:
            query = sa.select(self._versions.c.content).where(self._versions.c.version == version)
            content = await db.scalar(query)
            if content is None:
                raise OrganisationUnknown(f"organisation version {version} is not stored here")
            self._read[version] = read_organisation(content)
        return self._read[version]

    async def in_force(self, db: AsyncConnection, agency: str) -> tuple[str, Organisation]:
        """The version in force for an agency, and its name."""
        query = sa.select(self._active.c.version).where(self._active.c.agency == agency)
        version = await db.scalar(query)
        if version is None:
            raise OrganisationUnknown(f"no organisation is in force for {agency}")
        return version, await self.get(db, version)

    async def person(self, db: AsyncConnection, sub: str) -> Person:
        """Who a subject is now; refused if no agency in force knows the account."""
        for version in await db.scalars(sa.select(self._active.c.version)):
            organisation = await self.get(db, version)
            if account := organisation.account(sub):
                return Person(account=account, organisation=organisation, version=version)
        raise NotYours(
            "no_account", f"Tài khoản {sub} không có trong cơ quan nào đang dùng hệ thống."
        )

    async def _refuse_foreign_accounts(
        self, db: AsyncConnection, organisation: Organisation
    ) -> None:
        """One token, one agency: an account must not stand in another agency's file too."""
        rows = await db.execute(sa.select(self._active.c.agency, self._active.c.version))
        faults = {}
        for agency, version in rows:
            if agency == organisation.agency.code:
                continue
            theirs = await self.get(db, version)
            for number, account in enumerate(organisation.accounts):
                if theirs.account(account.id):
                    faults[f"accounts[{number}].id"] = f"{account.id} is an account of {agency}"
        if faults:
            raise Invalid(
                "organisation_wrong", "Tệp tổ chức có chỗ sai, chưa nạp gì.", details=faults
            )
