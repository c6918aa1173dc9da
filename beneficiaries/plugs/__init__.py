"""What people and participations offer to the kernel."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.domain import caseload, duplicate_erasure, erasing, merging_erasure
from beneficiaries.domain.eligibility import READ_CHECKS, ask_for_checks
from beneficiaries.domain.merging_links import LINKS, MOVERS
from beneficiaries.domain.releases import ASKED
from beneficiaries.domain.texts import load_texts
from beneficiaries.enums import LabourDetail
from beneficiaries.importers.people import PeopleImporter
from beneficiaries.models import ConsentKind, ConsentText, Notice, NoticeText, Participation
from beneficiaries.plugs import intake, own_space
from beneficiaries.queries import reaching
from beneficiaries.queries.ahead import READS
from beneficiaries.queries.coming_of_age import RIGHT as COMING_OF_AGE
from beneficiaries.queries.consents import VIEW as VIEW_CONSENTS
from beneficiaries.queries.documents import VIEW as VIEW_DOCUMENTS
from beneficiaries.queries.documents import has_document_that_expires
from beneficiaries.queries.exits import RIGHT as END_PARTICIPATION
from beneficiaries.queries.listed import incomplete_people
from beneficiaries.queries.period import starts_left_outside
from beneficiaries.queries.quality import CHECKS
from beneficiaries.queries.quality_smefs import SMEFS_CHECKS
from beneficiaries.queries.releases import MANAGE
from beneficiaries.queries.unusual import relations
from beneficiaries.tables import (
    changes,
    characteristics,
    coming_of_age,
    consents,
    documents,
    duplicates,
    eligibility,
    elsewhere,
    exits,
    guardians,
    held,
    held_people,
    keeping,
    listed,
    merging,
    overseeing,
    record,
    releasing,
    sharing,
    timeline,
)
from beneficiaries.tables import rights as rights_table
from beneficiaries.tables.own import consents as own_consents
from beneficiaries.tables.own import data as own_data
from beneficiaries.tables.own import documents as own_documents
from beneficiaries.tasks import make_package
from portal.caseload import CaseloadPlug, register_caseload
from portal.imports.registry import SubjectSource, register_sheet, register_subjects
from portal.jobs.registry import JobKind, register_job_kind
from portal.merging.registry import register_links, register_mover
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, RecipientKind, register_message_kind, register_recipient_kind
from portal.oversight.registry import register_relations
from portal.programmes.layout import LABOUR_DETAILS
from portal.programmes.models import GrantProject
from portal.programmes.reading import filled
from portal.programmes.registry import register_codes, register_objection, register_part
from portal.quality import register_check
from portal.reads import register_read_ahead
from portal.records import (
    AlertSource,
    ListMark,
    RecordAction,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_list_mark,
    register_record_action,
    register_record_panel,
    register_record_tab,
    register_timeline_source,
)
from portal.retention.models import RELEASE_LASTS
from portal.rights import HeldPart, register_erasure_part, register_held_part, register_recipients
from portal.sharing import SharedPart, register_shared_part
from portal.submissions.registry import register_draft_form
from portal.texts.registry import TextKind, register_text_kind
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.worklist.registry import Column, WorkSection, register_work_section


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_read_ahead(*READS)
    register_sheet(PeopleImporter())
    register_subjects(SubjectSource(Participation.objects.all, listed.field_in_words, incomplete_people))
    register_place(Item("person_list", _("People"), Workspace.WORK, "list_people", "people", order=20, key="o"))
    register_place(
        Item(
            "emergency_reviews", _("Sensitive cases"), Workspace.ADMINISTRATION, "review_emergency_access", "lock",
            order=60, on_phone=False,
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "emergency-reviews", 15, _("Emergency access to review"), "review_emergency_access",
            overseeing.waiting_reviews, Column.SIDE,
        )
    )  # fmt: skip
    register_place(
        Item("household_list", _("Families"), Workspace.WORK, "view_household", "home", order=95, on_phone=False)
    )
    register_record_panel("family", 30, guardians.family_panel, "beneficiaries/family_panel.html")
    register_caseload(CaseloadPlug(caseload.caseloads, caseload.successors, caseload.hand_over_caseload))
    register_timeline_source(TimelineSource("participation", 30, timeline.participation_events))
    register_alerts(AlertSource("participation", 20, record.alerts))
    register_list_mark(ListMark("to-complete", 30, _("To complete"), _("to complete"), _is_incomplete, "incomplete"))
    register_draft_form("person")
    register_record_action(
        RecordAction(
            "end",
            80,
            _("End of participation"),
            "end_participation",
            "end_participation",
            "sign-out",
            "second",
            words_for=record.words_of_end,
        )
    )
    register_record_action(
        RecordAction("edit", 90, _("Change the data"), "person_edit", "edit_person", "edit", "second")
    )
    _register_shared_parts()
    register_record_panel("merges", 65, merging.merges_panel, "beneficiaries/merges_panel.html")
    register_links(LINKS)
    for mover in MOVERS:
        register_mover(mover)
    _register_documents()
    _register_duplicates()
    _register_coming_of_age()
    _register_exits()
    _register_eligibility()
    intake.register()
    register_record_action(
        RecordAction("protect", 95, _("Protection"), "person_protection", "protect_person", "lock", "second")
    )
    register_relations(relations)
    register_record_action(
        RecordAction(
            "enrol", 95, _("Enrol in another project"), "enrol_person", "add_person", "plus", "second",
            words_for=record.words_of_enrolling,
        )
    )  # fmt: skip
    register_record_panel("other-projects", 60, elsewhere.other_projects, "beneficiaries/other_projects.html")
    register_work_section(
        WorkSection("hand-overs", 70, _("People changed hands"), "list_people", elsewhere.hand_overs, Column.SIDE)
    )
    own_space.register()
    _register_recipients()
    _register_rights()
    keeping.register()
    register_recipients("partners", held.partners)
    for check in (*CHECKS, *SMEFS_CHECKS):
        register_check(check)
    register_record_tab(
        RecordTab(
            "data", 30, _("Data"), "dane", "view_person", characteristics.data_page, "beneficiaries/record_data.html"
        )
    )
    register_record_tab(
        RecordTab(
            "history", 40, _("History of changes"), "historia", changes.RIGHT, changes.history_page,
            "beneficiaries/record_history.html",
        )
    )  # fmt: skip
    _register_consents()


def _register_consents() -> None:
    register_record_tab(
        RecordTab(
            "consents", 32, _("Information and consents"), "zgody", VIEW_CONSENTS, consents.consents_page,
            "beneficiaries/record_consents.html",
        )
    )  # fmt: skip
    register_part("notices_and_consents", load_texts, read=filled)
    register_text_kind(
        TextKind(
            "informacje", 10, _("Information about data"),
            _("What each controller tells people about their data. Who was told which version stays on record."),
            Notice, NoticeText, answered=True, public=True,
        )
    )  # fmt: skip
    register_text_kind(
        TextKind(
            "zgody", 20, _("Consents"),
            _("What people may agree to or not. Help in the project never depends on it."),
            ConsentKind, ConsentText, answered=True,
        )
    )  # fmt: skip


def _register_shared_parts() -> None:
    for part in (
        SharedPart("name", 10, _("Name"), sharing.name_lines),
        SharedPart("birth-date", 20, _("Date of birth"), sharing.birth_lines),
        SharedPart("pesel", 30, _("PESEL"), sharing.pesel_lines),
        SharedPart("contact", 40, _("Phone, e-mail and address"), sharing.contact_lines),
        SharedPart("language", 50, _("Language for contact"), sharing.language_lines),
    ):
        register_shared_part(part)


def _register_recipients() -> None:
    register_recipient_kind(
        RecipientKind(reaching.PERSON, _("A person"), reaching.contact_of_person, reaching.people_known_to)
    )
    register_recipient_kind(
        RecipientKind(
            reaching.GUARDIAN, _("Somebody who stands for a child"), reaching.contact_of_guardian,
            reaching.guardians_known_to,
        )
    )  # fmt: skip
    register_message_kind(
        MessageKind(
            "rights-news", _("News about a request on one’s own data"), (Channel.SMS, Channel.EMAIL),
            despite_restriction=True, useful_for=datetime.timedelta(days=14),
        )
    )  # fmt: skip
    register_message_kind(
        MessageKind(ASKED, _("A removal waits for your confirmation"), (Channel.EMAIL,), useful_for=RELEASE_LASTS)
    )


def _register_rights() -> None:
    own = "beneficiaries"
    for part in (
        HeldPart("identity", 10, _("Who you are and how you are reached"), held.identity,
                 (f"{own}.Person", f"{own}.NameAlias"), is_portable=True, shown=own_data.shown),
        HeldPart("addresses", 20, _("Other addresses"), held.addresses, (f"{own}.PersonAddress",), is_portable=True),
        HeldPart("languages", 30, _("Languages"), held.languages, (f"{own}.PersonLanguage",), is_portable=True),
        HeldPart("participation", 40, _("Participation in projects"), held.participations,
                 (f"{own}.Participation", f"{own}.ParticipationVersion"), is_portable=True,
                 shown=own_data.participation_lines),
        HeldPart("family", 50, _("Family"), held.family, (f"{own}.HouseholdMember", f"{own}.Guardianship")),
        HeldPart("documents", 60, _("Documents"), held.documents, (f"{own}.PersonDocument", f"{own}.DocumentFile"),
                 shown=own_documents.shown),
        HeldPart("registrations", 55, _("What was said when you registered"), held_people.registrations,
                 (f"{own}.Registration", f"{own}.RegisteredPerson"), is_portable=True),
        HeldPart("eligibility", 65, _("What you showed before taking part"), held_people.eligibility,
                 (f"{own}.EligibilityCheck",)),
        HeldPart("consents", 70, _("What you were told, and what you agreed to"), held_people.consents,
                 (f"{own}.NoticeReceipt", f"{own}.Consent"), shown=own_consents.shown),
        HeldPart("own-page", 190, _("Your own page here"), held_people.own_page,
                 (f"{own}.ParticipantAccount", f"{own}.SentFile")),
        HeldPart("messages", 200, _("Messages to you"), held.messages, ("outbox.OutgoingMessage",)),
        HeldPart("rights", 210, _("Your requests about your data"), held.requests,
                 (f"{own}.RightsRequest", f"{own}.RightsCorrection", f"{own}.RetentionHold")),
    ):  # fmt: skip
        register_held_part(part)
    for going in (*erasing.PARTS, merging_erasure.PART, duplicate_erasure.PART):
        register_erasure_part(going)
    register_job_kind(JobKind("rights-package", _("Copy of a person’s data"), "handle_rights_request", make_package))
    register_place(
        Item("rights_list", _("Rights of people"), Workspace.ADMINISTRATION, "view_rights_request", "lock", order=96,
             on_phone=False)
    )  # fmt: skip
    register_record_action(
        RecordAction(
            "rights", 96, _("Request about own data"), "new_rights_request", "handle_rights_request", "document",
            "second",
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "removals", 17, _("Removals that wait for a second person"), MANAGE, releasing.waiting_removals,
            Column.SIDE, place="retention",
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "rights", 16, _("Requests about own data"), "view_rights_request", rights_table.work_list, Column.SIDE
        )
    )


def _register_duplicates() -> None:
    register_place(
        Item(
            "duplicate_list", _("Duplicates"), Workspace.WORK, "decide_duplicates", "people", order=92, on_phone=False,
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "duplicates", 65, _("Possible duplicates"), "decide_duplicates", duplicates.waiting_pairs, Column.SIDE,
        )
    )  # fmt: skip


def _register_documents() -> None:
    register_record_tab(
        RecordTab(
            "documents", 25, _("Documents"), "dokumenty", VIEW_DOCUMENTS, documents.documents_page,
            "beneficiaries/record_documents.html", documents.count_in_use,
        )
    )  # fmt: skip
    register_record_panel("documents", 30, documents.panel, "beneficiaries/documents_panel.html")
    register_timeline_source(TimelineSource("documents", 25, documents.timeline, _("Documents")))
    register_alerts(AlertSource("documents", 40, documents.alerts))
    register_list_mark(
        ListMark(
            "document-expires", 40, _("A document expires"), _("document expires"), has_document_that_expires,
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "documents", 40, _("Documents that lose validity"), VIEW_DOCUMENTS, documents.work_list,
            empty=_("No document in your charge loses its validity within 90 days."),
        )
    )  # fmt: skip


def _register_exits() -> None:
    register_work_section(WorkSection("exits", 50, _("Situation after leaving"), END_PARTICIPATION, exits.work_list))


def _register_coming_of_age() -> None:
    register_alerts(AlertSource("coming-of-age", 45, coming_of_age.alerts))
    register_work_section(
        WorkSection("coming-of-age", 45, _("They come of age"), COMING_OF_AGE, coming_of_age.work_list)
    )


def _register_eligibility() -> None:
    register_codes(LABOUR_DETAILS, lambda: LabourDetail.values)
    register_part("eligibility_checks", ask_for_checks, read=READ_CHECKS)
    register_objection("period", starts_left_outside)
    register_record_panel("eligibility", 25, eligibility.panel, "beneficiaries/eligibility_panel.html")
    register_alerts(AlertSource("eligibility", 45, eligibility.alerts))


def _is_incomplete(grant_project: GrantProject, day: datetime.date) -> Q:
    """Required data are absent, so the person does not count (R32)."""
    return Q(in_force__missing__gt="")
