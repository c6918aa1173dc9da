"""Which gateway serves a channel, as the settings say."""

from django.conf import settings

from portal.messages.enums import Channel
from portal.messages.gateways.base import Gateway
from portal.messages.gateways.mail import MailGateway
from portal.messages.gateways.sms import ConsoleSms, FolderSms, HttpSms

SMS: dict[str, type[Gateway]] = {"console": ConsoleSms, "folder": FolderSms, "https": HttpSms, "http": HttpSms}


def gateway_for(channel: Channel) -> Gateway | None:
    """Return the way out for a channel; ``None`` when none is set up."""
    if channel == Channel.EMAIL:
        return MailGateway()
    made = SMS.get(settings.PORTAL_SMS_URL.partition(":")[0])
    return made() if made else None


def open_channels() -> set[Channel]:
    """Return the channels by which anything can go out here."""
    return {channel for channel in Channel if gateway_for(channel) is not None}
