"""What every view says of itself, and the look-up that answers "no" and "not there" alike (S1, S8)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest

from portal.policy.access import access_of
from portal.policy.matrix import matrix
from portal.policy.routes import Audience, Declaration
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])
PROJECT = "projekt"
"""Where addresses and forms say which grant project is meant."""


class Refused(Http404):
    """Not allowed, or not there: the page is the same, and the audit log gets a refusal either way."""

    def __init__(self, action: str, object_type: str = "", object_id: str = "") -> None:
        """Say what was refused: the action, the kind of thing, and the key that was asked for."""
        super().__init__()
        self.action, self.object_type, self.object_id = action, object_type, object_id


class Undated(Exception):
    """The page is about people or figures, and the first or last day of its project is not known (decision 0068)."""

    def __init__(self, project: GrantProject) -> None:
        """Say which project it is."""
        super().__init__(project.code)
        self.project = project


def project_asked(request: HttpRequest, action: str, code: str | None = None, *, undated: bool = False) -> GrantProject:
    """Return the project that the address, or the form, names; without a name the latest in which one may ``action``.

    ``code`` in place of both. Raises ``Refused`` for one that the account may not know as for one that is not there,
    ``Undated`` for one without its days, unless the page needs none (``undated``).
    """
    if code is None:
        code = request.GET.get(PROJECT, "") or request.POST.get(PROJECT, "")
    access = access_of(request.user)
    project = access.project_for(action, code) or access.project_for(action, code, undated=True)
    if project is None:
        raise Refused(action, "grantproject", code[:40])
    if not (undated or project.is_dated):
        raise Undated(project)
    return project


def requires(action: str, *, fresh: bool = False, door: str = "") -> Callable[[View], View]:
    """Declare that a view is for accounts that may ``action``; ``view.required_action`` names it.

    The gate opens the view to whoever may ``action`` anywhere; what they see inside is the business of
    ``visible_to`` and ``get_visible_or_404``. With ``fresh`` it asks who has not proved for five minutes who they
    are to do so first, and keeps what was typed meanwhile (S17). ``door`` names the page where a stranger signs in, if
    not that of the staff. Raises ``MatrixError`` for an action the matrix does not have.
    """
    matrix().action(action)

    def mark(view: View) -> View:
        view.required_action = action  # type: ignore[attr-defined]
        return _declare(view, Declaration(Audience.ACTION, action, fresh, door))

    return mark


def public(view: View) -> View:
    """Declare that anybody may open a view, signed in or not. There are at most ``PUBLIC_LIMIT`` such routes."""
    return _declare(view, Declaration(Audience.PUBLIC))


@overload
def every_account(view: View) -> View: ...
@overload
def every_account(*, fresh: bool) -> Callable[[View], View]: ...
def every_account(view: View | None = None, *, fresh: bool = False) -> View | Callable[[View], View]:
    """Declare that every account may open a view: it shows and changes nothing but that account.

    ``@every_account`` or ``@every_account(fresh=True)``; ``fresh`` as for ``requires``.
    """

    def mark(view: View) -> View:
        return _declare(view, Declaration(Audience.EVERY_ACCOUNT, fresh=fresh))

    return mark if view is None else mark(view)


def get_visible_or_404(source: type[Model] | Manager | QuerySet, user: "User", action: str, **lookup: Any) -> Any:
    """Return the one row of ``source`` (with ``visible_to``) that ``user`` may ``action`` and that fits ``lookup``.

    Hidden, absent and malformed are one path and one answer: ``Refused``, a 404 with an audit record.
    """
    rows: Any = source._default_manager.all() if isinstance(source, type) else source.all()
    try:
        if any("\0" in value for value in lookup.values() if isinstance(value, str)):
            raise ValueError("no database has a NUL in a key")
        return rows.visible_to(user, action).get(**lookup)
    except (rows.model.DoesNotExist, ValidationError, ValueError):
        wanted = " ".join(str(getattr(value, "pk", value)) for value in lookup.values())
        raise Refused(action, rows.model._meta.model_name or "", wanted[:64]) from None


def _declare(view: View, declaration: Declaration) -> View:
    view.declaration = declaration  # type: ignore[attr-defined]
    return view
