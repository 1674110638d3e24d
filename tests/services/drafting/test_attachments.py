"""Files that come with a draft."""

import hashlib

import httpx
import pytest

from tests.services.drafting.desk import SEEN, Drafting

PDF = b"%PDF-1.7 a paper for the reviewers"


async def attach(
    client: httpx.AsyncClient, case: str, *, kind: str = "supporting", name: str = "Tờ trình.pdf"
) -> httpx.Response:
    return await client.post(
        f"/drafts/{case}/attachments", data={"kind": kind}, files={"file": (name, PDF)}
    )


async def test_a_file_is_attached_listed_read_and_taken_off(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    attached = await attach(drafter, case)
    assert (attached.status_code, attached.headers["etag"]) == (201, '"2"')
    file = attached.json()["attachment"]
    digest = hashlib.sha256(PDF).hexdigest()
    assert (file["name"], file["size"], file["sha256"]) == ("Tờ trình.pdf", len(PDF), digest)
    assert digest in drafting.blobs()

    listed = (await drafter.get(f"/drafts/{case}/attachments")).json()["attachments"]
    assert listed == [file]

    read = await drafter.get(f"/drafts/{case}/attachments/{file['id']}")
    assert (read.content, read.headers["content-type"]) == (PDF, "application/pdf")
    assert "T%E1%BB%9D%20tr%C3%ACnh.pdf" in read.headers["content-disposition"]

    off = await drafter.delete(f"/drafts/{case}/attachments/{file['id']}")
    assert (off.status_code, off.headers["etag"]) == (200, '"3"')
    gone = await drafter.get(f"/drafts/{case}/attachments/{file['id']}")
    assert gone.status_code == 404
    acts = [event["act"] for event in await drafting.rows("events", case)]
    assert acts == ["create_draft", "attach", "view_attachment", "detach"]


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("annex", "Phụ lục.pdf", "annex_unreadable"),
        ("annex", "Phụ lục.xlsx", "annex_type"),
        ("secret", "a.pdf", "attachment_kind"),
        ("supporting", "a.exe", "attachment_type"),
        ("supporting", "../a.pdf", "file_name_unsafe"),
        ("supporting", "a.docx", "attachment_content"),
    ],
)
async def test_what_may_not_be_attached_is_refused_and_not_kept(
    drafting: Drafting, case: str, kind: str, name: str, code: str
) -> None:
    before = drafting.blobs()
    drafter = await drafting.person("chuyen-vien-vp")
    refused = await attach(drafter, case, kind=kind, name=name)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert drafting.blobs() == before
    assert await drafting.rows("attachments", case) == []


async def test_a_submission_freezes_the_files_in_their_order(
    drafter: httpx.AsyncClient, case: str
) -> None:
    for name in ("b.pdf", "a.pdf"):
        await attach(drafter, case, name=name)
    await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    frozen = (await drafter.get(f"/drafts/{case}/versions/1")).json()["attachments"]
    assert [file["name"] for file in frozen] == ["b.pdf", "a.pdf"]
    assert {file["sha256"] for file in frozen} == {hashlib.sha256(PDF).hexdigest()}


async def test_a_locked_draft_keeps_its_files_as_they_are(
    drafter: httpx.AsyncClient, case: str
) -> None:
    file = (await attach(drafter, case)).json()["attachment"]["id"]
    await drafter.post(f"/drafts/{case}/submit", headers=SEEN)
    more = await attach(drafter, case)
    off = await drafter.delete(f"/drafts/{case}/attachments/{file}")
    assert [answer.status_code for answer in (more, off)] == [409, 409]
    assert more.json()["code"] == off.json()["code"] == "under_review"


async def test_the_same_upload_under_one_key_is_one_file(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    drafter.headers["Idempotency-Key"] = f"upload-{case}"
    first, again = await attach(drafter, case), await attach(drafter, case)
    other = await attach(drafter, case, name="other.pdf")
    del drafter.headers["Idempotency-Key"]
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert len(await drafting.rows("attachments", case)) == 1


async def test_bytes_are_read_when_the_view_is_already_recorded(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    """So a slow store holds up nobody else's act on the case."""
    content = b"%PDF-1.7 whose bytes will be away"
    made = await drafter.post(
        f"/drafts/{case}/attachments",
        data={"kind": "supporting"},
        files={"file": ("a.pdf", content)},
    )
    file = made.json()["attachment"]
    kept = drafting.office.folder / "blobs" / "SVHTTDL" / file["sha256"]
    kept.unlink()
    away = await drafter.get(f"/drafts/{case}/attachments/{file['id']}")
    assert away.status_code == 503
    kept.write_bytes(content)
    acts = [event["act"] for event in await drafting.rows("events", case)]
    assert acts == ["create_draft", "attach", "view_attachment"]
