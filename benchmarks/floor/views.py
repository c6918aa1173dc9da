"""The pages of the floor."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from benchmarks.floor.models import Applicant, Delivery, Diagnosis, Note, Participation, Person, Version

ROWS = 25


class PersonForm(forms.ModelForm):
    """A person by hand."""

    class Meta:
        model = Person
        fields = ["given_names", "surname", "birth_date", "sex"]


def _shown(request: HttpRequest, **context: object) -> HttpResponse:
    Note.objects.create(account_id=request.user.pk, what=request.path[:200])
    return render(request, "page.html", context)


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Show 25 people by keyset."""
    rows = Participation.objects.filter(grant_project_id=1, sort_key__gte=request.GET.get("after", ""))
    found = list(rows.select_related("person").order_by("sort_key", "person_id")[:ROWS])
    return _shown(request, rows=found, last=found[-1].sort_key if found else "")


@login_required
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Show a person with support and diagnoses."""
    found = Participation.objects.select_related("person").get(grant_project_id=1, number=number)
    support = list(Delivery.objects.filter(participation=found).order_by("-delivered_on")[:ROWS])
    versions = list(Version.objects.filter(participation=found, superseded_at=None))
    diagnoses = list(Diagnosis.objects.filter(participation=found))
    return _shown(request, rows=[found], support=support, last=len(versions) + len(diagnoses))


@login_required
def form(request: HttpRequest) -> HttpResponse:
    """Show an empty form."""
    return render(request, "page.html", {"form": PersonForm()})


class ApplicantForm(forms.ModelForm):
    """A registration, bare."""

    class Meta:
        model = Applicant
        fields = ["given_names", "surname", "birth_date", "sex"]


@csrf_exempt
def apply(request: HttpRequest) -> HttpResponse:
    """Show the bare registration, or keep it: one durable insert."""
    if request.method != "POST":
        return render(request, "page.html", {"form": ApplicantForm()})
    sent = ApplicantForm(request.POST)
    if not sent.is_valid():
        return HttpResponse(str(sent.errors), status=400)
    sent.save()
    return HttpResponse(status=201)


urlpatterns = [path("apply", apply), path("people", people), path("record/<number>", record), path("form", form)]
