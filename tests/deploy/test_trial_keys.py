"""Test keys of a loaded organisation: for its signers and its seal, made once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from deploy.local.doctor_keys import examine_keys
from deploy.local.findings import Health
from deploy.local.trial_keys_on_disk import ensure_keys, signers
from deploy.local.troubles import Trouble
from shared.domain.organisation import Account, Organisation
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, TINY, content_of

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def organisation() -> Organisation:
    return replace(read_organisation(content_of(TINY)), test_keys=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def certificate(folder: Path, name: str) -> x509.Certificate:
    password = (folder / "password").read_bytes()
    held = load_pkcs12((folder / name).read_bytes(), password).cert
    assert held
    return held.certificate


def test_signers_and_agency_get_a_key_and_a_picture(
    tmp_path: Path, organisation: Organisation
) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    people = {f"people/{account.id}" for account in signers(organisation)}
    assert people
    pairs = {*people, f"agency/{organisation.agency.code}"}
    files = {f"{pair}.{kind}" for pair in pairs for kind in ("p12", "png")}
    assert set(contents(tmp_path)) == {*files, "roots/ca.pem", "authority.key", "password"}
    root = x509.load_pem_x509_certificate((tmp_path / "roots/ca.pem").read_bytes())
    for pair in pairs:
        certificate(tmp_path, f"{pair}.p12").verify_directly_issued_by(root)


def test_secret_files_are_readable_by_their_owner_only(
    tmp_path: Path, organisation: Organisation
) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_making_them_again_changes_nothing(tmp_path: Path, organisation: Organisation) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    before = contents(tmp_path)
    ensure_keys(tmp_path, organisation, NOW + timedelta(days=1))
    assert contents(tmp_path) == before


def test_a_key_that_expires_soon_is_renewed_under_the_same_root(
    tmp_path: Path, organisation: Organisation
) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    root = (tmp_path / "roots/ca.pem").read_bytes()
    name = f"agency/{organisation.agency.code}.p12"
    old = certificate(tmp_path, name)
    later = old.not_valid_after_utc - timedelta(days=1)
    ensure_keys(tmp_path, organisation, later)
    assert certificate(tmp_path, name).not_valid_after_utc > later + timedelta(days=300)
    assert (tmp_path / "roots/ca.pem").read_bytes() == root


def test_a_new_signer_gets_a_key_of_the_same_root(
    tmp_path: Path, organisation: Organisation
) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    added = Account(id="giam-doc-moi", name="Người mới", posts=(organisation.head().code,))
    ensure_keys(tmp_path, replace(organisation, accounts=(*organisation.accounts, added)), NOW)
    root = x509.load_pem_x509_certificate((tmp_path / "roots/ca.pem").read_bytes())
    certificate(tmp_path, "people/giam-doc-moi.p12").verify_directly_issued_by(root)


def test_what_a_lost_root_signed_can_still_be_verified(
    tmp_path: Path, organisation: Organisation
) -> None:
    ensure_keys(tmp_path, organisation, NOW)
    old = (tmp_path / "roots/ca.pem").read_bytes()
    (tmp_path / "authority.key").unlink()
    ensure_keys(tmp_path, organisation, NOW)
    roots = [path.read_bytes() for path in (tmp_path / "roots").glob("*.pem")]
    assert old in roots
    assert len(roots) == 2


def test_an_agency_that_does_not_allow_test_keys_gets_none(
    tmp_path: Path, organisation: Organisation
) -> None:
    with pytest.raises(Trouble, match="test_keys"):
        ensure_keys(tmp_path, replace(organisation, test_keys=False), NOW)
    assert contents(tmp_path) == {}


def test_the_doctor_says_that_test_keys_have_no_value(
    tmp_path: Path, organisation: Organisation
) -> None:
    assert examine_keys(tmp_path).health is Health.ABSENT
    ensure_keys(tmp_path, organisation, NOW)
    assert "no legal value" in examine_keys(tmp_path).remark


def test_everybody_who_may_ever_sign_has_a_key_and_nobody_else() -> None:
    office = read_organisation(content_of(LANG_SON))
    without = {"chuyen-vien-vp", "van-thu", "chuyen-vien-qlvh"}
    assert {one.id for one in signers(office)} == {one.id for one in office.accounts} - without
    unordered = replace(office, by_order=())
    assert "pho-chanh-van-phong" not in {one.id for one in signers(unordered)}
