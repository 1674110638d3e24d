"""Every prepared PDF has a check code of its own, shown as a picture where the agency wants it."""

from io import BytesIO

import pypdfium2

from shared.document.imprint import check_code_of
from tests.services.approval.conftest import HEAD, Approval, Submitted
from tests.support.office import LANG_SON, content_of

ADDRESS = "https://vanban.example.vn/public/check/"


async def made_for(round_: Submitted) -> list[tuple[str, bytes]]:
    """Code and bytes of every PDF that was prepared."""
    blobs = round_.approval.office.process("approval").database.blobs
    rows = await round_.approval.rows("prepared", round_.case)
    return [(row["check_code"], await blobs.get("SVHTTDL", row["hash"])) for row in rows]


async def test_each_signers_pdf_carries_a_code_of_its_own_which_its_row_keeps(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    await (await approval.person(HEAD)).post(f"/tasks/{await round_.task()}/prepared")
    made = await made_for(round_)

    assert len({code for code, _ in made}) == 2
    assert [check_code_of(pdf) for _, pdf in made] == [code for code, _ in made]


async def test_the_code_is_shown_where_the_agencys_file_names_an_address(
    at_rest: Approval,
) -> None:
    plain = await at_rest.reach("signature")
    content = content_of(LANG_SON) | {"check_address": ADDRESS}
    at_rest.versions["SVHTTDL"] = await at_rest.office.load("approval", content)
    shown = await at_rest.reach("signature")

    def inked(pdf: bytes) -> bool:
        """Whether the lower left corner of the first page is printed on."""
        picture = pypdfium2.PdfDocument(BytesIO(pdf))[0].render(scale=2).to_pil().convert("L")
        corner = picture.crop((0, picture.height - 110, 160, picture.height))
        return int(corner.getextrema()[0]) < 128

    ((_, without),) = await made_for(plain)
    ((_, with_picture),) = await made_for(shown)
    assert not inked(without)
    assert inked(with_picture)
