"""The tables of people. Each module owns those of one subject."""

from __future__ import annotations

from warta.readers.models.contacts import FormerContact, LinkedTelegram, PhoneCheck, TelegramBinding
from warta.readers.models.mails import WaitingMail
from warta.readers.models.own_data import Deletion, Download, DownloadPiece, DownloadState, Erasure
from warta.readers.models.person import User, UserManager
from warta.readers.models.sign_ins import (
    FeatureKey,
    FeatureSum,
    OpenSession,
    OverallCount,
    OwnCount,
    SecurityEvent,
    SignIn,
)
from warta.readers.models.terms import Answer, ConsentReceipt, TermsDocument, TermsVersion
from warta.readers.models.vault import VaultKey, VaultValue

__all__ = [
    "Answer",
    "ConsentReceipt",
    "Deletion",
    "Download",
    "DownloadPiece",
    "DownloadState",
    "Erasure",
    "FeatureKey",
    "FeatureSum",
    "FormerContact",
    "LinkedTelegram",
    "OpenSession",
    "OverallCount",
    "OwnCount",
    "PhoneCheck",
    "SecurityEvent",
    "SignIn",
    "TelegramBinding",
    "TermsDocument",
    "TermsVersion",
    "User",
    "UserManager",
    "VaultKey",
    "VaultValue",
    "WaitingMail",
]
