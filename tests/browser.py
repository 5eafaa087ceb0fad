"""Chromium for tests: pages served on this machine alone, and what the browser makes of them."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock

import pytest

REQUIRED = "ECOSIFT_REQUIRE_BROWSER"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Nothing but our own server is reached, whatever images and scripts a page asks for.
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1000,700",
    "--no-first-run", "--disable-background-networking", "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
# Room above and below each page, so that every text can come to the middle of the window and none is seen
# before. Set beside the page, not in it: its tree stays as it is.
MAKE_ROOM = """const room = new CSSStyleSheet(); room.replaceSync("html { padding: 150vh 0 !important }");
document.adoptedStyleSheets = [room];"""
TEXTS_AT = """return arguments[0].map(path => {
  const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  return found.snapshotLength === 1 ? found.snapshotItem(0).textContent : null;
})"""
# Follows a link from the top of the page; where the text begins in the window then, white space aside.
FOLLOW = r"""(async (link, path, wanted) => {
  const found = document.evaluate(path, document, null, XPathResult.ANY_UNORDERED_NODE_TYPE, null);
  const walk = document.createTreeWalker(found.singleNodeValue, NodeFilter.SHOW_TEXT), places = [];
  let text = "";
  for (let node; (node = walk.nextNode());)
    for (let at = 0; at < node.data.length; at++)
      if (!/\s/.test(node.data[at])) { text += node.data[at]; places.push([node, at]); }
  const range = document.createRange(), [node, at] = places[text.indexOf(wanted)];
  range.setStart(node, at); range.setEnd(node, at + 1);
  scrollTo(0, 0);
  location.assign(link);
  for (let wait = 0; wait < 50 && scrollY === 0; wait++) await new Promise(done => setTimeout(done, 10));
  return scrollY ? Math.abs(range.getBoundingClientRect().top / innerHeight - 0.5) : null;
})"""


class Site:
    """Pages on 127.0.0.1, by the path they are put at."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def put(self, path: str, content: bytes, media_type: str = "text/html") -> str:
        """The URL at which the content is served from now on."""
        self.pages[f"/{path}"] = (media_type, content)
        return f"http://127.0.0.1:{self._server.server_port}/{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                media_type, content = pages.get(self.path, ("text/plain", b""))
                self.send_response(200 if self.path in pages else 404)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


class Browser:
    """A window of Chromium and the site that it can reach; `driver` is Selenium's, for all else."""

    def __init__(self, driver: Any, site: Site) -> None:
        self.driver, self.site = driver, site

    def open(self, url: str) -> None:
        self.driver.get(url)

    def texts_at(self, xpaths: Sequence[str | None]) -> list[str | None]:
        """The text of the one element at each path; None where there is none, or several."""
        return self.driver.execute_script(TEXTS_AT, list(xpaths))

    def distance_after(self, link: str, xpath: str | None, text: str) -> float | None:
        """Follows a link to the page that is open; how far from the middle of the window the text is then.

        In heights of the window; 0.5 or more is out of sight, None says that the window did not move.
        """
        # Browsers follow a text fragment only where a user asked for it.
        arguments = json.dumps([link, xpath, "".join(text.split())])
        asked = {"expression": f"{FOLLOW}(...{arguments})", "userGesture": True, "awaitPromise": True}
        answer = self.driver.execute_cdp_cmd("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer
        return answer["result"]["value"]


def missing() -> str | None:
    """What keeps tests from a browser, in words, or None."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium is not installed (pip install -e '.[dev]')"
    if _program() is None:
        return "Chromium is not installed (Debian: apt-get install chromium chromium-driver)"
    if shutil.which("chromedriver") is None:
        return "chromedriver is not installed (Debian: apt-get install chromium-driver)"
    return None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser to use; the test is skipped where there is none, and fails where one is required."""
    reason = missing()
    if reason is not None and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, but {reason}", pytrace=False)
    if reason is not None:
        pytest.skip(reason)
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = _program()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    site, here = Site(), {"no_proxy": "localhost,127.0.0.1", "NO_PROXY": "localhost,127.0.0.1"}
    with mock.patch.dict(os.environ, here):
        driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": MAKE_ROOM})
        yield Browser(driver, site)
    finally:
        driver.quit()
        site.close()
