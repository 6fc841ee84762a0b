from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from warta.audit.models import AuditEntry
from warta.readers import events, vault
from warta.readers.models import SecurityEvent, User, VaultValue, WaitingMail
from warta.readers.tests.cast import person
from warta.readers.vault_fields import (
    BIRTH_DATE,
    FIELDS,
    FULL_NAME,
    IDENTITY_NUMBER,
    PHONE,
    POSTAL_ADDRESS,
    PROVINCE,
    REGENCY,
)  # fmt: skip

Enter = Callable[..., Client]
NAME = "Budi Hartono Kusumawardhana"
PAGE, SHOWN, ABOUT, HOME = (
    "/en/account/profile/",
    "/en/account/profile/shown/",
    "/en/account/profile/about/",
    "/en/account/profile/home/",
)
HOSTILE = (
    "<script>alert(1)</script>Budi", "Budi\x00'; DROP TABLE readers_user;--", "{{ request.user.email }} Budi",
    "Budi\u202eitraH", "%s%n%(name)s Budi", "B\u0303\u0303udi 🏝️👨‍👩‍👧", "ﷺ" * 3, "=HYPERLINK(\"http://x\")Budi",
)  # fmt: skip


def _budi() -> User:
    return User.objects.create_user("budi@pembaca.example", "ombak-besar-di-selatan", display_name="Budi")


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_sign_in() -> None:
    for address in (PAGE, SHOWN, ABOUT):
        assert Client().get(address).status_code == 302


@pytest.mark.django_db
def test_a_first_profile_is_filled_in_without_a_proof_and_shown_covered(enter: Enter) -> None:
    budi = _budi()
    client = enter(budi, seconds_ago=90_000)
    assert "0 of 4" in _text(client.get(PAGE))
    assert client.get(ABOUT).status_code == 200
    answer = client.post(ABOUT, {"full_name": f" {NAME} ", "birth_date": "12-04-1998"})
    assert answer.headers["Location"] == PAGE
    assert vault.own_values(budi) == {FULL_NAME: NAME, BIRTH_DATE: "1998-04-12"}
    page = client.get(PAGE)
    assert "2 of 4" in _text(page)
    for word in (*NAME.split()[1:], "1998"):
        assert word not in _text(page)
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.django_db
def test_everything_is_shown_after_a_proof_and_the_timeline_says_so(enter: Enter) -> None:
    budi = _budi()
    vault.keep_all(budi, {FULL_NAME: NAME, BIRTH_DATE: "1998-04-12", PROVINCE: "34"}, by=budi)
    assert "/account/prove/" in enter(budi, seconds_ago=90_000).get(SHOWN).headers["Location"]
    shown = _text(enter(budi).get(SHOWN))
    assert all(words in shown for words in (NAME, "12 April 1998", "DI Yogyakarta"))
    assert SecurityEvent.objects.filter(person=budi, kind="profile_shown").count() == 1
    assert AuditEntry.objects.get(action="vault.shown").actor == budi.public_id


