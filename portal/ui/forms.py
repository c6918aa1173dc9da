"""How every form of the product looks: label, hint under it, message under the hint, then the control.

Controls are written by ``portal.ui.controls``, what stands around them by ``portal.ui.fields``.
"""

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.ui import controls, fields

BOXES_OF_THEIR_OWN = frozenset({"checkbox", "radio", "hidden", "submit", "image"})
ROWS_OF_FRAMEWORK, ROWS = "10", "4"
CLASS_OF_TEMPLATE = {"select": "select", "textarea": "area"}


class Renderer(TemplatesSetting):
    """Renders forms with the product's templates and gives every control its class."""

    form_template_name = "django/forms/product_form.html"
    field_template_name = "portal.ui.fields"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, field or widget.

        A class that the form's author gave a widget stays; a placeholder goes, because the label says it.
        """
        if "widget" in context:
            _dress(context["widget"])
            control = controls.written(context["widget"])
            if control is not None:
                return control
        elif template_name == self.field_template_name and isinstance(context.get("field"), BoundField):
            return fields.written(context["field"], marked_optional=_is_marked_optional(context["field"]))
        return super().render(template_name, context, request)


@dataclass(frozen=True)
class Problem:
    """One message and the id of the control that it belongs to (empty for the form as a whole)."""

    text: str
    target: str


def problems(form: BaseForm) -> list[Problem]:
    """List a bound form's messages in the order of the page, with the ids that links need."""
    if not form.is_bound or not form.errors:
        return []
    found = [Problem(str(text), "") for text in form.non_field_errors()]
    for bound in form:
        found += [_problem_of(bound, str(text)) for text in bound.errors]
    return found


def _problem_of(bound: BoundField, text: str) -> Problem:
    if bound.is_hidden:
        return Problem(text, "")
    return Problem(_named(str(bound.label or ""), text), first_control_id(bound))


def _named(label: str, text: str) -> str:
    """Put the label before a message; a question keeps its own mark."""
    if label.endswith("?"):
        return f"{label} {text}"
    return _("%(field)s: %(message)s") % {"field": label, "message": text} if label else text


def first_control_id(bound: BoundField) -> str:
    """Id of the control to go to: of a group of choices or boxes the first one."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _dress(widget: dict[str, Any]) -> None:
    kind = widget["template_name"].rsplit("/", 1)[-1].removesuffix(".html")
    name = CLASS_OF_TEMPLATE.get(kind) or ("input" if _is_box(widget) else "")
    widget["attrs"].pop("placeholder", None)
    if kind == "textarea" and widget["attrs"].get("rows") == ROWS_OF_FRAMEWORK:
        widget["attrs"]["rows"] = ROWS
    given = widget["attrs"].get("class", "")
    if name and name not in given.split():
        widget["attrs"]["class"] = f"{name} {given}".strip()


def _is_box(widget: dict[str, Any]) -> bool:
    return widget.get("type", "checkbox") not in BOXES_OF_THEIR_OWN


def _is_marked_optional(bound: BoundField) -> bool:
    """Mark what may stay blank for good; a field with ``is_needed`` may be blank only for now."""
    needed = bound.field.required or getattr(bound.field, "is_needed", False)
    if needed or bound.is_hidden or bound.widget_type == "checkbox":
        return False
    return any(field.required and not field.widget.is_hidden for field in bound.form.fields.values())
