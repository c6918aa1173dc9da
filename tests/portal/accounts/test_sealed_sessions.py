"""What stands in the table of sessions opens for its own row alone (S58)."""

from django.contrib.sessions.models import Session


def test_content_moved_into_another_session_signs_nobody_in(client_of, coordinator, caseworker_city):
    theirs, own = client_of(coordinator), client_of(caseworker_city)
    taken = Session.objects.get(pk=theirs.cookies["sessionid"].value).session_data
    Session.objects.filter(pk=own.cookies["sessionid"].value).update(session_data=taken)
    assert own.get("/osoby/").status_code == 302
    assert theirs.get("/koordynacja/wskazniki/").status_code == 200


def test_form_of_another_site_is_refused_though_it_has_everything(client_of, coordinator):
    answer = client_of(coordinator).post("/konto/ustawienia/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
