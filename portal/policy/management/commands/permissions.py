"""``manage.py permissions [--write|--check]``: the page of rights."""

from portal.commandline import DocumentCommand
from portal.policy.documentation import PAGE, permissions_page


class Command(DocumentCommand):
    """The page of rights, made from the permission matrix."""

    help = "Print the page of rights made from the permission matrix; write it, or check that it is up to date."
    example = "manage.py permissions --write"
    path = PAGE

    def page(self) -> str:
        """Return the page as the matrix says it."""
        return permissions_page()
