"""In a real browser: nothing for axe to find, nothing blocked by the policy, nothing asked of another origin."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import LOOKS_ONLY, wrong_with_each

pytestmark = LOOKS_ONLY

OPEN_PAGES = ["/konto/login/", "/konto/password/reset/", "/konto/password/reset/done/", "/closed/", "/nowhere/"]
OWN_PAGES = ["/gallery/", "/gallery/?bound"]
MODES = [
    (1280, "light", {}),
    (1280, "dark", {}),
    (390, "light", {}),
    (390, "dark", {}),
    (1280, "light", {"direction": "rtl"}),
    (390, "dark", {"direction": "rtl"}),
    (1280, "light", {"forced": True}),
    (390, "dark", {"forced": True}),
    (320, "light", {"direction": "rtl"}),
    (1280, "light", {"contrast": "more"}),
    (390, "dark", {"contrast": "more"}),
]
LOOKS = [pytest.param(1280, "light", marks=pytest.mark.long), (390, "dark")]


@pytest.fixture
def look_at(browser: Browser, live_server) -> Callable[..., dict[str, list[str]]]:
    """Open pages in one window and return everything that is wrong with each."""

    def wrong(paths: list[str], width: int, theme: str, session: str = "") -> dict[str, list[str]]:
        found = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme, session=session)
        return {path: lines for path, lines in found.items() if lines}

    return wrong


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_for_strangers_have_nothing_wrong(look_at, transactional_db, width: int, theme: str) -> None:
    assert look_at(OPEN_PAGES, width, theme) == {}


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_an_account_have_nothing_wrong(
    look_at, transactional_db, caseworker_city, client_of, places, width, theme
) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    assert look_at(OWN_PAGES, width, theme, session) == {}


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme", "mode"), MODES)
def test_gallery_has_nothing_wrong_in_any_mode(
    browser, live_server, transactional_db, caseworker_city, client_of, places, width, theme, mode
) -> None:
    session = client_of(caseworker_city).cookies["sessionid"].value
    found = wrong_with_each(browser, live_server.url, OWN_PAGES, width=width, theme=theme, session=session, **mode)

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.long
def test_nothing_moves_for_those_who_asked_for_rest(browser, live_server, transactional_db, caseworker_city, client_of):
    context = browser.new_context(reduced_motion="reduce")
    session = client_of(caseworker_city).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + OWN_PAGES[0])
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each => {
          const style = getComputedStyle(each);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth";
        }).map(each => each.outerHTML.slice(0, 100))"""
    )
    context.close()

    assert moving == []


CSS = Path(__file__).parents[3] / "static" / "css"
SHEETS = [CSS / f"{name}.css" for name in ("tokens", "base", "components", "pages")]
PIECES = """<main><div class="fields-row"><input class="input" type="text"><input class="input" type="date">
<input class="input" type="time"></div>
<div class="card"><div class="pane"><table><thead><tr><th>Stan</th></tr></thead><tbody><tr><td class="words">
<span class="row tight"><span class="tag">czekamy na odpowiedź od bardzo dawna</span></span></td><td>x</td></tr></tbody>
</table></div></div><div class="note">Uwaga</div><div class="gap-below">Cel</div></main>"""


def test_boxes_of_one_row_are_equally_high_and_tables_keep_within_their_card(browser):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(PIECES)
    for sheet in SHEETS:
        page.add_style_tag(content=sheet.read_text())
    heights = page.eval_on_selector_all(".input", "all => all.map(each => each.getBoundingClientRect().height)")
    assert max(heights) - min(heights) < 0.1
    radius = "each => parseFloat(getComputedStyle(each).borderStartStartRadius)"
    inside, card = page.eval_on_selector(".pane", radius), page.eval_on_selector(".card", radius)
    assert inside == card - 1
    top = page.eval_on_selector(".gap-below", "each => each.getBoundingClientRect().top")
    bottom = page.eval_on_selector(".note", "each => each.getBoundingClientRect().bottom")
    assert round(top - bottom) == 16
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.eval_on_selector(".tag", "each => getComputedStyle(each).whiteSpace") == "normal"
    page.close()
