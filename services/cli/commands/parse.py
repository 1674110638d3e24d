"""Reading a text into its parts, at one's own machine: no stack, no account, nothing kept."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import finding_line, said_plainly, show
from services.cli.files import read_bytes

if TYPE_CHECKING:
    from services.drafting.domain.reading.model import Reading

TextFile = Annotated[
    Path,
    typer.Argument(metavar="TỆP", help="Văn bản thuần túy hoặc .docx; dấu - đọc từ đầu vào chuẩn."),
]
Check = Annotated[
    bool, typer.Option("--check", help="Kiểm tra thể thức theo Nghị định 30/2020/NĐ-CP.")
]
AgencyFile = Annotated[
    Path | None,
    typer.Option("--agency", metavar="TỆP", help="Tệp cơ quan để kiểm tra; mặc định xét tự thân."),
]
AsJson = Annotated[bool, typer.Option("--json", help="In mọi phần đọc được, cho máy đọc.")]


def parse(
    file: TextFile,
    *,
    as_json: AsJson = False,
    check: Check = False,
    agency: AgencyFile = None,
) -> None:
    """Đọc một văn bản thành các thành phần thể thức; nêu dòng không đọc được."""
    from services.cli.reading_lines import reading_lines  # noqa: PLC0415 -- only parse needs them
    from services.drafting.domain.reader import read_text  # noqa: PLC0415 -- as above
    from services.drafting.domain.reading import as_json as wire  # noqa: PLC0415 -- as above
    from services.drafting.incoming import text_of_file  # noqa: PLC0415 -- as above

    with said_plainly():
        reading = read_text(text_of_file(_content(file)))
        told = wire.as_json(reading)
        if check or agency:
            told["form"] = _checked(reading, agency)
        if as_json:
            print(json.dumps(told, ensure_ascii=False, indent=2))  # noqa: T201 -- for machines
            return
        for line in reading_lines(reading):
            show(line)
        for finding in told["findings"]:
            show(finding_line({"field": "", **finding}))
        if "form" in told:
            show("Thể thức:" if told["form"] else "Thể thức: không có nhận xét.")
            for finding in told["form"]:
                show(finding_line(finding))


def _checked(reading: "Reading", agency: Path | None) -> list[dict[str, Any]]:
    """What the form check says; by the agency's file, or by the text's own place and unit."""
    from services.cli.organisation_file import content_of  # noqa: PLC0415 -- only parse needs them
    from services.drafting.domain.agency import office_reading  # noqa: PLC0415 -- as above
    from services.drafting.domain.form_printed import check_printed  # noqa: PLC0415 -- as above
    from shared.runtime.organisations import read_organisation  # noqa: PLC0415 -- as above

    office = office_reading(read_organisation(content_of(agency)), reading) if agency else None
    return [asdict(finding) for finding in check_printed(reading, office)]


def _content(file: Path) -> bytes:
    if str(file) != "-":
        return read_bytes(file)
    content = sys.stdin.buffer.read()
    if not content:
        raise Trouble("Đầu vào chuẩn trống, không có nội dung.")
    return content
