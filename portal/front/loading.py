"""The public pages that ship with the product (``public_pages`` of a project's file)."""

from pathlib import Path
from typing import Any

from django.conf import settings

from portal.front.models import PublicPage
from portal.programmes.loading import ConfigurationError
from portal.programmes.models import GrantProject
from portal.texts.loading import keep_text, read_texts
from portal.texts.markup import gaps_of

SHIPPED = Path(__file__).parent / "data"


def load_pages(project: GrantProject, source: Any) -> None:
    """Create or update the pages of a shipped folder; in use those with gaps wait as drafts until they are filled.

    Raises ``ConfigurationError`` for a folder that does not ship or cannot be used.
    """
    if source not in {path.name for path in SHIPPED.iterdir()}:
        raise ConfigurationError(f"public_pages: {str(source)[:40]} does not ship with the product")
    for position, entry in enumerate(read_texts(SHIPPED / source)["pages"]):
        publishes = settings.PORTAL_TRYOUT or not any(gaps_of(words["body"]) for words in entry["words"].values())
        keep_text(PublicPage, project, entry, position, publishes=publishes, about=entry.get("about", ""))
