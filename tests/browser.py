"""A page in a real browser, and everything that is wrong with it."""

import shutil
from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEEDS_BROWSER = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]


def wrong_with(
    browser: Browser, origin: str, path: str, *, width: int, theme: str, session: str = "", language: str = "pl-PL"
) -> list[str]:
    """Open a page and return what axe finds, what the policy blocks, foreign requests and sideways scrolling."""
    return wrong_with_each(browser, origin, [path], width=width, theme=theme, session=session, language=language)[path]


def wrong_with_each(
    browser: Browser,
    origin: str,
    paths: Sequence[str],
    *,
    width: int,
    theme: str,
    session: str = "",
    language: str = "pl-PL",
) -> dict[str, list[str]]:
    """Open pages one after another in one window and return what is wrong with each."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, locale=language)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda asked: said.append(f"foreign: {asked.url}") if not asked.url.startswith(origin) else None)
    found = {}
    for path in paths:
        said.clear()
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(origin + path)
        lines = [*said, *_axe(page), *_sideways(page)]
        failed = answer is not None and answer.status >= 400
        found[path] = [line for line in lines if "status of" not in line] if failed else lines
    context.close()
    return found


def _axe(page: Page) -> list[str]:
    """Run axe on the whole page at once, so that the bar at the foot of a phone covers nothing."""
    size = page.viewport_size or {"width": 1280}
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"axe {v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in violations for node in v["nodes"]]


def _sideways(page: Page) -> list[str]:
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"sideways: {width} in {room}"] if width > room else []
