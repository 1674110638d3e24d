"""The migrations make what the tables say, and rounds of the first release go on after them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.database import driver_url
from deploy.local.settings import OWNER
from deploy.local.trial_keys_on_disk import ensure_keys
from services.approval.signing_keys import SoftKeys
from services.approval.tables import metadata
from shared.contracts.approval import Review
from shared.document.version import FrozenVersion
from shared.runtime import migrations
from shared.runtime.organisations import read_organisation
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    FROZEN,
    HEAD_OF_OFFICE,
    Approval,
    Submitted,
)
from tests.services.approval.first_release import REVISION, FirstRelease, file_of_its_day
from tests.support.issuer import TestIssuer
from tests.support.office import LANG_SON, Office, content_of
from tests.support.server import Server

REVIEWED, REVIEWED_TOO = "SVHTTDL-2026-000101", "SVHTTDL-2026-000102"
PREPARED, TO_SIGN = "SVHTTDL-2026-000103", "SVHTTDL-2026-000104"
RETURNED, RETURNED_TOO = "SVHTTDL-2026-000105", "SVHTTDL-2026-000106"
WITHDRAWN = "SVHTTDL-2026-000107"
OPEN, ALREADY_RETURNED = (REVIEWED, REVIEWED_TOO), (RETURNED, RETURNED_TOO)
WITH_SIGNER = (PREPARED, TO_SIGN)


@dataclass
class Upgraded:
    """Approval after the migrations, with rounds of the first release, by case."""

    approval: Approval
    rounds: dict[str, Submitted]


def frozen(case: str, organisation: str) -> FrozenVersion:
    """As drafting froze it then: the field was the drafting unit's code."""
    return replace(FROZEN, case=case, agency="SVHTTDL", organisation=organisation, field="VP")


async def first_rounds(old: FirstRelease) -> dict[str, tuple[FrozenVersion, str]]:
    """Every way in which a round of the first release may stand, with its version's hash."""
    checked = (*OPEN, *WITH_SIGNER, *ALREADY_RETURNED)
    rounds = {case: frozen(case, old.version) for case in (*checked, WITHDRAWN)}
    kept = {case: (one, await old.round(one)) for case, one in rounds.items()}
    for case in checked:
        await old.decided(*kept[case], 1)
    for case in OPEN:
        await old.turn(rounds[case], 2)
    for case in WITH_SIGNER:
        await old.decided(*kept[case], 2)
    await old.turn(rounds[PREPARED], 3)
    await old.prepared(rounds[PREPARED])
    await old.decided_to_sign(*kept[TO_SIGN], await old.prepared(rounds[TO_SIGN]))
    for case in ALREADY_RETURNED:
        await old.decided(*kept[case], 2, "return")
    await old.withdrawn(rounds[WITHDRAWN])
    return kept


async def migrate(server: Server, database: str, revision: str) -> None:
    """Bring approval's schema to one revision, as its owner."""

    def upgrade(connection: sa.Connection) -> None:
        command.upgrade(migrations.configuration("approval", connection), revision)

    engine = create_async_engine(server.url(database, OWNER), poolclass=sa.pool.NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()


@pytest.fixture(scope="module")
async def first_office(
    server: Server, issuer: TestIssuer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """A deployment whose approval has the tables of the first release."""
    database = f"t{uuid4().hex[:12]}"
    await server.create(database)
    await server.execute("drop schema approval cascade", database)
    await migrate(server, database, REVISION)
    office = Office(server, database, issuer, Path(tmp_path_factory.mktemp("first")))
    yield office
    await office.close()
    await server.drop(database)


@pytest.fixture(scope="module")
async def upgraded(first_office: Office) -> AsyncIterator[Upgraded]:
    office, at = first_office, datetime.now(UTC) - timedelta(hours=1)
    ensure_keys(office.keys, read_organisation(content_of(LANG_SON)), at - timedelta(hours=1))
    blobs = office.process("approval").database.blobs
    url = driver_url(office.server.url(office.database, OWNER))
    connection = await asyncpg.connect(url)
    old = FirstRelease(connection, blobs, SoftKeys(office.keys), at)
    await old.organisation()
    kept = await first_rounds(old)
    await connection.close()
    await migrate(office.server, office.database, "head")
    async with AsyncExitStack() as clients:
        approval = Approval(office, clients, {"SVHTTDL": old.version})
        yield Upgraded(
            approval, {case: Submitted(approval, *round_) for case, round_ in kept.items()}
        )


async def differences(office: Office) -> list[object]:
    # its own role would see its own schema as the default one
    engine = create_async_engine(office.server.url(office.database, OWNER))
    async with engine.connect() as connection:
        found = await connection.run_sync(migrations.differences, metadata)
    await engine.dispose()
    return found


async def test_the_migrations_make_what_the_tables_say(office: Office) -> None:
    assert await differences(office) == []


async def test_an_upgraded_database_is_as_a_new_one(upgraded: Upgraded) -> None:
    assert await differences(upgraded.approval.office) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update approval.events set account = 'other'",
        "delete from approval.events",
        "update approval.decisions set verdict = 'reject'",
        "delete from approval.decisions",
        "update approval.cancellations set reason = 'other'",
        "update approval.changes set reason = 'other'",
        "delete from approval.changes",
        "update approval.messages set said = 'other'",
        "delete from approval.messages",
        "update approval.marks set ordinal = 2",
        "delete from approval.marks",
        "update approval.notices set recipient = 'other'",
        "delete from approval.notices",
        "update approval.sendings set address = 'other'",
        "update approval.sent set reply = 'other'",
        "delete from approval.sent",
        "update approval.prepared set hash = 'other'",
        "delete from approval.signatures",
        "delete from approval.withdrawal_answers",
        "truncate approval.rounds cascade",
    ],
)
async def test_the_service_cannot_rewrite_what_people_did(
    upgraded: Upgraded, statement: str
) -> None:
    async with upgraded.approval.work() as work:
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            await work.db.execute(sa.text(statement))
        await work.db.rollback()


