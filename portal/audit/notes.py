"""What one request has shown or was refused, until it is written."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.programmes.models import GrantProject


@dataclass
class Notes:
    """Becomes one event for all reads and one for each refusal."""

    by: User | None = None
    actions: list[Action] = field(default_factory=list)
    obj: models.Model | None = None
    grant_project: GrantProject | None = None
    subjects: set[str] = field(default_factory=set)
    detail: dict[str, Any] = field(default_factory=dict)
    refusals: list[dict[str, Any]] = field(default_factory=list)
