"""Routes of the pages about people. Each page of a record that an app has registered gets its own."""

from django.urls import path

from beneficiaries.views import (
    addresses,
    breakglass,
    caseload,
    coming_of_age,
    comparing,
    conflict,
    consents,
    contact,
    correction,
    deciding,
    documents,
    duplicates,
    eligibility,
    ending,
    enrolling,
    entry,
    expiring,
    guardians,
    handing,
    households,
    joining_family,
    keeping,
    merging,
    names,
    overseeing,
    own_access,
    people,
    protection,
    record,
    undoing,
    waiting,
)
from beneficiaries.views.intake import accepting as intake_accepting
from beneficiaries.views.intake import answering as intake_answering
from beneficiaries.views.intake import linking as intake_linking
from beneficiaries.views.intake import queue as intake_queue
from beneficiaries.views.intake import registration as intake
from beneficiaries.views.rights import copies as rights_copies
from beneficiaries.views.rights import handling as rights_handling
from beneficiaries.views.rights import listing as rights_listing
from portal.records import record_tabs

urlpatterns = [
    path("osoby/", people.person_list, name="person_list"),
    path("osoby/szukaj/", people.person_search, name="person_search"),
    path("osoby/nowa/", entry.new_person, name="new_person"),
    path("osoby/<str:number>/edycja/", correction.person_edit, name="person_edit"),
    path("osoby/<str:number>/zakonczenie/", ending.end_participation, name="end_participation"),
    path("praca/dokumenty/", expiring.expiring_documents, name="expiring_documents"),
    path("osoby/<str:number>/dokumenty/nowy/", documents.new_document, name="new_document"),
    path("osoby/<str:number>/dokumenty/<uuid:document_id>/", documents.person_document, name="person_document"),
    path("osoby/<str:number>/dokumenty/<uuid:document_id>/zmiana/", documents.change_document, name="change_document"),
    path(
        "osoby/<str:number>/dokumenty/<uuid:document_id>/plik/<uuid:file_id>/",
        documents.document_file,
        name="document_file",
    ),
    path("osoby/<str:number>/ochrona/", protection.person_protection, name="person_protection"),
    path("osoby/<str:number>/kontakt/", contact.person_contact, name="person_contact"),
    path("dostep-awaryjny/", breakglass.emergency_access, name="emergency_access"),
    path("znam-te-osobe/", conflict.conflict_of_interest, name="conflict_of_interest"),
    path("nadzor/dostep-awaryjny/", overseeing.emergency_reviews, name="emergency_reviews"),
    path("nadzor/retencja/", keeping.retention, name="retention"),
    path("nadzor/osoby-chronione/", overseeing.protected_people, name="protected_people"),
    path("osoby/<str:number>/kwalifikowalnosc/", eligibility.eligibility, name="eligibility"),
    path("osoby/<str:number>/drugi-projekt/", enrolling.enrol_person, name="enrol_person"),
    path("osoby/<str:number>/prowadzenie/", handing.choose_caseworker, name="choose_caseworker"),
    path("koordynacja/obciazenie/", caseload.caseload_page, name="caseload"),
    path("koordynacja/obciazenie/przekazanie/", handing.hand_over, name="hand_over"),
    path("osoby/<str:number>/rodzina/", joining_family.join_household, name="join_household"),
    path("osoby/<str:number>/opiekun/", guardians.new_guardian, name="new_guardian"),
    path("osoby/<str:number>/opiekun/<uuid:guardianship_id>/", guardians.change_guardian, name="change_guardian"),
    path("rodziny/", households.household_list, name="household_list"),
    path("rodziny/<uuid:household_id>/", households.household, name="household"),
    path("rodziny/<uuid:household_id>/edycja/", households.describe, name="describe_household"),
    path("rodziny/<uuid:household_id>/dodaj/", joining_family.add_member, name="add_member"),
    path("rodziny/<uuid:household_id>/osoba/<uuid:member_id>/", households.leave, name="leave_household"),
    path("zgloszenia/", intake_queue.registration_list, name="registration_list"),
    path("zgloszenia/<uuid:registration_id>/", intake.registration, name="intake_registration"),
    path(
        "zgloszenia/<uuid:registration_id>/przyjecie/", intake_accepting.accept_registration, name="accept_registration"
    ),
    path("zgloszenia/<uuid:registration_id>/pytanie/", intake_answering.ask_registration, name="ask_registration"),
    path("zgloszenia/<uuid:registration_id>/odmowa/", intake_answering.refuse_registration, name="refuse_registration"),
    path(
        "zgloszenia/<uuid:registration_id>/kwarantanna/",
        intake_answering.release_registration,
        name="release_registration",
    ),
    path("zgloszenia/<uuid:registration_id>/prowadze/", intake_answering.take_registration, name="take_registration"),
    path(
        "zgloszenia/<uuid:registration_id>/osoba/<int:position>/",
        intake_linking.link_registered,
        name="link_registered",
    ),
    path(
        "zgloszenia/<uuid:registration_id>/osoba/<int:position>/rozlacz/",
        intake_linking.unlink_registered,
        name="unlink_registered",
    ),
    path("koordynacja/import/wiersze/", waiting.held_rows, name="held_rows"),
    path("koordynacja/import/wiersze/<uuid:row>/", deciding.held_row, name="held_row"),
    path("koordynacja/import/wiersze/<uuid:row>/polacz/", comparing.join_row, name="join_row"),
    path("koordynacja/import/niepelne/", waiting.incomplete_list, name="incomplete_people"),
    # notices and consents
    path("osoby/<str:number>/zgody/zapis/", consents.record_consents, name="record_consents"),
    path("osoby/<str:number>/zgody/oswiadczenie/", consents.declaration, name="declaration"),
    path("prawa/", rights_listing.rights_list, name="rights_list"),
    path("prawa/<uuid:request_id>/", rights_handling.rights_request, name="rights_request"),
    path("prawa/<uuid:request_id>/kopia/<str:file_kind>/", rights_copies.rights_copy, name="rights_copy"),
    path("osoby/<str:number>/prawa/", rights_listing.new_rights_request, name="new_rights_request"),
    path("duplikaty/", duplicates.duplicate_list, name="duplicate_list"),
    path("osoby/<str:number>/duplikaty/", duplicates.person_duplicates, name="person_duplicates"),
    path("duplikaty/<uuid:pair_id>/ponownie/", duplicates.ask_pair_again, name="ask_pair_again"),
    path("duplikaty/<uuid:pair_id>/", merging.duplicate_pair, name="duplicate_pair"),
    path("duplikaty/polaczone/<uuid:merge_id>/", undoing.merged_people, name="merged_people"),
    # The record of a person, whole.
    path("osoby/<str:number>/adresy/", addresses.person_addresses, name="person_addresses"),
    path("osoby/<str:number>/pelnoletnosc/", coming_of_age.close_coming_of_age, name="close_coming_of_age"),
    path("osoby/<str:number>/nazwiska/", names.person_names, name="person_names"),
    path("osoby/<str:number>/moje/", own_access.own_access, name="own_access"),
    path("osoby/<str:number>/moje/kartka/", own_access.own_slip, name="own_slip"),
    path("osoby/<str:number>/nadeslane/", own_access.sent_files, name="person_sent_files"),
    path("osoby/<str:number>/nadeslane/<uuid:sent_id>/", own_access.sent_file, name="sent_file"),
    path("osoby/<str:number>/", record.person_record, name="person_record"),
    *(path(f"osoby/<str:number>/{tab.path}/", record.tab_view(tab), name=tab.url_name) for tab in record_tabs()),
]
