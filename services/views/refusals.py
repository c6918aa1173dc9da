"""Why support was refused, in the words of the page on which it was written down."""

from django.utils.translation import gettext as _

from services.domain.support import BeforeBirth


def refused_in_words(refused: Exception, otherwise: str) -> str:
    """Return that the day is before a birth (R47), or what the page says of every other day that is refused."""
    return before_birth() if isinstance(refused, BeforeBirth) else otherwise


def before_birth() -> str:
    """Say that a day is before the birth of somebody to whom support was given."""
    return _("This day is before the date of birth of somebody this is about. Check both.")
