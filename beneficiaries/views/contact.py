"""How to reach a person with care: what is safe first, the ways of contact after a yes (S24, DESIGN §11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from beneficiaries.tables.addresses import address_facts
from beneficiaries.tables.contact import safety_facts, ways_of_contact
from beneficiaries.views.record import VIEW, opened_record, record_head
from portal.policy.gate import Refused, requires
from portal.records import may

CONTACT = "view_person_contact"


@requires(CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Say what is safe; phone, e-mail and address stand on the answer to it, which leaves a mark of its own."""
    is_asked = request.method == "POST" and "read" in request.POST
    participation = opened_record(request, VIEW, number, "contact-shown" if is_asked else "contact")
    if not may(participation, CONTACT):
        raise Refused(CONTACT, "participation", number)
    is_shown = is_asked or not participation.person.is_cautious
    page = {
        **record_head(participation, "contact"),
        "safety": safety_facts(participation.person),
        "ways": ways_of_contact(participation.person)[:2] if is_shown else [],
        "addresses": address_facts(participation.person) if is_shown else [],
        "addresses_url": reverse("person_addresses", args=[number]) if may(participation, "edit_person") else "",
    }
    return render(request, "beneficiaries/contact.html", page)
