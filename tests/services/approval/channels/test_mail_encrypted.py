"""Mail over a real server that encrypts: its certificate must be trusted and must be its own."""

from pathlib import Path

import pytest

from services.approval.channels.faults import Refused
from services.approval.channels.mail import send
from shared.runtime.settings import Tls
from tests.services.approval.channels.test_mail import LETTER
from tests.support.mail_server import running_mail_server
from tests.support.tls import identity

ENCRYPTED = [Tls.STARTTLS, Tls.TLS]


@pytest.mark.parametrize("tls", ENCRYPTED)
async def test_a_letter_goes_encrypted_to_a_server_whose_certificate_is_trusted(
    tls: Tls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = identity(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
    async with running_mail_server(tls=tls, identity=own) as server:
        await send(server.settings, LETTER)
        assert [came["Message-ID"] for came in server.letters] == ["<s-1@so.example>"]


@pytest.mark.parametrize("tls", ENCRYPTED)
async def test_a_server_that_nobody_vouches_for_gets_no_letter_and_the_reason_is_said(
    tls: Tls, tmp_path: Path
) -> None:
    async with running_mail_server(tls=tls, identity=identity(tmp_path)) as server:
        with pytest.raises(Refused, match="certificate is not trusted"):
            await send(server.settings, LETTER)
        assert not server.letters


@pytest.mark.parametrize("tls", ENCRYPTED)
async def test_a_certificate_of_another_server_is_not_believed(
    tls: Tls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = identity(tmp_path, address="127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(others.file))
    async with running_mail_server(tls=tls, identity=others) as server:
        with pytest.raises(Refused, match="certificate is not trusted"):
            await send(server.settings, LETTER)
        assert not server.letters
