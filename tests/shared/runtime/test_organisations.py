"""Organisation versions: stored whole or not at all, then put in force."""

import json
from copy import deepcopy
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from shared.runtime.organisations import OrganisationUnreadable, version_of
from tests.shared.runtime.small_office import METADATA, NAME, SmallOffice
from tests.support.office import ADMINISTRATOR

VERSIONS = METADATA.tables[f"{NAME}.organisation_versions"]
ACTIVE = METADATA.tables[f"{NAME}.organisations"]
Content = dict[str, Any]


async def store(
    small: SmallOffice, content: object, account: str = ADMINISTRATOR
) -> httpx.Response:
    async with small.client(account) as client:
        return await client.post(
            "/organisations/versions",
            content=json.dumps(content),  # httpx would not send half a letter
            headers={"Content-Type": "application/json"},
        )


async def activate(
    small: SmallOffice, agency: str, version: str, account: str = ADMINISTRATOR
) -> httpx.Response:
    async with small.client(account) as client:
        return await client.put(f"/organisations/{agency}/active", json={"version": version})


async def me(small: SmallOffice, account: str) -> httpx.Response:
    async with small.client(account) as client:
        return await client.get("/me")


async def stored(small: SmallOffice) -> int:
    async with small.database.work() as work:
        return await work.db.scalar(sa.select(sa.func.count()).select_from(VERSIONS)) or 0


async def test_a_version_is_named_by_its_content(small: SmallOffice, lang_son: Content) -> None:
    answer = await store(small, lang_son)
    assert answer.json() == {"agency": "SVHTTDL", "version": version_of(lang_son)}


async def test_a_stored_version_is_not_in_force_until_it_is_activated(
    small: SmallOffice, lang_son: Content
) -> None:
    version = (await store(small, lang_son)).json()["version"]
    assert (await me(small, "van-thu")).status_code == 403
    assert (await activate(small, "SVHTTDL", version)).status_code == 200
    assert (await me(small, "van-thu")).json()["version"] == version


async def test_loading_twice_is_harmless(small: SmallOffice, lang_son: Content) -> None:
    first = await small.load(lang_son)
    assert await small.load(deepcopy(lang_son)) == first
    assert await stored(small) == 1


async def test_a_newer_version_takes_over_and_the_older_stays_readable(
    small: SmallOffice, lang_son: Content
) -> None:
    older = await small.load(lang_son)
    lang_son["issue_hours"] = "4"
    newer = await small.load(lang_son)
    assert (await me(small, "van-thu")).json()["version"] == newer != older
    async with small.database.work() as work:
        assert (await work.organisations.get(work.db, older)).issue_hours == 8
        assert (await work.organisations.in_force(work.db, "SVHTTDL"))[0] == newer


async def test_a_wrong_file_is_refused_whole_with_each_path(
    small: SmallOffice, lang_son: Content
) -> None:
    lang_son["posts"][4]["unit"] = "XX"
    lang_son["issue_hours"] = "0"
    answer = await store(small, lang_son)
    assert (answer.status_code, answer.json()["code"]) == (422, "organisation_wrong")
    assert {error["field"] for error in answer.json()["errors"]} == {"posts[4].unit", "issue_hours"}
    assert await stored(small) == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"\ud800": 1},
        {"issue": "\ud800"},
        {"permissions": {"replan": ["\ud800"]}},
        {"agency": {"name": "a\x00b"}},
        {"x": [[[]]]},
    ],
)
async def test_a_file_of_nonsense_is_refused_with_a_sentence(
    small: SmallOffice, lang_son: Content, damage: Content
) -> None:
    answer = await store(small, lang_son | damage)
    assert (answer.status_code, answer.json()["code"]) == (422, "organisation_wrong")


@pytest.mark.parametrize("sent", [[], "x", None, 5])
async def test_what_is_no_file_at_all_is_refused(small: SmallOffice, sent: object) -> None:
    assert (await store(small, sent)).status_code == 422


async def test_a_version_that_was_not_stored_here_is_a_fault_that_loading_mends(
    small: SmallOffice, lang_son: Content
) -> None:
    version = version_of(lang_son)
    unknown = await activate(small, "SVHTTDL", version)
    assert (unknown.status_code, unknown.json()["code"]) == (503, "away")
    await store(small, lang_son)
    assert (await activate(small, "SVHTTDL", version)).status_code == 200


async def test_a_version_comes_in_force_for_its_own_agency_only(
    small: SmallOffice, lang_son: Content
) -> None:
    version = (await store(small, lang_son)).json()["version"]
    answer = await activate(small, "UBNDX", version)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_agency")


