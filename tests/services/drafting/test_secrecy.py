"""What is marked secret is refused, and kept nowhere: no table, no blob, no log."""

from typing import Any

import httpx
import pytest

from services.drafting.tables import metadata
from tests.services.drafting.desk import COMPLETE, SAMPLE, Drafting

MARKER = "kế hoạch Q7"


async def everything(drafting: Drafting) -> list[Any]:
    tables = [await drafting.rows(table.name) for table in metadata.sorted_tables]
    return [tables, drafting.blobs()]


@pytest.mark.parametrize(
    "body",
    [
        COMPLETE | {"subject": MARKER, "secrecy": "mat"},
        COMPLETE | {"subject": MARKER, "secrecy": "TUYỆT MẬT"},
        COMPLETE | {"subject": MARKER, "paragraphs": ["TỐI MẬT", "Nội dung."]},
        COMPLETE | {"subject": MARKER, "place": "MẬT"},
    ],
)
async def test_a_secret_draft_is_kept_nowhere(
    drafting: Drafting,
    drafter: httpx.AsyncClient,
    body: dict[str, Any],
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = await everything(drafting)
    refused = await drafter.post("/drafts", json=body, headers={"Idempotency-Key": "secret"})
    assert (refused.status_code, refused.json()["code"]) == (422, "secret_refused")
    assert MARKER not in refused.text
    assert await everything(drafting) == before
    written = capfd.readouterr()
    assert MARKER not in written.out + written.err


async def test_a_secret_text_is_kept_nowhere(
    drafting: Drafting, drafter: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    before = await everything(drafting)
    text = f"MẬT\n{SAMPLE.read_text()}\n{MARKER}"
    refused = await drafter.post(
        "/drafts/from-text", json={"text": text}, headers={"Idempotency-Key": "secret"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "secret_refused")
    assert await everything(drafting) == before
    written = capfd.readouterr()
    assert MARKER not in written.out + written.err


async def test_a_draft_does_not_become_secret(drafter: httpx.AsyncClient, case: str) -> None:
    refused = await drafter.put(
        f"/drafts/{case}", json=COMPLETE | {"secrecy": "mat"}, headers={"If-Match": '"1"'}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "secret_refused")
    assert (await drafter.get(f"/drafts/{case}")).headers["etag"] == '"1"'


async def test_a_text_that_speaks_of_secrets_passes(drafter: httpx.AsyncClient) -> None:
    about = {"secrecy": "thuong", "subject": "tập huấn Luật Bảo vệ bí mật nhà nước"}
    made = await drafter.post("/drafts", json=COMPLETE | about)
    assert made.status_code == 201
