"""A page in a real browser, and everything that is wrong with it."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page

DATABASE = "the look of a page does not depend on the database"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""What can be wrong in one look and right in another, where the same things are shown."""
WHOLE = {(390, "light")}
"""Looks that are asked everything, besides the first: a phone shows other things than a wide screen."""
HEIGHT = 900
CLOSE = BrowserContext.close
NEEDS_BROWSER = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]
ONCE = pytest.mark.skipif(connection.vendor != "sqlite", reason=DATABASE)
LOOKS_ONLY = [*NEEDS_BROWSER, ONCE]
"""For tests of looks alone, which every run on SQLite makes; what somebody does in a browser is done on both."""


def follow(page: Page, place: str | Locator, *, seconds: int = 30) -> None:
    """Click what leads to a page and wait until that page is there: a click that missed fails here, not later."""
    with page.expect_navigation(timeout=seconds * 1000):
        (page.locator(place) if isinstance(place, str) else place).click(timeout=seconds * 1000)


def close_without_drafts(context: BrowserContext, **how: Any) -> None:
    """Close the windows of a context; what waits to be kept as a draft is dropped.

    A window sends it when it goes, and that would meet the emptying of the tables after the test.
    """
    for page in context.pages:
        with suppress(Error):  # a window without scripts, or one that is gone
            page.evaluate(
                "document.querySelectorAll('form[data-draft]').forEach(form => { form.dataset.sent = 'yes' })"
            )
    CLOSE(context, **how)


@contextmanager
def windows(browser: Browser, origin: str, client_of: Callable) -> Iterator[Callable[..., Page]]:
    """Open windows of accounts that are signed in, each apart; a mistake in a script fails the test."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def opened(account: Any, **device: Any) -> Page:
        context = browser.new_context(locale="pl-PL", base_url=origin, **device)
        contexts.append(context)
        session = client_of(account).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("networkidle")
        context.close()
    assert wrong == []


def wrong_with(
    browser: Browser, origin: str, path: str, *, width: int, theme: str, session: str = "", **mode: Any
) -> list[str]:
    """Open a page and return what axe finds, what the policy blocks, foreign requests and sideways scrolling."""
    return wrong_with_each(browser, origin, [path], width=width, theme=theme, session=session, **mode)[path]


def wrong_with_each(
    browser: Browser,
    origin: str,
    paths: Sequence[str],
    *,
    width: int,
    theme: str,
    session: str = "",
    language: str = "pl-PL",
    forced: bool = False,
    direction: str = "",
    contrast: str = "no-preference",
    cookies: Sequence[Any] = (),
) -> dict[str, list[str]]:
    """Open pages one after another in one window and return what is wrong with each.

    ``forced`` with the colours of the device; ``direction`` turns the page as if its script ran that way; ``contrast`` is
    what the device asks for; ``cookies`` what it holds beside the session.
    """
    mode = {"forced_colors": "active" if forced else "none", "contrast": contrast, "locale": language}
    found = wrong_in_looks(
        browser, origin, paths, [(width, theme)], session=session, direction=direction, cookies=cookies, **mode
    )
    return {path: lines for (path, _width, _theme), lines in found.items()}


def wrong_in_looks(
    browser: Browser,
    origin: str,
    paths: Sequence[str],
    looks: Sequence[tuple[int, str]],
    *,
    session: str = "",
    direction: str = "",
    cookies: Sequence[Any] = (),
    forced_colors: str = "none",
    **mode: Any,
) -> dict[tuple[str, int, str], list[str]]:
    """Open each page once and return what is wrong with it in each look: at that width, in that theme.

    The first look and those of ``WHOLE`` are asked everything, the others only what depends on looks. ``cookies``: what
    the browser holds beside the session.
    """
    mode = {"locale": "pl-PL", "reduced_motion": "reduce", "forced_colors": forced_colors, **mode}
    context = browser.new_context(color_scheme=looks[0][1], **mode)
    context.add_init_script(AXE)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
    context.add_cookies(list(cookies))
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda asked: said.append(f"foreign: {asked.url}") if not asked.url.startswith(origin) else None)
    found, failed = {}, False
    for path in paths:
        for number, (width, theme) in enumerate(looks):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if number == 0:
                said.clear()
                answer = page.goto(origin + path)
                failed = answer is not None and answer.status >= 400
                if direction:
                    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            rules = RULES if number == 0 or (width, theme) in WHOLE else RULES_OF_LOOKS
            lines = [*said, *_axe(page, rules, contrast=forced_colors == "none"), *_sideways(page)]
            found[path, width, theme] = [line for line in lines if "status of" not in line] if failed else lines
            said.clear()
    context.close()
    return found


def faults_of(page: Page, rules: Sequence[str] = RULES, *, contrast: bool = True) -> list[dict[str, Any]]:
    """Return what axe finds wrong with the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    off = {"color-contrast": {"enabled": False}}
    options = {"runOnly": list(rules), "resultTypes": ["violations"], "rules": {} if contrast else off}
    return page.evaluate("options => axe.run(options).then(all => all.violations)", options)


def _axe(page: Page, rules: Sequence[str], *, contrast: bool) -> list[str]:
    """Run axe on the whole page at once, so that the bar at the foot of a phone covers nothing.

    Contrast is the device's own matter where it forces its colours; axe reads the colours that the page asked for.
    """
    size = page.viewport_size or {"width": 1280}
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    violations = faults_of(page, rules, contrast=contrast)
    return [f"axe {v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in violations for node in v["nodes"]]


def _sideways(page: Page) -> list[str]:
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"sideways: {width} in {room}"] if width > room else []
