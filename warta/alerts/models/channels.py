"""Telegram channels and groups that the newsroom posts to."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

PUBLIC_NAME = re.compile(r"@[A-Za-z]\w{3,31}")
CHAT_NUMBER = re.compile(r"-?\d{5,20}")
CHAT_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?P<name>[A-Za-z]\w{3,31})/?")


class Kind(models.TextChoices):
    CHANNEL = "channel", _("Channel: only the newsroom writes")
    GROUP = "group", _("Group: members talk")


class Writing(models.TextChoices):
    NEWSROOM = "newsroom", _("The newsroom alone")
    MEMBERS = "members", _("Every member")
    APPROVED = "approved", _("Members whom the newsroom let in")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def active(self) -> ChannelQuerySet:
        return self.filter(is_active=True)

    def invited_to(self) -> ChannelQuerySet:
        return self.active().filter(is_shown_to_readers=True)


class Channel(models.Model):
    """A Telegram channel or group that the newsroom posts to, and how readers come to it."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.CHANNEL)
    chat = models.CharField(
        _("Telegram name or number"), max_length=64, unique=True,
        help_text=_("Such as @warta for a public one; for a private one its number, such as -1001234567890."),
    )  # fmt: skip
    invite_link = models.URLField(
        _("invitation link"), blank=True, help_text=_("Needed for a private one; a public one is found by its name.")
    )
    gets_breaking = models.BooleanField(_("breaking news, at once"), default=True)
    gets_selected = models.BooleanField(
        _("selected articles, each as a post at once"),
        default=False,
        help_text=_("Otherwise they wait for the digests."),
    )
    sections = models.ManyToManyField(
        "articles.SectionPage", verbose_name=_("only these sections"), blank=True, related_name="+",
        help_text=_("Choose none to post from all."),
    )  # fmt: skip
    language = models.CharField(
        _("only this language"), max_length=5, choices=settings.LANGUAGES, blank=True, help_text=_("Empty: all.")
    )
    writing = models.CharField(_("who may write"), max_length=9, choices=Writing.choices, default=Writing.NEWSROOM)
    joining = models.TextField(
        _("how to join and what applies there"), max_length=600, blank=True, help_text=_("Shown to readers.")
    )
    is_shown_to_readers = models.BooleanField(_("invite readers on the pages"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("Telegram channel")
        verbose_name_plural = _("Telegram channels")
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.chat = chat_named_by(self.chat)
        if self.is_shown_to_readers and not self.join_address:
            raise ValidationError({"invite_link": _("Enter the invitation link; nobody finds a private one without.")})
        if self.kind == Kind.CHANNEL:
            self.writing = Writing.NEWSROOM

    @property
    def key(self) -> str:
        """What the outbox knows it by."""
        return f"channel-{self.pk}"

    @property
    def public_name(self) -> str:
        """Its name at Telegram without the @; empty for a private one."""
        return self.chat.removeprefix("@") if self.chat.startswith("@") else ""

    @property
    def join_address(self) -> str:
        """Where a reader with the app joins."""
        return self.invite_link or (f"https://t.me/{self.public_name}" if self.public_name else "")

    @property
    def web_address(self) -> str:
        """Where it is read in a browser, without the app. Only public channels can be."""
        is_readable = self.kind == Kind.CHANNEL and self.public_name
        return f"https://t.me/s/{self.public_name}" if is_readable else ""


def chat_named_by(text: str) -> str:
    """The chat as the API wants it, from a name, a number or a link. Raises ValidationError."""
    text = text.strip()
    linked = CHAT_LINK.fullmatch(text)
    name = f"@{linked['name']}" if linked else text
    if PUBLIC_NAME.fullmatch(name) or CHAT_NUMBER.fullmatch(name):
        return name
    raise ValidationError({"chat": _("Write a name such as @warta, a link such as https://t.me/warta, or a number.")})
