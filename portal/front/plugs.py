"""What the public pages offer to the kernel's registries."""

from django.utils.translation import gettext_lazy as _

from portal.front.loading import load_pages
from portal.front.models import PageText, PublicPage
from portal.programmes.reading import filled
from portal.programmes.registry import register_part
from portal.texts.registry import TextKind, register_text_kind


def register() -> None:
    """Register the pages as texts that are kept under administration, and what a project's file says of them."""
    register_part("public_pages", load_pages, read=filled)
    register_text_kind(
        TextKind(
            "strony", 30, _("Pages for everybody"), _("What anybody reads on the portal without signing in."),
            PublicPage, PageText, public=True,
        )
    )  # fmt: skip
