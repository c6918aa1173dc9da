"""``manage.py create_administrator``: the first administrator of an installation, or the next after all were lost."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from portal.accounts.domain import AccountError, enable_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.invitations import KnownToYou, PlannedRole, invite
from portal.accounts.mail import home
from portal.accounts.models import Invitation, Organisation
from portal.accounts.terms import INVITATION_DAYS, latest_last_day
from portal.accounts.tokens import invitation_path
from portal.clock import today
from portal.commandline import PortalCommand
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject

HERE = "http://localhost:8000"


class Command(PortalCommand):
    """Invite an administrator from the command line and print the link, or mail it."""

    help = "Make somebody technical administrator of a grant project; prints the link by which they set a password."
    example = "manage.py create_administrator --email jan@city.example --name 'Jan Kowal' --project sopot-5.15"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who and where."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--project", required=True, help="code of the grant project")
        parser.add_argument("--organisation", default="", help="code of the organisation; default: the one that leads")
        parser.add_argument("--language", default="pl", help="of the mail and the pages: pl, uk, be, ru, en")
        parser.add_argument("--mail", action="store_true", help="mail the link instead of printing it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, or give the role to an account that is there; say what was done in one line."""
        project = GrantProject.objects.filter(code=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no grant project {options['project']}.")
        body = _organisation(project, options["organisation"])
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"This is not an e-mail address: {options['email']}") from None
        if options["language"] not in ("pl", "uk", "be", "ru", "en"):
            raise CommandError(f"The portal does not speak “{options['language']}”.")
        try:
            self.stdout.write(_appoint(project, body, options))
        except AccountError as refused:
            raise CommandError(str(refused)) from None


@transaction.atomic
def _appoint(project: GrantProject, body: Organisation, options: dict[str, Any]) -> str:
    role = PlannedRole(Role.TECHNICAL_ADMINISTRATOR, body, project)
    try:
        invitation = invite(
            email=options["email"], name=options["name"], language=options["language"], roles=[role],
            ends_on=latest_last_day(today()), by=None, sends_mail=options["mail"],
        )  # fmt: skip
    except KnownToYou as known:
        grant_membership(known.user, role.role, organisation=body, grant_project=project, by=None, starts_on=today())
        enable_account(known.user, by=None)
        return "The account is there already: it has the role now and signs in as always."
    return f"The mail with the link for {INVITATION_DAYS} days waits." if options["mail"] else _link(invitation)


def _link(invitation: Invitation) -> str:
    address = f"{home(HERE)}{invitation_path(invitation)}"
    return f"Give this link to the new administrator; it works once, for {INVITATION_DAYS} days:\n{address}"


def _organisation(project: GrantProject, code: str) -> Organisation:
    partners = project.partners.select_related("organisation")
    found = partners.filter(organisation__code=code) if code else partners.filter(kind=PartnerKind.LEADER)
    partner = found.first()
    if partner is None:
        raise CommandError("This organisation does not take part in the grant project.")
    return partner.organisation
