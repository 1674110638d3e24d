"""What the archive takes out of drafting: every version, and nothing before the signature."""

import httpx

from shared.contracts.drafting import Closing
from shared.domain.canonical import sha256
from tests.services.drafting.desk import SEEN, Drafting


async def test_every_version_and_its_files_are_taken_out_by_their_hashes(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    attached = await drafter.post(
        f"/drafts/{case}/attachments",
        data={"kind": "supporting"},
        files={"file": ("Số liệu.txt", b"so lieu")},
    )
    assert attached.status_code == 201, attached.text
    await drafter.post(f"/drafts/{case}/submit", headers={"If-Match": "*"})
    await drafting.close(case, 1, Closing.SIGNED, "duong-minh-tue")

    clerk = await drafting.person("van-thu")
    (version,) = (await clerk.get(f"/dispatches/{case}/archive")).json()["versions"]
    (file,) = version["attachments"]

    assert (version["round"], file["name"]) == (1, "Số liệu.txt")
    for digest in (version["version"], file["sha256"]):
        answer = await clerk.get(f"/dispatches/{case}/archive/{digest}")
        assert sha256(answer.content) == digest
    assert (await clerk.get(f"/dispatches/{case}/archive/{'0' * 64}")).status_code == 404
    views = (await clerk.get(f"/dispatches/{case}/views")).json()["views"]
    assert [one["object"] for one in views] == [version["version"], file["sha256"]]


async def test_what_is_still_decided_on_is_not_for_the_archive(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    clerk = await drafting.person("van-thu")
    await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    for path in ("archive", f"archive/{'0' * 64}", "events"):
        answer = await clerk.get(f"/dispatches/{case}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_signed")
    mine = await drafter.get(f"/dispatches/{case}/archive")
    assert (mine.status_code, mine.json()["code"]) == (403, "not_an_archivist")
