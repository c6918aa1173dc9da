"""Documents that people showed, and their scans."""

import datetime

from beneficiaries.enums import DocumentKind
from beneficiaries.models import DocumentFile, Participation, PersonDocument
from beneficiaries.rules.documents import last_day
from portal.accounts.models import Organisation
from portal.uploads.accepting import CleanFile
from portal.uploads.cleaning import Kind
from portal.uploads.keeping import keep_file
from portal.uploads.scanning import Scan
from portal.versions.actions import record_fact

CONTENT = b"%PDF-1.7 the scan of a document"


def make_document(
    participation: Participation, organisation: Organisation | None, kind: str = DocumentKind.RESIDENCE_CARD, **values
) -> PersonDocument:
    """Note a residence card seen on 2026-02-02 and valid until 2027-06-30, unless told otherwise."""
    defaults = {"seen_on": datetime.date(2026, 2, 2), "valid_to": datetime.date(2027, 6, 30), "number_end": "4711"}
    document = PersonDocument(
        participation=participation, organisation=organisation, kind=kind, **{**defaults, **values}
    )
    document.last_day = last_day(document.valid_to, document.prolonged_to, is_unlimited=document.is_unlimited)
    return record_fact(document, by=None)


def make_scan(document: PersonDocument, name: str = "IMG_0001.pdf", content: bytes = CONTENT) -> DocumentFile:
    """Keep a scan of a document."""
    participation = document.participation
    file = CleanFile(name, Kind.PDF, content, 1, Scan.NOT_SCANNED)
    stored = keep_file(file, owner=participation.person_id, data_key=participation.person.data_key, by=None)
    return DocumentFile.objects.create(participation=participation, document=document.fact_id, stored=stored)
