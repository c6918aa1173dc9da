"""Events in words: who, what, on what kind of thing. Case content never stands here, nor the reason somebody typed."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.audit.enums import Action
from portal.crypto.sealing import fingerprint
from portal.records import record_tabs

THINGS: Mapping[str, Promise] = {
    "participation": gettext_lazy("record of a person"),
    "person": gettext_lazy("record of a person"),
    "care": gettext_lazy("who is in charge of a person"),
    "supportdelivery": gettext_lazy("support"),
    "institution": gettext_lazy("institution that takes part"),
    "training": gettext_lazy("training of staff"),
    "product": gettext_lazy("product of the project"),
    "my-day": gettext_lazy("my day"),
    "tasks": gettext_lazy("tasks"),
    "caseload": gettext_lazy("who is in charge of how many people"),
    "results": gettext_lazy("people whose result is due"),
    "appointment": gettext_lazy("appointment"),
    "protectednote": gettext_lazy("protected note"),
    "noterequest": gettext_lazy("request to read a protected note"),
    "legalisationcase": gettext_lazy("legalisation case"),
    "legalisationdocument": gettext_lazy("document for a legalisation case"),
    "needsdiagnosis": gettext_lazy("needs diagnosis"),
    "exitfinding": gettext_lazy("finding at exit"),
    "exitevent": gettext_lazy("event after leaving"),
    "referral": gettext_lazy("referral of a person"),
    "household": gettext_lazy("family"),
    "guardianship": gettext_lazy("guardian of a child"),
    "consent": gettext_lazy("answer to a question of consent"),
    "noticereceipt": gettext_lazy("information about data that was handed over"),
    "notice": gettext_lazy("text of information about data"),
    "consentkind": gettext_lazy("text of a question of consent"),
    "publicpage": gettext_lazy("page for everybody"),
    "importedrow": gettext_lazy("row of a list"),
    "importbatch": gettext_lazy("import of a list"),
    "uploadedlist": gettext_lazy("list that was sent"),
    "grantproject": gettext_lazy("grant project"),
    "indicator": gettext_lazy("indicator"),
    "servicetype": gettext_lazy("kind of support"),
    "qualitycheck": gettext_lazy("check of the data"),
    "reportedition": gettext_lazy("report"),
    "smefsexport": gettext_lazy("file of SM EFS"),
    "smefsrelease": gettext_lazy("release of a file"),
    "builtreport": gettext_lazy("built report"),
    "builtfile": gettext_lazy("file of a built report"),
    "inspectionsample": gettext_lazy("sample of an inspection"),
    "recordreview": gettext_lazy("result of an inspection"),
    "reviewanswer": gettext_lazy("answer to an auditor"),
    "nameopening": gettext_lazy("name opened for an inspection"),
    "editionfile": gettext_lazy("file of a report"),
    "user": gettext_lazy("account"),
    "membership": gettext_lazy("role of an account"),
    "invitation": gettext_lazy("invitation of an account"),
    "backup": gettext_lazy("backup of the portal"),
    "job": gettext_lazy("background job"),
    "readreview": gettext_lazy("weekly review of readings"),
    "emergencyaccess": gettext_lazy("emergency access"),
    "participantaccount": gettext_lazy("own page of a person"),
    "sentfile": gettext_lazy("photo that a person sent"),
    "registration": gettext_lazy("application of a family"),
    "eligibilitycheck": gettext_lazy("check of eligibility"),
    "duplicatepair": gettext_lazy("two records that may be one person"),
    "personmerge": gettext_lazy("records that became one"),
    "personaddress": gettext_lazy("address of a person"),
    "comingofage": gettext_lazy("coming of age of a person"),
    "outgoingmessage": gettext_lazy("message to a person"),
    "rightsrequest": gettext_lazy("request about one’s own data"),
    "rightspackage": gettext_lazy("copy of a person’s data"),
    "restriction": gettext_lazy("restriction of processing"),
    "retentionhold": gettext_lazy("hold against removal"),
    "retentionrun": gettext_lazy("removal of what is kept no longer"),
    "retentionrelease": gettext_lazy("request to remove what is due of people"),
    "releasedecision": gettext_lazy("decision about the removal of people’s data"),
    "organisation": gettext_lazy("organisation"),
    "task": gettext_lazy("task"),
    "integrationplan": gettext_lazy("plan of a person"),
    "plangoal": gettext_lazy("plan of a person"),
    "planstep": gettext_lazy("plan of a person"),
    "planreview": gettext_lazy("plan of a person"),
    "plansignature": gettext_lazy("plan of a person"),
    "persondocument": gettext_lazy("documents of a person"),
    "handover": gettext_lazy("who is in charge of a person"),
    "protection": gettext_lazy("who may know of a person"),
    "participationversion": gettext_lazy("record of a person"),
    "namealias": gettext_lazy("names of a person"),
    "findingconfirmation": gettext_lazy("finding at exit"),
    "course": gettext_lazy("course"),
    "courseedition": gettext_lazy("course"),
    "activity": gettext_lazy("group of a course, or an event"),
    "meeting": gettext_lazy("class or event"),
    "enrolment": gettext_lazy("place in a group"),
    "attendance": gettext_lazy("roll of a class"),
    "certificate": gettext_lazy("certificate of a course"),
    "signup": gettext_lazy("sign-up for an event"),
    "assistance": gettext_lazy("assistants and tutors"),
    "staffskill": gettext_lazy("skill of a colleague"),
    "venue": gettext_lazy("place where people meet"),
    "resource": gettext_lazy("interpreter or childcare"),
    "resourcebooking": gettext_lazy("interpreter or childcare"),
    "consultationhours": gettext_lazy("hours of consultation"),
    "daysaway": gettext_lazy("days on which a colleague is away"),
    "calendarfeed": gettext_lazy("link to a calendar"),
    "workentry": gettext_lazy("statement of hours"),
    "absencereason": gettext_lazy("reason of an absence"),
    "trainedperson": gettext_lazy("training of staff"),
    "headcount": gettext_lazy("visitors of an event"),
    "editionapproval": gettext_lazy("approval of a report"),
    "indicatordefinition": gettext_lazy("indicator"),
    "monthlyplan": gettext_lazy("plan of the project by month"),
    "gapexplanation": gettext_lazy("check of the data"),
    "smefslayout": gettext_lazy("layout of the file of SM EFS"),
    "smefsorder": gettext_lazy("file of SM EFS"),
    "returnedlisting": gettext_lazy("listing returned by SM EFS"),
    "dictionaryentry": gettext_lazy("word of a dictionary"),
    "view": gettext_lazy("page"),
}
PAGES: Mapping[str, Promise] = {
    "assistance": gettext_lazy("assistants and tutors"),
    "beyond-participants": gettext_lazy("institutions, trained staff and products"),
    "assistance-hours": gettext_lazy("hours of assistance"),
    "certificate": gettext_lazy("certificate of a course"),
    "claim-table": gettext_lazy("table for the payment claim"),
    "done-alone": gettext_lazy("what one person did alone"),
    "course-completion": gettext_lazy("who completed a course"),
    "enrol-in-group": gettext_lazy("whom to give a place in a group"),
    "event": gettext_lazy("who comes to an event"),
    "hours": gettext_lazy("statement of hours"),
    "join-sign-up": gettext_lazy("whose sign-up it is"),
    "roll-add": gettext_lazy("whom to add to the roll of a class"),
    "smefs-checks": gettext_lazy("checks of the file of SM EFS"),
    "smefs-compare": gettext_lazy("comparison with a listing of SM EFS"),
    "timeline": gettext_lazy("record of a person"),
    "referrals": gettext_lazy("referrals"),
    "family": gettext_lazy("family"),
    "guardian": gettext_lazy("guardian of a child"),
    "household": gettext_lazy("page of a family"),
    "consents": gettext_lazy("information and consents of a person"),
    "consents-record": gettext_lazy("information and consents of a person"),
    "declaration": gettext_lazy("declaration to sign"),
    "households": gettext_lazy("list of families"),
    "held-row": gettext_lazy("row of a list"),
    "held-rows": gettext_lazy("rows that wait"),
    "incomplete": gettext_lazy("people to complete"),
    "list-preview": gettext_lazy("list that was sent"),
    "import": gettext_lazy("report of an import"),
    "alike": gettext_lazy("people with similar data"),
    "quick-log": gettext_lazy("people offered when support is recorded"),
    "my-day": gettext_lazy("my day"),
    "tasks": gettext_lazy("tasks"),
    "caseload": gettext_lazy("who is in charge of how many people"),
    "results": gettext_lazy("people whose result is due"),
    "appointment": gettext_lazy("appointment"),
    "calendar": gettext_lazy("calendar of a colleague"),
    "place-calendar": gettext_lazy("calendar by place"),
    "resource-calendar": gettext_lazy("calendar of interpreters and childcare"),
    "contact": gettext_lazy("how to contact a person safely"),
    "contact-shown": gettext_lazy("phone, e-mail and address of a person"),
    "protection": gettext_lazy("who may know of a person"),
    "emergency-access": gettext_lazy("emergency access"),
    "emergency-reviews": gettext_lazy("emergency accesses"),
    "protected-people": gettext_lazy("protected people out of reach"),
    "undecidable-pair": gettext_lazy("two records that nobody may compare"),
    "protected-note": gettext_lazy("protected note"),
    "protected-note-locked": gettext_lazy("protected note, locked: its text was not shown"),
    "legalisation-case": gettext_lazy("legalisation case"),
    "legalisation-print": gettext_lazy("checklist for the person, on paper"),
    "accounts": gettext_lazy("accounts of the staff"),
    "team": gettext_lazy("team of a project"),
    "log": gettext_lazy("event log"),
    "log-reads": gettext_lazy("whose data were read"),
    "log-person": gettext_lazy("who read somebody’s data"),
    "log-review": gettext_lazy("weekly review of readings"),
    "registrations": gettext_lazy("applications"),
    "eligibility": gettext_lazy("check of eligibility"),
    "documents": gettext_lazy("documents of a person"),
    "exit-situations": gettext_lazy("people without the situation after leaving"),
    "duplicates": gettext_lazy("possible duplicates"),
    "duplicate": gettext_lazy("two records that may be one person"),
    "merge": gettext_lazy("records that became one"),
    "messages": gettext_lazy("messages to people"),
    "rights": gettext_lazy("requests about one’s own data"),
    "retention": gettext_lazy("times of keeping and holds"),
    "inspection": gettext_lazy("inspection, by number"),
    "inspection-name": gettext_lazy("name opened for an inspection"),
    "inspection-questions": gettext_lazy("questions of auditors"),
    "own-space": gettext_lazy("access of a person to their own page"),
    "sent-files": gettext_lazy("photos that a person sent"),
    "own-home": gettext_lazy("own page of a person"),
    "own-meetings": gettext_lazy("own page: meetings"),
    "own-meeting": gettext_lazy("own page: meetings"),
    "own-documents": gettext_lazy("own page: documents"),
    "own-plan": gettext_lazy("own page: plan"),
    "own-data": gettext_lazy("own page: data"),
    "own-copy": gettext_lazy("own page: copy of the data"),
    "own-consents": gettext_lazy("own page: consents"),
    "own-readers": gettext_lazy("own page: who looked"),
    "own-passkeys": gettext_lazy("own page: passkeys"),
    "addresses": gettext_lazy("address of a person"),
    "coming-of-age": gettext_lazy("coming of age of a person"),
    "course": gettext_lazy("group of a course, or an event"),
    "document": gettext_lazy("documents of a person"),
    "edit": gettext_lazy("record of a person"),
    "end": gettext_lazy("end of participation"),
    "enrol": gettext_lazy("enrolment in another project"),
    "exit-event": gettext_lazy("event after leaving"),
    "finding": gettext_lazy("finding at exit"),
    "hand_over": gettext_lazy("who is in charge of a person"),
    "in-charge": gettext_lazy("who is in charge of a person"),
    "late-roll": gettext_lazy("roll of a class"),
    "names": gettext_lazy("names of a person"),
    "referral": gettext_lazy("referral of a person"),
    "registration": gettext_lazy("application of a family"),
    "roll": gettext_lazy("roll of a class"),
    "task": gettext_lazy("task"),
}
"""A page that is a part of another one („plan-goal-new”) goes by the words of that one."""


def action_in_words(action: str) -> str:
    """Return what was done; the code of an action that is no longer known."""
    return str(Action(action).label) if action in Action.values else action


def kind_of(action: str, object_type: str, detail: Mapping[str, Any]) -> str:
    """Return the code of the kind of data that an event showed or changed."""
    if page := detail.get("page"):
        return f"page:{page}"
    if action == Action.EXPLAIN:
        return "explanation"
    if "check" in detail:
        return "thing:qualitycheck"
    if "indicator" in detail:
        return "indicator-people"
    if object_type:
        return f"thing:{object_type}"
    return {Action.SEARCH: "found", Action.LIST: "list"}.get(Action(action), "") if action in Action.values else ""


def page_in_words(page: str) -> str:
    """Return a page in words, that of which it is a part where it has none of its own; the code of an unknown one."""
    labels = {tab.code: tab.label for tab in record_tabs()}
    part = page
    while part:
        if part in labels:
            return _("record of a person: %(page)s") % {"page": labels[part]}
        if part in PAGES:
            return str(PAGES[part])
        part = part.rpartition("-")[0]
    return page


def kind_in_words(kind: str) -> str:
    """Return a kind of data in words; nothing for none."""
    sort, _colon, name = kind.partition(":")
    if sort == "page":
        return page_in_words(name)
    if sort == "thing":
        return str(THINGS.get(name, name))
    others = {
        "explanation": _("why somebody counts"),
        "indicator-people": _("people behind a figure"),
        "found": _("people found by a search"),
        "list": _("list of people"),
    }
    return others.get(kind, "")


def roles_in_words(roles: str) -> str:
    """Return the roles that an account had at the time."""
    return ", ".join(str(Role(role).label) for role in roles.split() if role in Role.values)


def person_in_words(person: str, numbers: Mapping[str, str]) -> str:
    """Return the number of a person, or a mark that is always the same for somebody whose number is not shown."""
    return numbers.get(person) or _("protected person %(mark)s") % {"mark": fingerprint("audit", person).hex()[:6]}
