"""Pages made up for the tests of the gate, good ones and bad ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST

from beneficiaries.models import Participation
from portal.policy.gate import every_account, get_visible_or_404, public, requires


@public
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@every_account
def own_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


@requires("view_person")
def person(request: HttpRequest, number: str) -> HttpResponse:
    found = get_visible_or_404(Participation, request.user, "view_person", number=number)
    return HttpResponse(f'{found.person.full_name} <a href="/sign-up/">on</a>')


@require_POST
@requires("record_support")
def record(request: HttpRequest, number: str) -> HttpResponse:
    get_visible_or_404(Participation, request.user, "record_support", number=number)
    return HttpResponse("recorded")


@requires("manage_users")
def users(request: HttpRequest) -> HttpResponse:
    return HttpResponse("users")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@requires("view_person")
def person_without_asking(request: HttpRequest, number: str) -> HttpResponse:
    """The mistake the matrix test is for: the object is not looked up through ``visible_to``."""
    return HttpResponse(get_object_or_404(Participation, number=number).person.full_name)


@requires("list_people")
def list_without_asking(request: HttpRequest) -> HttpResponse:
    """The mistake the crawl is for: everybody's names on a page that many may open."""
    names = Participation.objects.values_list("person__surname", flat=True)
    return HttpResponse(" ".join(names))


GOOD = [
    path("open/", open_page, name="open"),
    path("own/", own_page, name="own"),
    path("people/<str:number>/", person, name="person"),
    path("people/<str:number>/support/", record, name="record"),
    path("users/", users, name="users"),
    path("konto/login/", public(open_page), name="account_login"),
]
