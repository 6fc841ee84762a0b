"""What happens when somebody has signed in: a line on the timeline, the history learns, a new device is told of."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import override

from warta.lib.crypto import CryptoFailure
from warta.lib.env import WrongSetting
from warta.readers.mails.services import put_in_line
from warta.readers.models import OwnCount, SecurityEvent, SignIn, User
from warta.readers.sign_ins.history import begin, let_pass
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.origin import Origin, Readable, origin_of
from warta.readers.sign_ins.services import note
from warta.readers.sign_ins.words import device_words, place_words

log = logging.getLogger(__name__)
TELLING = ("system", "country", "browser", "network")
PENDING = "pending_sign_in"  # in the session: the sign-in that still has to prove itself


def begin_arriving(person: User, request: HttpRequest) -> SignIn:
    """The first proof was good and another one is asked for. Not safe to repeat."""
    sign_in = begin(person, origin_of(request))
    request.session[PENDING] = sign_in.pk
    return sign_in


def arrived(person: User, request: HttpRequest) -> None:
    """Every proof was good. A missing or damaged key ring costs the history and the words, never the sign-in."""
    origin = origin_of(request)
    with transaction.atomic():
        event = note(person, "signed_in", request=request)
        try:
            with transaction.atomic():
                is_new = _learn(person, request, origin, event)
        except (CryptoFailure, WrongSetting, OSError):
            log.exception("a sign-in was not learned", extra={"person": person.public_id})
            is_new = False
        if is_new:
            _tell_of_new_device(person, origin, event)


def failed(email: str, request: HttpRequest) -> None:
    """A password was wrong. Whether or not there is such an account, the same work is done."""
    note(User.objects.filter(email=email.strip().lower()).first(), "sign_in_failed", request=request)


def _learn(person: User, request: HttpRequest, origin: Origin, event: SecurityEvent) -> bool:
    """Whether it came from a device that this person's history doesn't know. A first sign-in is nothing new."""
    pending = request.session.pop(PENDING, None)
    found = SignIn.objects.filter(pk=pending, person=person, state=SignIn.State.PENDING).first() if pending else None
    sign_in = found or begin(person, origin)
    is_new = _is_new_device(sign_in)
    let_pass(sign_in, event)
    return is_new


def _is_new_device(sign_in: SignIn) -> bool:
    """Another system or country, or a browser and a network that are both new: browsers are brought up to date, and
    phones change networks, all the time."""
    own = OwnCount.objects.filter(person=sign_in.person_id)
    known = {name: value for name in TELLING if (value := getattr(sign_in, name))}
    unseen = known.keys() - {row.feature for row in own.filter(value__in=known.values())}
    return bool(unseen & {"system", "country"} or unseen >= {"browser", "network"}) and own.exists()


def _tell_of_new_device(person: User, origin: Origin, event: SecurityEvent) -> None:
    language = person.language or settings.LANGUAGE_CODE
    agent, place = origin.agent, origin.place
    seen = Readable(agent.browser, agent.system, agent.device, place.network, place.names)
    with override(language):
        facts = {
            "when": event.at.isoformat(), "device": device_words(seen), "place": place_words(seen) or "–",
            "link": not_me_link(event, language),
        }  # fmt: skip
    put_in_line("new_sign_in", to=person.email, person=person, facts=facts, language=language)
