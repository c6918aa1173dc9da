"""The notices and questions of consent that ship with the product (``notices_and_consents`` of a project's file)."""

from pathlib import Path
from typing import Any

from django.conf import settings

from beneficiaries.models import ConsentKind, Notice
from portal.programmes.loading import ConfigurationError
from portal.programmes.models import GrantProject
from portal.texts.loading import keep_text, read_texts

SHIPPED = Path(__file__).parent.parent / "data"


def load_texts(project: GrantProject, source: Any) -> None:
    """Create or update the notices and kinds of consent of a shipped folder.

    In the try-out they are published at once; in use they wait as drafts until the institution has read and published
    them: nobody is told on its behalf what it has not seen. Raises ``ConfigurationError``.
    """
    if source not in {path.name for path in SHIPPED.iterdir()}:
        raise ConfigurationError(f"notices_and_consents: {str(source)[:40]} does not ship with the product")
    listed, publishes = read_texts(SHIPPED / source), settings.PORTAL_TRYOUT
    for position, entry in enumerate(listed["notices"]):
        keep_text(Notice, project, entry, position, publishes=publishes, controller=entry["controller"])
    for position, entry in enumerate(listed["consents"]):
        keep_text(ConsentKind, project, entry, position, publishes=publishes)
