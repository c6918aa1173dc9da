"""What support offers to the kernel."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.families import register_member_lines
from portal.front.registry import CodeCheck, PageAddition, register_code_check, register_page_addition
from portal.imports.registry import register_sheet
from portal.merging.registry import register_links, register_mover, register_words
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, RecipientKind, register_message_kind, register_recipient_kind
from portal.own.registry import OwnPage, register_own_page, register_own_panel
from portal.programmes.registry import register_part
from portal.quality import Level, QualityCheck, register_check, register_fix
from portal.reads import register_read_ahead
from portal.records import (
    AlertSource,
    RecordAction,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_record_action,
    register_record_panel,
    register_record_tab,
    register_timeline_source,
)
from portal.rights import HeldPart, register_erasure_part, register_held_part
from portal.sharing import SharedPart, register_shared_part
from portal.submissions.registry import register_draft_form
from portal.ui.context import CLASSES
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.ui.shortcuts import Group, Shortcut, register_shortcuts
from portal.worklist.registry import Column, WorkSection, register_work_section
from services.domain import class_news, erasing, reminding, seat_news, sign_ups
from services.domain.absences import READ_ABSENCES, load_absences
from services.domain.days_off import READ_DAYS_OFF, load_days_off
from services.domain.merging import LINKS, STARTS, supports_in_words
from services.domain.merging_places import PLACES
from services.exporters.certificate import CHECK
from services.importers.support import SupportImporter
from services.queries import events, reaching
from services.queries.ahead import READS
from services.queries.appointments import MAKE, VIEW
from services.queries.attendance import KEEP
from services.queries.beyond import SEE as SEE_BEYOND
from services.queries.courses import SEE_COURSES
from services.queries.offer import EDIT as EDIT_OFFER
from services.queries.support import has_support_after_end, has_support_to_come
from services.queries.workers import OWN
from services.tables import (
    agenda,
    appointments,
    assistance,
    attendance,
    catalogue,
    families,
    held,
    held_places,
    keeping,
    own,
    record_classes,
    sharing,
    worklist,
)
from services.tables import support as tables
from services.tables.protected_notes import requests_section
from services.views.certificates import check_of
from services.views.feeds import own_feed
from services.views.own import own_meeting, own_meetings
from services.views.own_booking import own_book, own_give_back
from services.views.own_classes import own_class

SHORTCUTS = Group(
    "quick-log", 10, _("Recording support"),
    (
        Shortcut(("N",), _("Record support, for the person whose record is open"), name="record"),
        Shortcut(("1…9",), _("Kind of support")),
        Shortcut(("←", "→"), _("Shorter, longer")),
        Shortcut(("T",), _("Write a note"), name="note"),
        Shortcut(("A",), _("Change the person or add one"), name="person"),
        Shortcut(("Ctrl", "Enter"), _("Save"), together=True),
        Shortcut(("Ctrl", "Shift", "Enter"), _("Save and begin the next entry"), together=True),
    ),
    "record_support",
)  # fmt: skip


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_read_ahead(*READS)
    _register_rights()
    register_sheet(SupportImporter())
    register_links(LINKS)
    register_mover(STARTS)
    register_mover(PLACES)
    register_words("services.SupportDelivery.participation", supports_in_words)
    register_draft_form("quick-log")
    _register_attendance()
    _register_assistance()
    register_shortcuts(SHORTCUTS)
    for lines in (families.APPOINTMENTS, families.LINES):
        register_member_lines(lines)
    register_shared_part(SharedPart("support", 60, _("Support so far"), sharing.support_lines))
    register_shared_part(SharedPart("courses", 65, _("Courses: how much was attended"), sharing.course_lines))
    register_work_section(worklist.SECTION)
    register_timeline_source(TimelineSource("support", 10, tables.timeline, _("Support")))
    register_alerts(AlertSource("support-after-end", 30, tables.alerts))
    register_record_action(
        RecordAction("support", 10, _("Record support"), "new_support", "record_support", "plus", panel="quick-log")
    )
    register_record_panel("support", 50, tables.summary, "services/support_panel.html")
    register_record_tab(
        RecordTab(
            "support", 20, _("Support"), "wsparcie", tables.RIGHT, tables.support_page, "services/record_support.html",
            tables.times_given,
        )
    )  # fmt: skip
    _register_appointments()
    _register_news()
    _register_courses()
    register_page_addition(PageAddition(CLASSES, "services/public/catalogue.html", catalogue.listed))
    register_own_panel(own.NEXT)
    register_own_page(OwnPage("meetings", 10, "spotkania/", own_meetings, _("My meetings"), "calendar"))
    register_own_page(OwnPage("book", 12, "spotkania/umow/", own_book))
    register_own_page(OwnPage("give_back", 16, "spotkania/<uuid:appointment_id>/odwolaj/", own_give_back))
    register_own_page(OwnPage("class", 17, "zajecia/<uuid:place_id>/", own_class))
    register_own_page(OwnPage("feed", 18, "kalendarz/", own_feed, _("My times in another calendar"), "clock"))
    register_own_page(OwnPage("meeting", 15, "spotkania/<uuid:appointment_id>/", own_meeting))
    register_check(
        QualityCheck(
            "support-after-end", 240, Level.NOTE, _("Support after the end"),
            _("It counts in deliveries and hours. Correct the end or the day of the support."), has_support_after_end,
            "R36", fix="person_support", fix_label=_("Correct the support"), fix_action="record_support",
        )
    )  # fmt: skip
    register_check(
        QualityCheck(
            "support-to-come", 245, Level.NOTE, _("Support on a day that has not come yet"),
            _("Only support that was given starts participation. Correct the day or take the entry back."),
            has_support_to_come, "R30", fix="person_support", fix_label=_("Correct the support"),
            fix_action="record_support",
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "note-requests", 45, _("Requests to read protected notes"), tables.RIGHT, requests_section, Column.SIDE
        )
    )
    register_fix("no-support", "new_support", _("Record support"), "record_support")
    register_fix("start-outside-project", "person_support", _("Correct the support"), "record_support")


def _register_news() -> None:
    register_recipient_kind(
        RecipientKind(
            seat_news.SIGN_UP, _("Somebody who signed up for classes"), reaching.contact_of_sign_up,
            reaching.sign_ups_known_to,
        )
    )  # fmt: skip
    both = (Channel.SMS, Channel.EMAIL)
    register_message_kind(MessageKind(seat_news.OFFERED, _("A place is kept"), both, frozenset({"until"})))
    register_message_kind(MessageKind(seat_news.NEWS, _("News about a place"), both))
    when = frozenset({"day", "time"})
    register_message_kind(MessageKind(reminding.REMINDER, _("Reminder of an appointment"), both, when))
    register_message_kind(MessageKind(reminding.MOVED, _("Another time of an appointment"), both, when))
    register_message_kind(MessageKind(reminding.CANCELLED, _("An appointment is cancelled"), both, when))
    said = frozenset({"day", "time"})
    register_message_kind(MessageKind(class_news.MOVED, _("A class was moved"), both, said))
    register_message_kind(MessageKind(class_news.CANCELLED, _("A class was cancelled"), both, said))
    register_message_kind(MessageKind(class_news.ADDED, _("A class was added"), both, said))
    register_message_kind(MessageKind(class_news.REMINDER, _("Reminder of a class or an event"), both, said))
    register_message_kind(MessageKind(sign_ups.CODE_SENT, _("Code of a place"), both, frozenset({"code", "link"})))


def _register_courses() -> None:
    register_place(
        Item("course_list", _("Courses"), Workspace.WORK, SEE_COURSES, "book", order=45, on_phone=False),
        Item(
            "venue_list", _("What the project offers"), Workspace.ADMINISTRATION, EDIT_OFFER, "hands", order=75,
            on_phone=False,
        ),
        Item(
            "beyond_list", _("Beyond participants"), Workspace.COORDINATION, SEE_BEYOND, "hands", order=48,
            on_phone=False,
        ),
    )  # fmt: skip
    register_record_tab(
        RecordTab(
            record_classes.TAB, 25, _("Classes"), "zajecia", SEE_COURSES, record_classes.classes_page,
            "services/record_classes.html",
        )
    )  # fmt: skip
    register_own_panel(record_classes.PANEL)
    register_code_check(CodeCheck(CHECK, "services/certificate_check.html", check_of))
    register_part("days_off", load_days_off, read=READ_DAYS_OFF)
    register_part("absences", load_absences, read=READ_ABSENCES)


def _register_attendance() -> None:
    register_draft_form("roll")
    register_place(
        Item("attendance", _("Attendance"), Workspace.WORK, KEEP, "check", order=92, short=_("Attendance"), key="b")
    )
    register_work_section(attendance.SECTION)
    register_place(Item("own_hours", _("My hours"), Workspace.WORK, OWN, "clock", order=93, on_phone=False))


def _register_assistance() -> None:
    register_place(
        Item("assistance_list", _("Assistants"), Workspace.WORK, "view_assistance", "assist", order=94, on_phone=False)
    )
    register_record_panel("assistance", 55, assistance.record_card, "services/assistance_panel.html")


def _register_appointments() -> None:
    register_place(Item("calendar", _("Calendar"), Workspace.WORK, VIEW, "calendar", order=40, key="k"))
    register_place(
        Item(
            "event_list",
            pgettext_lazy("held for people", "Events"),
            Workspace.WORK,
            events.VIEW,
            "people",
            order=46,
            on_phone=False,
        )
    )
    register_timeline_source(TimelineSource("appointments", 15, appointments.timeline, appointments.KIND))
    register_alerts(AlertSource("appointments", 15, appointments.alerts))
    register_record_action(
        RecordAction("appointment", 20, _("Make an appointment"), "new_appointment_of", MAKE, "calendar", "second")
    )
    register_record_panel("appointments", 5, appointments.to_come, "services/appointments_panel.html")
    register_work_section(
        WorkSection(
            "appointments", 10, _("Appointments today"), VIEW, agenda.today_of,
            empty=_("There are no appointments today."), template="services/agenda.html", add=agenda.make_one,
            tally=agenda.tally,
        )
    )  # fmt: skip


def _register_rights() -> None:
    """What is held here of a person (GDPR 15)."""
    for part in (
        HeldPart("support", 130, _("Support you were given"), held.support, ("services.SupportDelivery",)),
        HeldPart("appointments", 140, _("Appointments"), held.appointments,
                 ("services.Appointment", "services.AppointmentPerson"), shown=own.shown),
        HeldPart("assistance", 145, _("Assistants and tutors"), held.assistance, ("services.Assistance",)),
        HeldPart("attendance", 146, _("Classes you came to"), held.attendance, ("services.Attendance",)),
        HeldPart("protected-notes", 150, _("Protected notes"), held.protected_notes,
                 ("services.ProtectedNote", "services.NoteRequest")),
        HeldPart("places", 145, _("Places on courses and events"), held_places.places,
                 ("services.Enrolment", "services.EnrolmentChange", "services.Certificate", "services.SignUp")),
    ):  # fmt: skip
        register_held_part(part)
    for going in erasing.PARTS:
        register_erasure_part(going)
    keeping.register()
