"""``manage.py indicator_docs [--write|--check]``: the page of indicators."""

from portal.commandline import DocumentCommand
from reporting.exporters.documentation import PAGE, indicators_page


class Command(DocumentCommand):
    """The page of indicators, made from their declarations."""

    help = "Print the page of indicators made from their declarations; write it, or check that it is up to date."
    example = "manage.py indicator_docs --write"
    path = PAGE

    def page(self) -> str:
        """Return the page as the declarations say it."""
        return indicators_page()
