"""What goes out with a dispatch is a PDF that the agency can sign, the same for everybody."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from services.drafting.annex_files import refuse_unfit
from shared.document.layout import render_draft
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import sample_paper

PAPER = render_draft(sample_paper())
Change = Callable[[pikepdf.Pdf], object]


def changed(change: Change, lock: pikepdf.Encryption | None = None) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(PAPER)) as pdf:
        change(pdf)
        pdf.save(target, encryption=lock)
    return target.getvalue()


def refusal_of(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as refused:
        refuse_unfit(content)
    return refused.value


def noted(pdf: pikepdf.Pdf, **note: Any) -> None:
    box = Array([0, 0, 9, 9])
    annotation = Dictionary(Type=Name.Annot, Rect=box, **note)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])


def embed(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["bang.xlsx"] = pikepdf.AttachedFileSpec.from_filepath(pdf, __file__)


def run_when_opened(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def run_after_another_action(pdf: pikepdf.Pdf) -> None:
    then = Dictionary(S=Name.Launch, F=String("a.exe"))
    noted(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("a:b"), Next=then))


def leave_a_field(pdf: pikepdf.Pdf) -> None:
    noted(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("ten"))
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)


def leave_no_place_for_a_signature(pdf: pikepdf.Pdf) -> None:
    """What a signature forbids has to be said in a dictionary of this name."""
    pdf.Root.Perms = Array([])


def cut_small(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 100, 100])


def link(pdf: pikepdf.Pdf) -> None:
    noted(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("mailto:a@so.example")))


@pytest.mark.parametrize("change", [lambda _: None, link])
def test_a_paper_is_taken_and_so_are_its_links(change: Change) -> None:
    refuse_unfit(changed(change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (run_when_opened, "annex_script"),
        (run_after_another_action, "annex_script"),
        (embed, "annex_embedded_file"),
        (lambda pdf: noted(pdf, Subtype=Name.FileAttachment), "annex_embedded_file"),
        (leave_a_field, "annex_form"),
        (cut_small, "annex_page_too_small"),
        (lambda pdf: pdf.pages.__delitem__(slice(None)), "annex_unreadable"),
        (leave_no_place_for_a_signature, "annex_unreadable"),
    ],
)
def test_what_runs_hides_or_is_to_be_filled_in_is_refused_with_what_to_do(
    change: Change, code: str
) -> None:
    refusal = refusal_of(changed(change))

    assert refusal.code == code
    assert "hãy " in refusal.sentence


@pytest.mark.parametrize("password", ["", "mật khẩu"])
def test_a_locked_file_is_refused_whether_or_not_it_opens_without_a_password(password: str) -> None:
    lock = pikepdf.Encryption(owner="chủ", user=password)
    locked = changed(lambda _: None, lock)

    assert refusal_of(locked).code == "annex_encrypted"


@pytest.mark.parametrize("content", [PAPER[: len(PAPER) // 2], b"%PDF-1.7 a paper", PAPER[100:]])
def test_a_broken_file_is_refused(content: bytes) -> None:
    assert refusal_of(content).code == "annex_unreadable"
