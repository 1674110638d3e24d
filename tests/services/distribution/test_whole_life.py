from datetime import datetime

from shared.domain.lifecycle import Stage
from shared.domain.numbers import number_line
from tests.services.distribution.records_desk import RecordsDesk

PDF = {"Content-Type": "application/pdf"}


async def test_a_signed_dispatch_is_issued_sealed_delivered_filed_and_verified(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        assert [one["case"] for one in (await clerk.get("/desk")).json()["waiting"]] == [case]
        early = await clerk.get(f"/dispatches/{case}/pdf")
        assert (early.status_code, early.json()["code"]) == (409, "not_sealed")
        issued = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert issued.status_code == 200, issued.text
        assert issued.json()["printed"] == "01/SVHTTDL-VP"
        lists = (await clerk.get("/desk")).json()
        assert (lists["waiting"], lists["to_send"], lists["reservations"]) == ([], [], [])
        assert [(one["case"], one["seal_ordered"]) for one in lists["to_seal"]] == [(case, True)]
        filed = await desk.send_out(case)
        assert (filed.stage, filed.number) == (Stage.FILED, "01/SVHTTDL-VP")
        record = (await clerk.get(f"/dispatches/{case}")).json()
        pdf = await clerk.get(f"/dispatches/{case}/pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        verified = await clerk.post("/verify", content=pdf.content, headers=PDF)
    assert record["owner"] == "distribution"
    assert record["stage"] == "FILED"
    assert [one["recipient"] for one in record["deliveries"]] == [
        "Các phòng chuyên môn",
        "Các đơn vị sự nghiệp trực thuộc Sở",
        "GĐ, các PGĐ Sở",
    ]
    assert record["file_copy"]["units"] == ["VT", "VP"]
    found = verified.json()
    assert found["problems"] == []
    assert found["whole"]
    assert found["registered"]
    assert found["test_keys"]
    assert found["number"] == "01/SVHTTDL-VP"
    assert found["date"] == issued.json()["date"]
    assert found["number_line"] == number_line(1, "SVHTTDL-VP")
    assert [one["role"] for one in found["signatures"]] == ["person", "agency"]
    signed_at = datetime.fromisoformat(found["signatures"][1]["signed_at"])
    assert abs((signed_at - desk.now).total_seconds()) < 60
    (entry,) = await desk.register()
    assert entry["subject"] == record["subject"]
    assert entry["signer"] == "Dương Minh Tuệ"
    assert entry["file_copy"] == ["VT", "VP"]
    assert entry["copies"] == 10
    assert (await desk.check())["whole"]
