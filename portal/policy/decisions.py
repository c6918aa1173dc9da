"""The one question about rights: may this account do this (to this thing)?"""

from typing import TYPE_CHECKING, Any

from django.db.models import Model

from portal.policy.access import access_of
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

WAYS_TO_A_PERSON = ("participation", "person")


def can(user: "User", action: str, obj: Model | None = None) -> bool:
    """Tell whether ``user`` may ``action``: anywhere at all, or to ``obj`` when one is given.

    People and what belongs to a person are looked up through ``visible_to``, so confidential people and
    deny lists are respected (S26, S27). Things of a grant project are weighed by the whole-project scope.
    Raises ``MatrixError`` for an unknown action, ``TypeError`` for a thing that belongs to neither.
    """
    access = access_of(user)
    if obj is None or not access.may(action):
        return access.may(action)
    if isinstance(obj, GrantProject):
        return access.may(action, obj)
    subject = _subject_of(obj)
    if subject is not None:
        model, key = subject
        return model._default_manager.all().visible_to(user, action).filter(pk=key).exists()  # type: ignore[attr-defined]
    if hasattr(obj, "grant_project_id"):
        return obj.grant_project_id in access.scope(action).whole_project_ids
    raise TypeError(f"{obj._meta.label} belongs neither to a person nor to a grant project")


def _subject_of(obj: Model) -> tuple[type[Model], Any] | None:
    """Return the model with ``visible_to`` and the key that speak for ``obj``, if a person stands behind it."""
    model = type(obj)
    if hasattr(model._default_manager.all(), "visible_to"):
        return model, obj.pk
    fields = {field.name: field for field in model._meta.concrete_fields}
    for way in WAYS_TO_A_PERSON:
        if way in fields and getattr(obj, fields[way].attname) is not None:
            related = fields[way].related_model
            return related, getattr(obj, fields[way].attname)  # type: ignore[return-value]
    return None
