"""Making, reading, changing and listing drafts."""

from datetime import timedelta

import httpx
import pytest

from services.drafting.incoming import draft_of_file
from tests.services.drafting.desk import COMPLETE, SAMPLE, Drafting


async def test_a_draft_gets_a_case_code_of_its_agency_and_year(drafter: httpx.AsyncClient) -> None:
    first = await drafter.post("/drafts", json={})
    second = await drafter.post("/drafts", json=COMPLETE)
    assert (first.status_code, second.status_code) == (201, 201)
    codes = [made.json()["case"] for made in (first, second)]
    agency, year, serial = codes[0].split("-")
    assert (agency, len(year), len(serial)) == ("SVHTTDL", 4, 6)
    assert int(codes[1].split("-")[2]) == int(serial) + 1


async def test_case_codes_begin_anew_with_the_year_of_viet_nam(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    clock = drafting.office.clock
    now = clock.now()
    # half past midnight of 1 January 2028 in Viet Nam is still the old year in UTC
    clock.ahead += now.replace(year=2027, month=12, day=31, hour=17, minute=30) - now
    try:
        made = await drafter.post("/drafts", json={})
    finally:
        clock.ahead = timedelta()
    assert made.json()["case"] == "SVHTTDL-2028-000001"


async def test_a_draft_is_read_as_it_was_written(drafter: httpx.AsyncClient, case: str) -> None:
    read = await drafter.get(f"/drafts/{case}")
    assert read.status_code == 200
    assert {name: read.json()[name] for name in COMPLETE} == COMPLETE
    assert (
        read.json() | {"stage": "DRAFT", "round": 1, "locked": False, "unit": "VP"} == read.json()
    )
    assert read.headers["etag"] == '"1"'


async def test_a_change_replaces_the_draft_and_moves_its_etag(
    drafter: httpx.AsyncClient, case: str
) -> None:
    changed = await drafter.put(
        f"/drafts/{case}", json=COMPLETE | {"subject": "mới"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (await drafter.get(f"/drafts/{case}")).json()["subject"] == "mới"


@pytest.mark.parametrize("stale", ['"7"', 'W/"1"', "1", "nothing"])
async def test_a_change_on_what_was_not_seen_is_refused(
    drafter: httpx.AsyncClient, case: str, stale: str
) -> None:
    refused = await drafter.put(f"/drafts/{case}", json=COMPLETE, headers={"If-Match": stale})
    assert (refused.status_code, refused.json()["code"]) == (412, "draft_changed")


@pytest.mark.parametrize("seen", ["*", '"1"', '"9", "1"'])
async def test_if_match_is_read_as_http_says(
    drafter: httpx.AsyncClient, case: str, seen: str
) -> None:
    changed = await drafter.put(f"/drafts/{case}", json=COMPLETE, headers={"If-Match": seen})
    assert changed.status_code == 200


async def test_a_change_without_if_match_is_refused(drafter: httpx.AsyncClient, case: str) -> None:
    refused = await drafter.put(f"/drafts/{case}", json=COMPLETE)
    assert (refused.status_code, refused.json()["code"]) == (422, "if_match_missing")


async def test_own_drafts_come_newest_first_page_by_page(drafting: Drafting) -> None:
    mine = await drafting.person("chuyen-vien-qlvh")
    made = [(await mine.post("/drafts", json={})).json()["case"] for _ in range(5)]
    await (await drafting.person("truong-phong-qlvh")).post("/drafts", json={})
    listed: list[str] = []
    after = None
    while True:
        query = {"limit": "2"} | ({"after": after} if after else {})
        page = (await mine.get("/drafts", params=query)).json()
        listed += [line["case"] for line in page["drafts"]]
        after = page["after"]
        if after is None:
            break
    assert listed == made[::-1]


async def test_the_sample_becomes_a_draft(drafter: httpx.AsyncClient) -> None:
    made = await drafter.post("/drafts/from-text", json={"text": SAMPLE.read_text()})
    assert made.status_code == 201
    draft = made.json()["draft"]
    assert draft["place"] == "Lang Son"
    assert draft["addressees"] == ["Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"]
    assert draft["signer_name"] == "Dương Minh Tuệ"
    assert made.headers["etag"] == '"1"'
    assert made.json()["findings"] == []


async def test_lines_that_cannot_be_placed_are_said_with_their_number(
    drafter: httpx.AsyncClient,
) -> None:
    text = SAMPLE.read_text().replace("Kính gửi:", "xyz\n\nKính gửi:")
    made = await drafter.post("/drafts/from-text", json={"text": text})
    assert [found["line"] for found in made.json()["findings"]] != []


async def test_the_symbol_of_another_unit_is_remarked_and_not_silently_changed(
    drafting: Drafting,
) -> None:
    other = await drafting.person("chuyen-vien-qlvh")
    made = await other.post("/drafts/from-text", json={"text": SAMPLE.read_text()})
    assert made.status_code == 201
    (found,) = made.json()["findings"]
    assert (found["code"], found["severity"], found["field"]) == (
        "symbol_differs",
        "warning",
        "symbol",
    )
    assert '"SVHTTDL-VP"' in found["message"]
    assert '"SVHTTDL-QLVH"' in found["message"]
    assert (found["found"], found["replacement"]) == ("SVHTTDL-VP", None)


@pytest.mark.parametrize("printed", ["SVHTTDL-VP", "SVHTTDL – VP", "svhttdl-vp"])
async def test_the_units_own_symbol_is_not_remarked(
    drafter: httpx.AsyncClient, printed: str
) -> None:
    text = SAMPLE.read_text().replace("SVHTTDL-VP", printed)
    made = await drafter.post("/drafts/from-text", json={"text": text})
    assert [one for one in made.json()["findings"] if one["code"] == "symbol_differs"] == []


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("dispatch-vpcp-3722-2026.txt", "other_issuer"),
        ("qd2280_hanoi.txt", "other_issuer"),
        ("tb453_hanoi.txt", "other_issuer"),
    ],
)
async def test_a_text_that_is_not_ours_to_send_is_refused(
    drafting: Drafting, drafter: httpx.AsyncClient, sample: str, code: str
) -> None:
    before = await drafting.rows("drafts")
    text = SAMPLE.with_name(sample).read_text()
    refused = await drafter.post("/drafts/from-text", json={"text": text})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await drafting.rows("drafts") == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"subject": "a\x00b"}, 422),
        ({"paragraphs": ["a\x07b"]}, 422),
        ({"paragraphs": ["a\x85b"]}, 422),
        ({"unknown": "field"}, 422),
        ({"urgency": "ngay"}, 422),
        ({"doc_type": "thong_tu"}, 422),
        ({"annexes": [{"title": "A", "doc_type": "thong_tu"}]}, 422),
        ({"subject": "a" * 10_001}, 422),
        ({"paragraphs": ["a" * 100_000] * 11}, 413),
    ],
)
async def test_wrong_fields_are_refused(
    drafter: httpx.AsyncClient, body: dict[str, object], status: int
) -> None:
    refused = await drafter.post("/drafts", json=body)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"