@pytest.mark.django_db
def test_what_stands_there_is_changed_only_after_a_proof_and_the_owner_is_told(
    enter: Enter, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    budi = _budi()
    vault.keep(budi, FULL_NAME, NAME, by=budi)
    late = enter(budi, seconds_ago=90_000)
    assert late.get(ABOUT).status_code == 302
    refused = _text(late.post(ABOUT, {"full_name": "Maling Budiman", "birth_date": ""}))
    assert "Maling Budiman" in refused
    assert "new tab" in refused
    assert vault.own_value(budi, FULL_NAME) == NAME
    told: list[events.ProfileFact] = []
    events.profile_changed.listen(told.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        enter(budi).post(ABOUT, {"full_name": "Budi Hartono", "birth_date": ""})
    assert vault.own_value(budi, FULL_NAME) == "Budi Hartono"
    assert told == [events.ProfileFact(budi.public_id, ("full_name",))]
    assert WaitingMail.objects.filter(person=budi, kind="account_changed").count() == 1
    assert SecurityEvent.objects.filter(person=budi, kind="profile_changed").count() == 1


@pytest.mark.django_db
def test_the_first_answers_send_no_mail_and_saving_the_same_again_changes_nothing(enter: Enter) -> None:
    budi = _budi()
    for _ in range(2):
        enter(budi).post(HOME, {"province": "34", "regency": "Kabupaten Sleman"})
    assert not WaitingMail.objects.exists()
    assert SecurityEvent.objects.filter(kind="profile_changed").count() == 1


@pytest.mark.django_db
def test_the_public_name_and_the_language_are_changed_apart_from_the_vault(enter: Enter) -> None:
    budi = _budi()
    client = enter(budi, seconds_ago=90_000)
    address = f"{PAGE}public/"
    assert "others may see" in _text(client.post(address, {"display_name": " \u200b- ", "language": "en"}))
    assert "from the list" in _text(client.post(address, {"display_name": "Budi", "language": "xx"}))
    assert (
        client.post(address, {"display_name": "  Budi  <b>H</b>", "language": "en", "is_staff": "on"}).status_code
        == 302
    )
    budi.refresh_from_db()
    assert (budi.display_name, budi.language, budi.is_staff) == ("Budi <b>H</b>", "en", False)
    assert "Budi &lt;b&gt;H" in _text(client.get(PAGE))
    assert not VaultValue.objects.exists()


@pytest.mark.django_db
def test_what_is_emptied_is_taken_out(enter: Enter) -> None:
    budi = _budi()
    vault.keep_all(budi, {PROVINCE: "34", REGENCY: "Sleman"}, by=budi)
    enter(budi).post(HOME, {"province": "", "regency": ""})
    assert not VaultValue.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "typed", "words"),
    [
        ("about", {"full_name": "12345"}, "in letters"),
        ("about", {"full_name": "x" * 121}, "120 characters"),
        ("about", {"full_name": NAME, "birth_date": "31-02-1998"}, "as day, month and year"),
        ("about", {"full_name": NAME, "birth_date": "2098-04-12"}, "Check the year"),
        ("home", {"province": "99", "regency": "Sleman"}, "from the list"),
        ("home", {"province": "34", "regency": "---"}, "in letters"),
        ("identity", {"identity_number": "3173051204"}, "has 16 digits; this one has 10"),
        ("identity", {"identity_number": "3173053204980003"}, "are the birth date"),
        ("identity", {"identity_number": "none"}, "16 digits"),
        ("claim", {"postal_address": "Jalan Kaliurang 5", "tax_number": "12"}, "fifteen or sixteen"),
    ],
)
def test_a_mistake_gets_one_sentence_and_nothing_typed_is_lost(
    enter: Enter, part: str, typed: dict[str, str], words: str
) -> None:
    budi = _budi()
    answer = enter(budi).post(f"/en/account/profile/{part}/", typed)
    page = _text(answer)
    assert answer.status_code == 200
    assert page.count('class="field__error"') == 1
    assert words in page
    for name, value in typed.items():
        assert f'value="{value}"' in page or f">\n{value}</textarea>" in page or name in ("province", "full_name")
    assert not VaultValue.objects.exists()


