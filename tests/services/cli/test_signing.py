"""`./congvan sign` and `certificates`: what is asked, what goes out, and never a PIN twice."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.services.cli.small_services import SmallServices

CASE, TASK = "SVHTTDL-2026-000001", "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c11"
ID = "8c1f5b1e-51c0-4b0f-9d5b-6d0f2f7a1c33"
AT = "2026-11-24T02:00:00+00:00"
DONE = {"case": CASE, "stage": "TO_ISSUE", "signed_at": AT}
CERTIFICATE = {
    "id": ID,
    "account": "b",
    "kind": "token",
    "subject": "Dương Minh Tuệ",
    "fingerprint": "5f" * 32,
    "valid_until": AT,
    "revoked_at": None,
    "reason": "",
    "ends_soon": True,
}


def signing(kind: str | None, **answers: Any) -> SmallServices:
    seen: dict[str, Any] = {
        "id": TASK,
        "case": CASE,
        "signs_with": kind,
        "waiting": "Đang chờ ý kiến.",
    }
    seen["prepared"] = {"prepared": "ab" * 32}
    return SmallServices(
        {
            f"GET /dispatches/{CASE}": {"open": {"task": TASK}},
            f"GET /tasks/{TASK}": seen,
            f"GET /tasks/{TASK}/document": b"%PDF prepared",
        }
        | answers
    )


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Somebody's lines come in where nobody sits at a terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_pin_is_read_and_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "123456")
    services = signing("token", **{f"POST /tasks/{TASK}/signature": DONE})
    assert services.run("sign", CASE) == 0
    assert services.acts() == [(f"POST /tasks/{TASK}/signature", {"pin": "123456"})]


def test_an_otp_is_sent_for_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "8642", "975310")
    answers = {f"POST /tasks/{TASK}/signature": DONE, f"POST /tasks/{TASK}/signature/otp": {}}
    services = signing("remote", **answers)
    assert services.run("sign", TASK, "--otp") == 0
    assert services.acts() == [
        (f"POST /tasks/{TASK}/signature/otp", {}),
        (f"POST /tasks/{TASK}/signature", {"pin": "8642", "otp": "975310"}),
    ]


class Away(SmallServices):
    """Its device does not answer."""

    def answer(self, what: str, body: bytes) -> tuple[int, bytes]:
        status, said = super().answer(what, body)
        away = '{"detail": "Không tìm thấy thiết bị ký.", "code": "device_gone"}'.encode()
        return (503, away) if what.startswith("POST") else (status, said)


def test_a_pin_is_not_tried_again_while_the_device_is_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, "123456")
    services = Away(signing("token").answers)
    assert services.run("sign", CASE) == 1
    assert len(services.acts()) == 1
    assert "Không tìm thấy thiết bị ký" in capsys.readouterr().err


def test_the_prepared_pdf_is_taken_along_and_sent_back_signed(tmp_path: Path) -> None:
    services = signing("own_device", **{f"POST /tasks/{TASK}/signature/file": DONE})
    taken = tmp_path / "to-sign.pdf"
    assert services.run("sign", CASE, "--out", str(taken)) == 0
    assert taken.read_bytes() == b"%PDF prepared"
    assert services.acts() == []
    assert services.run("sign", CASE, "--file", str(taken)) == 0
    assert services.acts() == [(f"POST /tasks/{TASK}/signature/file", b"%PDF prepared")]


def test_where_no_signature_is_waited_for_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert signing(None).run("sign", CASE) == 1
    assert "Đang chờ ý kiến." in capsys.readouterr().err


@pytest.mark.parametrize(("agency", "owner"), [(True, None), (False, "b")])
def test_certificates_are_listed_registered_and_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, agency: bool, owner: str | None
) -> None:
    pem = tmp_path / "chung-thu.pem"
    pem.write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    services = SmallServices(
        {
            "GET /certificates": {"certificates": [CERTIFICATE]},
            "POST /certificates": CERTIFICATE,
            f"POST /certificates/{ID}/revoke": CERTIFICATE,
        }
    )
    whose = ("--agency",) if agency else ("--account", str(owner))
    of = whose[:1] if agency else ()
    registered = ("--kind", "token", "--token", "THẺ", "--file", str(pem))
    since = ("--since", "24/11/2026")
    assert services.run("certificates", "register", *whose, *registered, *since) == 0
    assert services.run("certificates", "list", *of) == 0
    assert services.run("certificates", "revoke", ID, "--reason", "Mất thẻ", *of) == 0
    (_, said), (_, revoked) = services.acts()
    assert said.get("account") == owner
    assert (said["kind"], said["token"]) == ("token", "THẺ")
    assert said["certificate"].startswith("-----BEGIN CERTIFICATE-----")
    assert said["since"] == "2026-11-24T00:00:00+07:00"
    assert revoked == {"reason": "Mất thẻ"}
    assert ID in capsys.readouterr().out


def test_whose_certificate_it_is_must_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert SmallServices({}).run("certificates", "register", "--kind", "token") == 1
    assert "--account" in capsys.readouterr().err
