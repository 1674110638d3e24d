"""Annexes sealed with stamps and proof, and stamped again with the file that they belong to."""

from typing import Any

import pytest

from shared.document.stamping import TimeStampFault
from shared.document.verify_annex import verify_annex
from shared.domain.canonical import sha256
from shared.domain.lifecycle import Stage
from tests.services.distribution.lasting_desk import PDF, LastingDesk, lasting, well
from tests.support.moods import Mood
from tests.support.trust_server import Server

__all__ = ["lasting", "well"]


async def annexes(lasting: LastingDesk, case: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await lasting.record(case))["annexes"]
    return listed


async def annex(lasting: LastingDesk, case: str) -> bytes:
    async with lasting.desk.client() as reader:
        return (await reader.get(f"/dispatches/{case}/annexes/1")).content


@pytest.fixture(scope="module")
async def with_annexes(lasting: LastingDesk) -> str:
    """Sent out with a PDF and a workbook, and renewed once."""
    lasting.trust.moods = dict.fromkeys(Server, Mood.ACCEPTS)
    case = await lasting.lay_with_annexes()
    await lasting.send_out(case)
    before = await lasting.record(case)
    first, second = before["annexes"]
    assert (first["level"], first["newest"]) == ("B-LT", first["file"])
    assert (second["level"], second["newest"]) == (None, second["file"])
    await lasting.renew((await lasting.due())[case])
    return case


async def test_annexes_are_stamped_again_with_the_main_file(
    lasting: LastingDesk, with_annexes: str
) -> None:
    first, second = await annexes(lasting, with_annexes)
    assert (first["level"], second["level"]) == ("B-LTA", None)
    assert first["newest"] != first["file"]
    assert second["newest"] == second["file"]
    (entry,) = [one for one in await lasting.desk.register() if one["case"] == with_annexes]
    assert "lần 1; tệp và 1 phụ lục tự chứng minh được đến" in str(entry)
    roots, agency = lasting.long_term.trust_roots, lasting.agency
    found = await verify_annex(
        await annex(lasting, with_annexes),
        trust_roots=roots,
        at=lasting.desk.now,
        certificate=agency,
    )
    assert (found.problems, found.level) == ((), "B-LTA")


async def test_readers_get_the_newest_annex_and_a_mailbox_keeps_the_delivered_one(
    lasting: LastingDesk, with_annexes: str
) -> None:
    path = f"/mailboxes/QLVH/{with_annexes}/annexes"
    async with lasting.desk.client("chuyen-vien-qlvh") as holder:
        (listed, _), delivered = (
            (await holder.get(path)).json()["annexes"],
            (await holder.get(f"{path}/1")).content,
        )
    newest = await annex(lasting, with_annexes)
    first, _ = await annexes(lasting, with_annexes)

    assert newest.startswith(delivered)
    assert (sha256(delivered), sha256(newest)) == (first["file"], first["newest"])
    assert (listed["newest"], listed["level"]) == (first["file"], "B-LT")
    async with lasting.desk.office.client("distribution") as public:
        for content, known in ((delivered, True), (newest, True), (newest + b" ", False)):
            said = (await public.post("/public/check", content=content, headers=PDF)).json()
            assert (said["known"], said["registered"]) == (known, known)


async def test_the_records_desk_verifies_an_annex_as_issued_and_as_renewed(
    lasting: LastingDesk, with_annexes: str
) -> None:
    newest = await annex(lasting, with_annexes)
    first, _ = await annexes(lasting, with_annexes)
    issued = await lasting.desk.bytes_of(first["file"])
    for content, level in ((issued, "B-LT"), (newest, "B-LTA")):
        said = await lasting.verified(content)
        assert (said["annex"], said["whole"], said["registered"]) == (True, True, True)
        assert (said["problems"], said["case"], said["level"]) == ([], with_annexes, level)
    altered = await lasting.verified(newest + b" ")
    assert (altered["annex"], altered["whole"], altered["registered"]) == (True, False, False)
    assert {one["code"] for one in altered["problems"]} >= {"not_registered", "changed_after_seal"}


async def test_the_archive_gets_both_files_of_a_renewed_annex(
    lasting: LastingDesk, with_annexes: str
) -> None:
    first, _ = await annexes(lasting, with_annexes)
    path = f"/dispatches/{with_annexes}/archive"
    async with lasting.desk.client() as clerk:
        for digest in (first["file"], first["newest"]):
            assert sha256((await clerk.get(f"{path}/{digest}")).content) == digest


async def test_a_renewed_annex_that_was_tampered_with_is_named(
    lasting: LastingDesk, with_annexes: str
) -> None:
    assert await lasting.desk.faults() == []
    first, _ = await annexes(lasting, with_annexes)
    path = lasting.desk.office.folder / "blobs" / "SVHTTDL" / first["newest"]
    kept = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(kept[:-1] + b" ")
    try:
        faults = await lasting.desk.faults()
    finally:
        path.write_bytes(kept)
    assert faults == [f"Tệp {first['newest'][:12]}, hồ sơ {with_annexes}: bị sửa."]


async def test_an_authority_that_goes_away_among_the_annexes_costs_nothing(
    lasting: LastingDesk,
) -> None:
    """The main file is sealed by then; it is kept together with its annexes, or not at all."""
    case = await lasting.lay_with_annexes()
    lasting.goes_away_after(2)
    with pytest.raises(TimeStampFault):
        await lasting.flow.seal(lasting.desk.ref(case))
    assert (await lasting.desk.stands(case)).stage is Stage.NUMBERED
    assert await annexes(lasting, case) == []
    lasting.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    await lasting.flow.seal(lasting.desk.ref(case))
    due = (await lasting.due())[case]

    lasting.goes_away_after(2)
    with pytest.raises(TimeStampFault):
        await lasting.renew(due)
    first, _ = await annexes(lasting, case)
    assert ((await lasting.due())[case], first["level"]) == (due, "B-LT")
    lasting.trust.moods[Server.STAMPS] = Mood.ACCEPTS
    await lasting.renew(due)
    await lasting.renew(due)
    first, _ = await annexes(lasting, case)
    assert first["level"] == "B-LTA"