@pytest.mark.django_db
def test_the_digits_of_an_identity_number_are_said_in_words(enter: Enter) -> None:
    budi = _budi()
    client = enter(budi)
    client.post("/en/account/profile/identity/", {"identity_number": "3404 0752 0498 0001"})
    assert vault.own_value(budi, IDENTITY_NUMBER) == "3404075204980001"
    assert "born on 12 April 1998, first registered in DI Yogyakarta" in _text(client.get(SHOWN))
    assert "1998" not in _text(client.get(PAGE))


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_is_kept_and_shown_as_text(enter: Enter, text: str) -> None:
    budi = _budi()
    client = enter(budi)
    forms = {
        "about": {"full_name": text}, "home": {"province": "34", "regency": text},
        "claim": {"postal_address": text, "tax_number": text}, "identity": {"identity_number": text},
    }  # fmt: skip
    for part, typed in forms.items():
        answer = client.post(f"/en/account/profile/{part}/", typed)
        assert answer.status_code in (200, 302)
        if answer.status_code == 200:
            assert "<script>alert" not in _text(answer)
    for address in (PAGE, SHOWN, ABOUT, HOME):
        page = _text(client.get(address))
        assert "<script>alert" not in page
        assert "budi@pembaca.example" not in page


@pytest.mark.django_db
def test_a_form_changes_its_own_fields_of_its_own_person_and_nothing_else(enter: Enter) -> None:
    budi, ana = _budi(), person("ana", "reporter")
    vault.keep(ana, FULL_NAME, "Ana Wulandari", by=ana)
    more = {
        "person": ana.pk, "public_id": ana.public_id, "user": ana.pk, "id": ana.pk, "is_staff": "on", "phone": "0812",
        "is_superuser": "on", "email": "x@y.example", "is_confirmed": "on", "identity_number": "3173051204980003",
        "province": "34", "display_name": "Redaksi",
    }  # fmt: skip
    enter(budi).post(f"{ABOUT}?person={ana.public_id}", {"full_name": NAME, **more})
    budi.refresh_from_db()
    assert vault.own_values(budi) == {FULL_NAME: NAME}
    assert vault.own_value(ana, FULL_NAME) == "Ana Wulandari"
    assert (budi.is_staff, budi.is_superuser, budi.email) == (False, False, "budi@pembaca.example")
    assert budi.display_name == "Budi"


@pytest.mark.django_db
def test_no_address_leads_to_somebody_elses_profile(enter: Enter) -> None:
    budi, ana = _budi(), person("ana", "reporter")
    vault.keep(ana, FULL_NAME, "Ana Wulandari", by=ana)
    client = enter(budi)
    for address in (f"{PAGE}{ana.public_id}/", f"{PAGE}{ana.pk}/", f"{PAGE}phone/", f"{PAGE}shown/{ana.public_id}/"):
        assert client.get(address).status_code == 404
    for address in (f"{SHOWN}?person={ana.public_id}", f"{PAGE}?user={ana.pk}"):
        assert "Ana" not in _text(client.get(address))


@pytest.mark.django_db
def test_a_forged_form_of_another_site_is_refused(enter: Enter) -> None:
    budi = _budi()
    client = enter(budi, enforce_csrf_checks=True)
    assert client.post(ABOUT, {"full_name": "Maling"}).status_code == 403
    assert not VaultValue.objects.exists()


@pytest.mark.django_db
def test_a_value_that_can_not_be_opened_is_said_on_every_page_and_nothing_of_it_shown(
    enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    budi = _budi()
    vault.keep_all(budi, {FULL_NAME: NAME, PHONE: "+6281298765432", POSTAL_ADDRESS: "Jalan Kaliurang 5"}, by=budi)
    VaultValue.objects.filter(field="full_name").update(sealed=b"\x01" + bytes(60))
    client = enter(budi)
    for answer in (client.get(PAGE), client.get(SHOWN), client.get(ABOUT), client.post(ABOUT, {"full_name": "X Y"})):
        assert answer.status_code == 503
        assert "warta doctor" in _text(answer)
        assert "81298765432" not in _text(answer)
    assert "Budi Hartono" not in caplog.text


@pytest.mark.django_db
def test_the_profile_asks_the_database_few_questions(enter: Enter, django_assert_max_num_queries: object) -> None:
    budi = _budi()
    vault.keep_all(budi, dict.fromkeys(FIELDS, "1998-04-12"), by=budi)
    client = enter(budi)
    client.get(PAGE)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(PAGE)