async def test_two_agencies_live_side_by_side(
    small: SmallOffice, lang_son: Content, tiny: Content
) -> None:
    await small.load(lang_son)
    await small.load(tiny)
    assert (await me(small, "van-thu")).json()["agency"] == "SVHTTDL"
    assert (await me(small, "xa-van-thu")).json()["agency"] == "UBNDX"


async def test_an_account_of_another_agency_is_refused(
    small: SmallOffice, lang_son: Content, tiny: Content
) -> None:
    await small.load(lang_son)
    tiny["accounts"][3]["id"] = "van-thu"
    answer = await store(small, tiny)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "accounts[3].id", "message": "“van-thu” là tài khoản của cơ quan SVHTTDL"}
    ]


async def test_an_account_that_came_in_force_elsewhere_meanwhile_is_refused_too(
    small: SmallOffice, lang_son: Content, tiny: Content
) -> None:
    tiny["accounts"][3]["id"] = "van-thu"
    version = (await store(small, tiny)).json()["version"]
    await small.load(lang_son)
    answer = await activate(small, "UBNDX", version)
    assert (answer.status_code, answer.json()["code"]) == (422, "organisation_wrong")
    assert (await me(small, "van-thu")).json()["agency"] == "SVHTTDL"


async def test_only_an_administrator_loads_organisations(
    small: SmallOffice, lang_son: Content
) -> None:
    version = await small.load(lang_son)
    refused = (
        await store(small, lang_son, "giam-doc"),
        await activate(small, "SVHTTDL", version, "giam-doc"),
    )
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (403, "not_administrator")


async def test_another_process_reads_what_this_one_stored(
    small: SmallOffice, lang_son: Content
) -> None:
    version = await small.load(lang_son)
    other = small.elsewhere()
    assert (await me(other, "van-thu")).json()["version"] == version
    await other.close()


async def put_in_force(small: SmallOffice, content: Content) -> str:
    """Keep a version as an earlier or a later release did, by whatever rules it had."""
    version, agency = version_of(content), content["agency"]["code"]
    async with small.database.work() as work:
        now = work.clock.now()
        kept = {"version": version, "agency": agency, "content": content}
        row = kept | {"loaded_by": "x", "loaded_at": now}
        await work.db.execute(VERSIONS.insert().values(row))
        active = {"agency": agency, "version": version, "activated_at": now}
        await work.db.execute(ACTIVE.delete().where(ACTIVE.c.agency == agency))
        await work.db.execute(ACTIVE.insert().values(active))
    return version


async def test_a_stored_version_with_a_field_of_a_later_release_is_read(
    small: SmallOffice, lang_son: Content
) -> None:
    lang_son["colours"] = ["đỏ"]
    lang_son["units"][0]["motto"] = "x"
    version = await put_in_force(small, lang_son)
    assert (await me(small, "van-thu")).json()["version"] == version


async def test_a_stored_version_that_breaks_a_later_rule_is_read(
    small: SmallOffice, lang_son: Content
) -> None:
    lang_son["issue_hours"] = "0"
    version = await put_in_force(small, lang_son)
    assert (await me(small, "van-thu")).json()["version"] == version
    async with small.database.work() as work:
        assert (await work.organisations.get(work.db, version)).issue_hours == 0
    again = await activate(small, "SVHTTDL", version)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "issue_hours")


async def test_an_agency_whose_version_can_not_be_read_holds_up_itself_alone(
    small: SmallOffice, lang_son: Content, tiny: Content
) -> None:
    await small.load(tiny)
    del lang_son["working_time"]
    version = await put_in_force(small, lang_son)
    theirs = await me(small, "van-thu")
    assert (theirs.status_code, theirs.json()["code"]) == (503, "away")
    assert (await me(small, "xa-van-thu")).json()["agency"] == "UBNDX"
    assert (await me(small, "nguoi-la")).json()["code"] == "no_account"
    tiny["issue_hours"] = "5"
    await small.load(tiny)
    async with small.database.work() as work:
        with pytest.raises(OrganisationUnreadable, match="working_time"):
            await work.organisations.get(work.db, version)


async def test_accounts_of_a_version_that_can_not_be_read_stay_its_own(
    small: SmallOffice, lang_son: Content, tiny: Content
) -> None:
    del lang_son["working_time"]
    await put_in_force(small, lang_son)
    tiny["accounts"][3]["id"] = "van-thu"
    assert (await store(small, tiny)).status_code == 422


@pytest.mark.parametrize("accounts", [None, "x", [None, "x", {}, {"id": ["x"]}]])
async def test_a_version_of_no_shape_at_all_harms_nobody_else(
    small: SmallOffice, lang_son: Content, tiny: Content, accounts: object
) -> None:
    await small.load(tiny)
    await put_in_force(small, lang_son | {"accounts": accounts})
    assert (await me(small, "xa-van-thu")).status_code == 200
