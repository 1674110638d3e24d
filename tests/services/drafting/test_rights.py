"""Who may ask what of drafting: every route, every kind of person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from shared.contracts.drafting import Closing
from tests.services.drafting.desk import COMPLETE, SEEN, Drafting
from tests.support import rights
from tests.support.any_text import ask_with_any_text
from tests.support.office import LANG_SON, content_of
from tests.support.rights import Ask

NOWHERE = "SVHTTDL-2026-999999"
UNCORRECTED = COMPLETE | {"place": "Lang Son"}
FILE = {"file": ("a.txt", b"so lieu", "text/plain")}
TEXT = "V/v thử\n\nKính gửi: Các phòng chuyên môn.\n\nSở yêu cầu thực hiện./."


@dataclass(frozen=True, slots=True)
class Cases:
    draft: str
    attachment: str
    submitted: str
    signed: str
    version: str
    """Hash of the signed one."""


@pytest.fixture
async def cases(drafting: Drafting, drafter: httpx.AsyncClient) -> Cases:
    submitted, signed = [await made(drafter, COMPLETE) for _ in range(2)]
    draft = await made(drafter, UNCORRECTED)
    for case in (submitted, signed):
        assert (await drafter.post(f"/drafts/{case}/submit", headers=SEEN)).is_success
    await drafting.close(signed, 1, Closing.SIGNED, "duong-minh-tue")
    said = {"kind": "supporting"}
    assert (await drafter.post(f"/drafts/{draft}/attachments", data=said, files=FILE)).is_success
    (attached,) = (await drafter.get(f"/drafts/{draft}/attachments")).json()["attachments"]
    clerk = await drafting.person("van-thu")
    archived = (await clerk.get(f"/dispatches/{signed}/archive")).json()
    version = archived["versions"][0]["version"]
    return Cases(draft, attached["id"], submitted, signed, version)


async def made(drafter: httpx.AsyncClient, content: Mapping[str, Any]) -> str:
    answer = await drafter.post("/drafts", json=content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case"])


def asks(cases: Cases, version: str) -> Iterator[Ask]:
    def on(route: str, case: str, body: Mapping[str, Any] | None = None, **more: Any) -> Ask:
        named = {"case": case, "round": "1", "digest": cases.version} | more.pop("of", {})
        return Ask(route=route, of=named, unknown=named | {"case": NOWHERE}, body=body, **more)

    attached = {"attachment": cases.attachment}
    annexed = {"annexes": [{"title": "Danh sách", "paragraphs": ["1. Chánh Văn phòng."]}]}
    yield Ask(route="POST /drafts", body=COMPLETE | annexed)
    yield Ask(route="GET /drafts")
    yield Ask(route="POST /drafts/from-text", body={"text": TEXT})
    yield Ask(route="POST /drafts/from-file", files={"file": ("a.txt", TEXT.encode())})
    yield on("GET /drafts/{case}", cases.draft)
    yield on("PUT /drafts/{case}", cases.draft, UNCORRECTED)
    yield on("GET /drafts/{case}/findings", cases.draft)
    yield on("POST /drafts/{case}/corrections", cases.draft, {"findings": ["place_differs"]})
    said = {"findings": ["place_differs"], "reason": "Địa danh theo văn bản cũ."}
    yield on("POST /drafts/{case}/acknowledgements", cases.draft, said)
    yield on("GET /drafts/{case}/preview", cases.draft)
    yield on("GET /drafts/{case}/docx", cases.draft)
    yield on("PUT /drafts/{case}/file", cases.draft, files={"file": ("a.txt", TEXT.encode())})
    yield on("POST /drafts/{case}/attachments", cases.draft, {"kind": "supporting"}, files=FILE)
    yield on("GET /drafts/{case}/attachments", cases.draft)
    yield on("GET /drafts/{case}/attachments/{attachment}", cases.draft, of=attached)
    yield on("DELETE /drafts/{case}/attachments/{attachment}", cases.draft, of=attached)
    yield on("POST /drafts/{case}/submit", cases.draft)
    yield on("POST /drafts/{case}/withdraw", cases.submitted, {"reason": "thử"})
    yield on("GET /drafts/{case}/versions/{round}", cases.submitted)
    yield on("GET /drafts/{case}/versions/{round}/docx", cases.submitted)
    yield on("GET /dispatches/{case}", cases.submitted)
    for path in ("archive", "archive/{digest}", "events", "views"):
        yield on(f"GET /dispatches/{{case}}/{path}", cases.signed)
    yield from rights.of_every_service(version)


async def test_every_route_answers_every_kind_of_person_as_documented_and_bears_any_text(
    drafting: Drafting, cases: Cases, thorough: bool
) -> None:
    version = await drafting.office.load("drafting", content_of(LANG_SON))
    every = list(asks(cases, version))
    assert {ask.route for ask in every} == rights.routes(drafting.office, "drafting")
    found = await rights.rows(drafting.office, "drafting", every)
    rights.assert_as_documented("drafting", found)
    places = await ask_with_any_text(drafting.office, "drafting", every, thorough=thorough)
    assert places > 100