async def test_half_a_letter_is_refused(drafter: httpx.AsyncClient) -> None:
    body = b'{"subject": "\\ud800"}'
    headers = {"Content-Type": "application/json"}
    refused = await drafter.post("/drafts", content=body, headers=headers)
    assert refused.status_code == 422


async def test_texts_are_kept_in_composed_letters(drafter: httpx.AsyncClient) -> None:
    made = await drafter.post("/drafts", json={"subject": "Tre\u0302\u0300n"})
    assert made.json()["subject"] == "Tr\u1ec1n"


async def test_who_belongs_to_no_unit_drafts_nothing(drafting: Drafting) -> None:
    head = await drafting.person("giam-doc")
    refused = await head.post("/drafts", json=COMPLETE)
    assert (refused.status_code, refused.json()["code"]) == (403, "no_unit")


async def test_the_same_key_makes_one_draft(drafting: Drafting, drafter: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "one-draft"}
    first = await drafter.post("/drafts", json=COMPLETE, headers=headers)
    again = await drafter.post("/drafts", json=COMPLETE, headers=headers)
    assert first.json() == again.json()
    assert first.headers["etag"] == again.headers["etag"]
    other = await drafter.post("/drafts", json={}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert len(await drafting.rows("drafts", first.json()["case"])) == 1


async def test_the_preview_is_a_pdf(drafter: httpx.AsyncClient, case: str) -> None:
    preview = await drafter.get(f"/drafts/{case}/preview")
    assert preview.status_code == 200
    assert preview.headers["content-type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF-")


async def test_an_empty_draft_has_a_preview_too(drafter: httpx.AsyncClient) -> None:
    case = (await drafter.post("/drafts", json={})).json()["case"]
    preview = await drafter.get(f"/drafts/{case}/preview")
    assert preview.status_code == 200


async def test_views_and_changes_are_recorded_with_the_hash_of_the_text(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    await drafter.get(f"/drafts/{case}")
    await drafter.put(f"/drafts/{case}", json=COMPLETE, headers={"If-Match": '"1"'})
    events = await drafting.rows("events", case)
    assert [event["act"] for event in events] == ["create_draft", "view_draft", "change_draft"]
    assert len({event["object"] for event in events}) == 1
    assert all(event["request"] and event["account"] == "chuyen-vien-vp" for event in events)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_a_file_becomes_the_same_draft_as_its_text(
    drafter: httpx.AsyncClient, encoding: str
) -> None:
    text = SAMPLE.read_text()
    of_text = await drafter.post("/drafts/from-text", json={"text": text})
    file = {"file": ("cv.txt", text.encode(encoding))}
    of_file = await drafter.post("/drafts/from-file", files=file)

    assert of_file.status_code == 201, of_file.text
    same = {"case", "created_at", "changed_at"}
    one, other = (made.json()["draft"] for made in (of_text, of_file))
    assert {k: v for k, v in one.items() if k not in same} == {
        k: v for k, v in other.items() if k not in same
    }


async def test_the_same_file_under_the_same_key_is_one_draft(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    file = {"file": ("cv.txt", SAMPLE.read_bytes())}
    key = {"Idempotency-Key": "a-file"}
    first = await drafter.post("/drafts/from-file", files=file, headers=key)
    before = await drafting.rows("drafts")
    again = await drafter.post("/drafts/from-file", files=file, headers=key)

    assert again.json() == first.json()
    assert await drafting.rows("drafts") == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "file_type"),
        (bytes(range(128, 256)) * 9, "encoding_unknown"),
        ("Số: 1/A-B\nTUYỆT MẬT\nKính gửi: A.".encode(), "secret_refused"),
        ("THÔNG TƯ\nVề việc này\nCăn cứ Luật;".encode(), "other_document_type"),
    ],
)
async def test_a_file_that_is_no_text_of_ours_is_refused_and_not_kept(
    drafting: Drafting, drafter: httpx.AsyncClient, content: bytes, code: str
) -> None:
    before = await drafting.rows("drafts")
    refused = await drafter.post("/drafts/from-file", files={"file": ("a", content)})

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await drafting.rows("drafts") == before


