"""Forms as a browser sends them: what the page holds, with a few answers changed."""

from typing import Any

from django.forms import BaseForm, CheckboxInput
from django.forms.boundfield import BoundField
from django.http import HttpResponseBase
from django.test import Client


def sent_of(form: BaseForm) -> dict[str, Any]:
    """Return what the browser would send of a form as it stands on the page."""
    sent: dict[str, Any] = {}
    for bound in form:
        sent.update(_parts(bound))
    return sent


def fill(client: Client, path: str, form: str = "form", **changes: Any) -> HttpResponseBase:
    """Open a page, change some answers of its form and send it."""
    page = client.get(path)
    return client.post(path, {**sent_of(page.context[form]), **changes})


def again(client: Client, path: str, page: HttpResponseBase, **changes: Any) -> HttpResponseBase:
    """Send the form of a page that came back."""
    return client.post(path, {**sent_of(page.context["form"]), **changes})  # type: ignore[attr-defined]


def take_back(client: Client, path: str, why: str = "a mistake") -> HttpResponseBase:
    """Send the second form of a page of correction."""
    form = client.get(path).context["withdrawal"]
    token = str(form["submission"].value())
    version = str(form["version"].value())
    return client.post(
        path,
        {"take_back": "1", "submission": token, "back-submission": token, "back-version": version, "back-why": why},
    )


def _parts(bound: BoundField) -> dict[str, Any]:
    value, widget = bound.value(), bound.field.widget
    if hasattr(widget, "decompress"):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return {f"{bound.html_name}_{place}": "" if part is None else part for place, part in enumerate(parts)}
    if isinstance(value, list):
        return {bound.html_name: value}
    if isinstance(widget, CheckboxInput):
        return {bound.html_name: "on"} if value else {}
    if hasattr(widget, "format_value") and not hasattr(widget, "choices"):
        value = widget.format_value(value)
    return {bound.html_name: "" if value is None else value}
