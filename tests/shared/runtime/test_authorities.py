"""Who speaks to nobody by TLS reads nobody's certificate."""

import ssl

from shared.runtime.authorities import trusted


def test_the_authorities_are_known_where_one_service_is_reached_by_tls() -> None:
    assert trusted(["http://127.0.0.1:8001", "HTTPS://van-ban.tinh.vn"]).get_ca_certs()


def test_where_none_is_nobody_is_trusted() -> None:
    context = trusted(["http://127.0.0.1:8001"])
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.get_ca_certs()