async def test_form_feeds_of_a_copied_pdf_do_no_harm(drafter: httpx.AsyncClient) -> None:
    text = SAMPLE.read_text().replace("Nơi nhận:", "\f2\n\nNơi nhận:")
    made = await drafter.post("/drafts/from-text", json={"text": text})

    assert made.status_code == 201, made.text
    assert made.json()["findings"] == []


async def test_a_draft_is_taken_as_a_word_file_and_comes_back_the_same(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    first = (await drafter.post("/drafts", json=COMPLETE)).json()
    word = await drafter.get(f"/drafts/{first['case']}/docx")
    assert word.status_code == 200
    assert word.headers["content-disposition"].endswith(f'{first["case"]}-du-thao.docx"')
    back = (
        await drafter.post("/drafts/from-file", files={"file": ("a.docx", word.content)})
    ).json()

    assert back["findings"] == []
    assert {name: back["draft"][name] for name in COMPLETE} == {
        name: first[name] for name in COMPLETE
    }
    acts = [event["act"] for event in await drafting.rows("events", first["case"])]
    assert acts == ["create_draft", "view_preview"]


async def test_a_file_is_put_back_onto_its_own_draft_and_only_on_what_was_seen(
    drafting: Drafting, drafter: httpx.AsyncClient
) -> None:
    """A submitted version too: it goes out as a file like the draft."""
    first = await drafter.post("/drafts", json=COMPLETE)
    path, seen = f"/drafts/{first.json()['case']}", {"If-Match": first.headers["etag"]}
    word = {"file": ("a.docx", (await drafter.get(f"{path}/docx")).content)}
    text = {"file": ("a.txt", b"Kinh gui: A.")}
    other = await drafter.put(f"{path}/file", files=text, headers=seen)
    assert (other.status_code, other.json()["draft"]["signer"]) == (200, first.json()["signer"])
    assert (await drafter.put(f"{path}/file", files=word, headers=seen)).status_code == 412
    assert (await drafter.put(f"{path}/file", files=word)).json()["code"] == "if_match_missing"
    seen = {"If-Match": other.headers["etag"]}
    back = await drafter.put(f"{path}/file", files=word, headers=seen)

    assert back.json()["findings"] == []
    assert {name: back.json()["draft"][name] for name in COMPLETE} == COMPLETE
    sent = await drafter.post(f"{path}/submit", headers={"If-Match": back.headers["etag"]})
    assert sent.is_success, sent.text
    assert (await drafter.put(f"{path}/file", files=word, headers=seen)).status_code == 409
    frozen = await drafter.get(f"{path}/versions/1/docx")
    assert draft_of_file(frozen.content) == draft_of_file(word["file"][1])
    acts = [event["act"] for event in await drafting.rows("events", first.json()["case"])]
    changed = ["change_draft", "change_draft"]
    assert acts == ["create_draft", "view_preview", *changed, "submit", "view_version"]


async def test_whom_a_decision_means_can_be_said_with_its_file(drafter: httpx.AsyncClient) -> None:
    text = "QUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. Thử./.\n\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT, VP."
    made = await drafter.post(
        "/drafts/from-file",
        data={"addressees": ["Các phòng", "Văn phòng"]},
        files={"file": ("a.txt", text.encode())},
    )
    assert made.json()["draft"]["addressees"] == ["Các phòng", "Văn phòng"]
