"""Pages that anybody may open. They hold nothing about anyone, so browsers may keep them and ask for news."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.front.content import front_page
from portal.front.declaration import declaration_page
from portal.front.pages import contact_page, data_page, help_page, plain_page
from portal.front.pier import planks
from portal.front.registry import addition_of, code_checks
from portal.front.sight import who_sees_what
from portal.policy.gate import public
from portal.ui.context import CLASSES, CONTACT, DECLARATION, HELP, PRIVACY, SAFETY, SIGHT

CODE, LONGEST_CODE = "kod", 40


@public
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def landing(request: HttpRequest) -> HttpResponse:
    """Say who is helped, with what, and how to begin, in the language of the address."""
    return render(request, "front/landing.html", {"page": front_page(), "planks": planks()})


@public
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def document(request: HttpRequest, document: str) -> HttpResponse:
    """Show one of the public documents: a page that people wrote, who sees which data, the check of a code."""
    if (check := code_checks().get(document)) is not None:
        return render(request, check.template, check.answer(request.GET.get(CODE, "")[:LONGEST_CODE]))
    template, content = DOCUMENTS.get(document, KIND_OF_HELP)
    added = addition_of(document)
    if added is None:
        return render(request, template, content(document))
    return render(request, added.template, content(document) | added.build(request.GET.dict()))


def _sight(document: str) -> dict[str, Any]:
    """Say who sees which data of a person, from the matrix that decides it."""
    return {"rows": who_sees_what()}


def _declaration(document: str) -> dict[str, Any]:
    """Say how accessible the portal is, from what the institution filled in."""
    return {"page": declaration_page()}


Content = Callable[[str], dict[str, Any]]
DOCUMENTS: dict[str, tuple[str, Content]] = {
    HELP: ("front/help.html", help_page),
    CLASSES: ("front/classes.html", plain_page),
    CONTACT: ("front/contact_page.html", contact_page),
    PRIVACY: ("front/data.html", data_page),
    SIGHT: ("front/privacy.html", _sight),
    SAFETY: ("front/page.html", plain_page),
    DECLARATION: ("front/declaration.html", _declaration),
}
#: A page about one kind of help: ``pomoc/kurs-polskiego``.
KIND_OF_HELP: tuple[str, Content] = ("front/kind.html", plain_page)
