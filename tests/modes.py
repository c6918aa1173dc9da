"""What can be asserted of a page in the colours of the device, on paper, and with the keyboard alone."""

from playwright.sync_api import Page

CONTROLS = ".btn,.chip,.input,.select,.area,.choice"
MOST_STOPS = 60

#: Controls without a border: where grounds are gone, nothing else tells them from words.
BORDERLESS = """controls => [...document.querySelectorAll(controls)].filter(each => {
  const box = each.getBoundingClientRect(), style = getComputedStyle(each);
  return box.width > 1 && box.height > 1 && style.visibility !== "hidden" &&
    !["Top", "Right", "Bottom", "Left"].some(side => parseFloat(style["border" + side + "Width"]) >= 1 && style["border" + side + "Style"] !== "none");
}).map(each => each.outerHTML.slice(0, 120))"""

#: What stands on paper and should not: navigation, things to press, dark grounds, pale words.
UNPRINTABLE = """() => {
  const seen = each => { const box = each.getBoundingClientRect(); return box.width > 1 && box.height > 1 && getComputedStyle(each).visibility !== "hidden" && !each.closest(".vh"); };
  const light = colour => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return a < .5 ? null : (.2126 * r + .7152 * g + .0722 * b) / 255; };
  const found = [];
  for (const each of document.querySelectorAll("nav,.btn,button,dialog,.staff-foot")) if (seen(each)) found.push("shown: " + each.outerHTML.slice(0, 100));
  for (const each of document.querySelectorAll("body, body *:not(svg *)")) {
    if (!seen(each)) continue;
    const style = getComputedStyle(each), ground = light(style.backgroundColor), words = light(style.color);
    if (ground !== null && ground < .6 && style.printColorAdjust !== "exact") found.push("dark ground: " + each.outerHTML.slice(0, 100));
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (own && words !== null && words > .45) found.push("pale words: " + style.color + " " + each.outerHTML.slice(0, 100));
  }
  return found;
}"""

#: Whether the element with the focus shows it, and whether something that sticks hides all of it (WCAG 2.4.11).
FOCUS = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const ring = [each, each.closest(".choice,.chip")].some(one => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = each.getBoundingClientRect(), wrong = [];
  if (!ring) wrong.push("no focus to see");
  const at = (share, from, to, most) => Math.max(from, 0) + share * (Math.min(to, most) - Math.max(from, 0));
  const over = share => {
    let hit = document.elementFromPoint(at(.5, box.left, box.right, innerWidth), at(share, box.top, box.bottom, innerHeight));
    for (; hit; hit = hit.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(hit).position) && !hit.contains(each) && !each.contains(hit)) return hit.className;
  };
  const covers = [.1, .5, .9].map(over);
  if (box.height && (box.bottom < 0 || box.top > innerHeight)) wrong.push("out of sight");
  if (covers.every(Boolean)) wrong.push("covered by " + covers[0]);
  return {name: each.outerHTML.slice(0, 120), wrong};
}"""


def borderless(page: Page) -> list[str]:
    """Return the controls that only their ground told apart."""
    return [f"no border: {each}" for each in page.evaluate(BORDERLESS, CONTROLS)]


def unprintable(page: Page) -> list[str]:
    """Return what the page would waste ink on, or leave unreadable."""
    page.emulate_media(media="print", forced_colors="none")
    found = page.evaluate(UNPRINTABLE)
    page.emulate_media(media="screen", forced_colors="active")
    return [f"print: {each}" for each in found]


def unseen_focus(page: Page) -> list[str]:
    """Walk through a page with the Tab key and return the stops whose focus cannot be seen, or that something covers."""
    found, first = [], ""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["name"] == first:
            break
        first = first or stop["name"]
        found += [f"focus: {wrong}: {stop['name']}" for wrong in stop["wrong"]]
    return found


def sideways(page: Page) -> list[str]:
    """Return how much wider than the window the page is."""
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"sideways: {width} in {room}"] if width > room else []
