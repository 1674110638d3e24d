"""Reading a text into its parts, at one's own machine: no stack, no account, nothing kept."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import finding_line, said_plainly, show
from services.cli.files import read_bytes

TextFile = Annotated[
    Path,
    typer.Argument(metavar="TỆP", help="Văn bản thuần túy hoặc .docx; dấu - đọc từ đầu vào chuẩn."),
]
AsJson = Annotated[bool, typer.Option("--json", help="In mọi phần đọc được, cho máy đọc.")]


def parse(file: TextFile, *, as_json: AsJson = False) -> None:
    """Đọc một văn bản thành các thành phần thể thức; nêu dòng không đọc được."""
    from services.cli.reading_lines import reading_lines  # noqa: PLC0415 -- only parse needs them
    from services.drafting.domain.reader import read_text  # noqa: PLC0415 -- as above
    from services.drafting.domain.reading import as_json as wire  # noqa: PLC0415 -- as above
    from services.drafting.incoming import text_of_file  # noqa: PLC0415 -- as above

    with said_plainly():
        reading = read_text(text_of_file(_content(file)))
        told = wire.as_json(reading)
        if as_json:
            print(json.dumps(told, ensure_ascii=False, indent=2))  # noqa: T201 -- for machines
            return
        for line in reading_lines(reading):
            show(line)
        for finding in told["findings"]:
            show(finding_line({"field": "", **finding}))


def _content(file: Path) -> bytes:
    if str(file) != "-":
        return read_bytes(file)
    content = sys.stdin.buffer.read()
    if not content:
        raise Trouble("Đầu vào chuẩn trống, không có nội dung.")
    return content
