"""What everybody may read of the records desk: issued files and their annexes."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.commands.common import Account, Case, Out, api_of, said_plainly, show
from services.cli.files import keep
from services.cli.words import ways_back

Place = Annotated[
    int | None, typer.Option("--get", metavar="THỨ", help="Lấy phụ lục thứ mấy, từ 1.")
]


def pdf(case: Case, account: Account, out: Out = None) -> None:
    """Lấy tệp PDF đã phát hành."""
    with said_plainly():
        api = api_of(account)
        data = api.file("distribution", f"/dispatches/{case}/pdf")
        back = ways_back(api.get("distribution", f"/dispatches/{case}"))
        show(f"{keep(data, out or Path(f'{case}.pdf'), 'issued', f'{case}.pdf')}{back}")


def annexes(case: Case, account: Account, place: Place = None, out: Out = None) -> None:
    """Phụ lục phát hành kèm văn bản; với --get thì lấy tệp thứ mấy."""
    with said_plainly():
        api, path = api_of(account), f"/dispatches/{case}/annexes"
        found = api.get("distribution", path)["annexes"]
        if place is None:
            for one in found:
                show(f"{one['place']}. {one['name']} ({_state(one)}): {one['newest']}")
            if not found:
                show("Văn bản không có phụ lục.")
            return
        name = next((one["name"] for one in found if one["place"] == place), f"phu-luc-{place}")
        data = api.file("distribution", f"{path}/{place}")
        show(str(keep(data, out or Path(name), "issued", name)))


def _state(annex: dict[str, Any]) -> str:
    if not annex["stamped"]:
        return "không ký được, ghi mã băm"
    return f"cơ quan đã ký số, mức {annex['level']}"
