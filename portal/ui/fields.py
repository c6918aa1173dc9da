"""A field of a form as HTML: label, hint, message, control – written without a template, like its control.

A tick stands before its label, so what is said about it stands below both.
"""

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.ui.escaping import escaped
from portal.ui.written import icon


def written(field: BoundField, *, marked_optional: bool) -> SafeString:
    """Return a field with everything around its control; ``marked_optional`` says so behind the label."""
    optional = f' <span class="optional">({_("optional")})</span>' if marked_optional else ""
    return mark_safe(f'<div class="field{" bad" if field.errors else ""}">{_inside(field, optional)}')  # noqa: S308


def _inside(field: BoundField, optional: str) -> str:
    label, words = escaped(field.label), hint_and_messages(field)
    if field.widget_type == "checkbox":
        box = f'<label class="check" for="{escaped(field.id_for_label)}">{field}<span>{label}</span></label>'
        return f"{box}{words.rstrip()}</div>"
    if field.use_fieldset:
        about = f' aria-describedby="{escaped(field.aria_describedby)}"' if field.aria_describedby else ""
        legend = f'<legend class="label">{label}{optional}</legend>'
        return f'<fieldset class="choices"{about}>{legend}{words}{field}</fieldset></div>'
    if field.label:
        label = f'<label class="label" for="{escaped(field.id_for_label)}">{label}{optional}</label>'
    return f"{label}{words}{field}</div>"


def hint_and_messages(field: BoundField) -> SafeString:
    """Return what is said about a field; the hint may hold markup, its author is the product."""
    said, key = "", escaped(field.auto_id)
    if field.help_text:
        said = f'<div class="hint" id="{key}_helptext">{field.help_text}</div>'
    if field.errors:
        messages = (f'<p class="msg">{icon("alert")}<span>{escaped(each)}</span></p>' for each in field.errors)
        said += f'<div id="{key}_error">{"".join(messages)}</div>'
    return mark_safe(f"{said}\n")  # noqa: S308 - messages were escaped in the line above
