"""Places, devices and moments in words, in the language of the page."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from warta.lib import dates
from warta.readers.sign_ins.origin import Readable
from warta.theme.languages import current_code


def device_words(origin: Readable) -> str:
    """Firefox di Android."""
    if origin.browser and origin.system:
        return _("%(browser)s on %(system)s") % {"browser": origin.browser, "system": origin.system}
    kinds = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
    return origin.browser or origin.system or kinds.get(origin.device, _("A device we don't know"))


def place_words(origin: Readable) -> str:
    """Its name where one is known, else the network that the address belonged to; "" when neither is."""
    names = dict(origin.names)
    named = names.get(current_code()) or names.get("en", "")
    if named or not origin.network:
        return named
    return _("network %(network)s") % {"network": origin.network}


def moment_words(moment: datetime) -> str:
    return dates.date_and_time(moment, current_code(), settings.TIME_ZONE)


def hour_words(moment: datetime) -> str:
    """No nearer than the hour, which is all that is kept: today around 14.00; else the day."""
    local, today = timezone.localtime(moment), timezone.localtime().date()
    hour = f"{local:%H}{'.' if current_code() == 'id' else ':'}00"
    if local.date() == today:
        return _("today, around %(hour)s") % {"hour": hour}
    return dates.plain_date(local.date(), current_code())