@pytest.mark.parametrize(
    ("case", "file"),
    [(REVIEWED, file_of_its_day()), (REVIEWED_TOO, content_of(LANG_SON))],
    ids=["the agency's file of its day", "a newer file of the agency"],
)
async def test_an_open_round_of_the_first_release_is_found_decided_and_signed(
    upgraded: Upgraded, case: str, file: dict[str, Any]
) -> None:
    approval, round_ = upgraded.approval, upgraded.rounds[case]
    await approval.office.load("approval", file)
    before = await round_.open_step()
    assert (before.review, before.open and before.open.step) == (Review.DECIDING, 2)
    (line,) = (one for one in await approval.desk(FORM) if one["case"] == case)
    assert line["id"] == await round_.task()
    assert (line["kind"], line["unit"], line["urgency"]) == ("office_review", "VP", "thuong")
    await round_.approve(FORM)
    assert case not in {one["case"] for one in await approval.desk(FORM)}
    await round_.open_step()
    await round_.prepare()
    assert await round_.task() in {one["id"] for one in await approval.desk(DEPUTY)}
    made = await round_.decide_to_sign()
    assert made.json()["signing_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert (await round_.sign()).review is Review.SIGNED


async def test_a_pdf_that_the_first_release_prepared_may_be_decided_on_and_is_signed(
    upgraded: Upgraded,
) -> None:
    round_ = upgraded.rounds[PREPARED]
    prepared = await round_.prepared()
    position = await round_.prepare()
    assert position.open is not None
    assert position.open.prepared
    assert (await round_.decide_to_sign()).status_code == 200
    signed = (await round_.sign()).file
    assert signed is not None
    assert signed.prepared == prepared
    assert len(await upgraded.approval.rows("prepared", PREPARED)) == 1


async def test_what_the_first_release_decided_to_sign_is_signed_as_it_was_decided(
    upgraded: Upgraded,
) -> None:
    round_ = upgraded.rounds[TO_SIGN]
    assert (await round_.open_step()).review is Review.SIGNING
    signed = await round_.sign()
    assert signed.review is Review.SIGNED
    assert signed.file is not None
    assert (signed.file.signer, signed.file.signer_post) == (DEPUTY, "pho-giam-doc")
    assert signed.file.prepared == await round_.prepared()


async def test_a_returned_round_of_the_first_release_keeps_its_history(
    upgraded: Upgraded,
) -> None:
    first = upgraded.rounds[RETURNED]
    assert (await first.open_step()).review is Review.RETURNED
    second = await first.next_round()
    await second.open_step()
    reader = await upgraded.approval.person(HEAD_OF_OFFICE)
    seen = (await reader.get(f"/tasks/{await second.task()}")).json()
    assert seen["mine"]
    assert [one["round"] for one in seen["rounds"]] == [1, 2]
    taken = seen["rounds"][0]["taken"]
    assert [(one["act"], one["name"], one["comment"]) for one in taken] == [
        ("approve", "Chánh Văn phòng", "Sửa"),
        ("return", "Phó Chánh Văn phòng", "Sửa"),
    ]
    assert [step["seats"] for step in seen["rounds"][0]["plan"]] == [
        ["post:chanh-van-phong"],
        ["post:pho-chanh-van-phong"],
        ["post:giam-doc", "post:pho-giam-doc"],
    ]


async def test_who_decided_in_the_first_release_takes_no_other_part_later(
    upgraded: Upgraded,
) -> None:
    """Who checked the content of round 1 has the form checker's post by now, and is refused."""
    content = content_of(LANG_SON)
    for account in content["accounts"]:
        if account["id"] == HEAD_OF_OFFICE:
            account["posts"] = ["pho-chanh-van-phong"]
        if account["id"] == "chanh-thanh-tra":
            account["posts"].append("chanh-van-phong")
    await upgraded.approval.office.load("approval", content)
    later = await upgraded.rounds[RETURNED_TOO].next_round()
    await later.open_step()
    await later.approve("chanh-thanh-tra")
    await later.open_step()
    refused = await later.decide(HEAD_OF_OFFICE, "approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_part")
    await later.approve(FORM)


async def test_a_round_withdrawn_in_the_first_release_stays_withdrawn(upgraded: Upgraded) -> None:
    round_ = upgraded.rounds[WITHDRAWN]
    assert (await round_.open_step()).review is Review.WITHDRAWN
    assert WITHDRAWN not in {one["case"] for one in await upgraded.approval.desk(HEAD_OF_OFFICE)}
    told = await (await upgraded.approval.person(DRAFTER)).get(f"/dispatches/{WITHDRAWN}")
    assert told.json()["stage"] == "WITHDRAWN"
