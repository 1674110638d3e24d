"""A real browser without a window, asked through its own protocol what a page shows."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect

from tests.support.tools import demand
from tests.support.waiting import until

CHROMIUM: Final = "chromium"
OPTIONS: Final = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--remote-debugging-port=0", "--hide-scrollbars"),
    "--disable-features=IsolateSandboxedIframes",  # the engine's UI draws Markdown in such a frame
)
LISTENS: Final = re.compile(r"DevTools listening on (ws://\S+)")
TEXT: Final = "document.body ? document.body.innerText : ''"
CLICK: Final = "(link => link && (link.click(), true))(document.querySelector({}))"
SHOWN_WITHIN: Final = 60.0
"""Seconds, on a machine that is busy."""


class Refused(Exception):  # noqa: N818 -- what the browser answers, for example of a frame that is gone
    """The browser did not do what it was told."""


class Page:
    """One tab, spoken with in the Chrome DevTools Protocol."""

    def __init__(self, line: ClientConnection, width: int) -> None:
        self._line, self._width = line, width
        self._session, self._count = "", 0

    async def begin(self, height: int) -> None:
        """Open the tab, so many pixels high."""
        made = await self._say("Target.createTarget", {"url": "about:blank"})
        joined = {"targetId": made["targetId"], "flatten": True}
        self._session = (await self._say("Target.attachToTarget", joined))["sessionId"]
        size = {"width": self._width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._say("Emulation.setDeviceMetricsOverride", size)

    async def shows(self, url: str, sentence: str) -> str:
        """Open an address; the rest as below."""
        await self._say("Page.navigate", {"url": url})
        return await self.says(sentence)

    async def says(self, sentence: str) -> str:
        """Wait until the page says this; all that it says then."""

        async def said() -> str:
            text = await self._text()
            return text if sentence in text else ""

        return await until(said, SHOWN_WITHIN)

    async def follows(self, path: str) -> None:
        """Click the first link whose address has this, once there is one."""
        click = CLICK.format(json.dumps(f"a[href*={json.dumps(path)}]"))

        async def clicked() -> bool:
            said = await self._say("Runtime.evaluate", {"expression": click})
            return bool(said["result"].get("value"))

        await until(clicked, SHOWN_WITHIN)

    async def picture(self, height: int) -> bytes:
        """The upper part of what is seen, so many pixels high, as PNG."""
        part = {"x": 0, "y": 0, "width": self._width, "height": height, "scale": 1}
        said = await self._say("Page.captureScreenshot", {"format": "png", "clip": part})
        return base64.b64decode(said["data"])

    async def _text(self) -> str:
        """What a reader sees now, in the page and in the frames within it."""
        tree = (await self._say("Page.getFrameTree", {}))["frameTree"]
        return "\n".join([await self._text_of(frame) for frame in _frames(tree)])

    async def _text_of(self, frame: str) -> str:
        try:
            world = await self._say("Page.createIsolatedWorld", {"frameId": frame})
            asked = {"expression": TEXT, "contextId": world["executionContextId"]}
            said = await self._say("Runtime.evaluate", asked)
        except Refused:  # it went on to another page meanwhile
            return ""
        return str(said["result"].get("value", ""))

    async def _say(self, method: str, params: Mapping[str, Any]) -> Any:
        """One command and its result; what the browser tells by itself is passed over."""
        self._count += 1
        command = {"id": self._count, "method": method, "params": params}
        session = {"sessionId": self._session} if self._session else {}
        await self._line.send(json.dumps(command | session))
        async for told in self._line:
            answer = json.loads(told)
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise Refused(answer["error"]["message"])
                return answer["result"]
        raise ConnectionError("the browser hung up")


def _frames(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["frame"]["id"]
    for child in tree.get("childFrames", ()):
        yield from _frames(child)


@asynccontextmanager
async def browser(width: int, height: int) -> AsyncIterator[Page]:
    """A browser that knows nothing of earlier ones; it ends with the block."""
    demand(CHROMIUM, "chromium")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            *(CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"),
            env={"PATH": "/usr/bin:/bin", "HOME": profile},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with connect(await _address(process), max_size=None, proxy=None) as line:
                page = Page(line, width)
                await page.begin(height)
                yield page
        finally:
            process.kill()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Where it listens, as it says itself."""
    assert process.stderr
    async for told in process.stderr:
        if found := LISTENS.search(told.decode(errors="replace")):
            return found[1]
    raise ConnectionError("the browser ended before it listened")
