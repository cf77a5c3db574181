"""The talk about a text: who may join it, who is told, and that nothing of it leaves the newsroom."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.roles import Role
from articles.models import Notice, NoticeKind, Remark
from articles.models.remark import LONGEST_REMARK, TWICE
from maseer.lib import mentions
from tests.factories import article, author, draft, section, user

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("to__username", flat=True))


# Names in a text (these need no database)

NAMES = mentions.keys(["sara", "sara.k", "سارة", "سارة خليل", "أحمد", "user_7"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@sara انظري", ["@sara"]),
        ("يا @سارة، انظري", ["@سارة"]),
        ("يا @سارة خليل انظري", ["@سارة خليل"]),
        ("يا @ساره  خليل", ["@ساره  خليل"]),
        ("يا @سَارَة", ["@سَارَة"]),
        ("@احمد و@sara.k", ["@احمد", "@sara.k"]),
        ("قلها ل@sara", ["@sara"]),
        ("نحو@sara", []),
        ("@احمد و @SARA.K!", ["@احمد", "@SARA.K"]),
        ("@user_7 ثم @user_8", ["@user_7"]),
        ("سارة بلا علامة", []),
        ("mail@sara.example", []),
        ("@سارةخليل @saraswati", []),
        ("@", []),
        ("@@sara", ["@sara"]),
    ],
)
def test_a_name_after_the_sign_is_found_as_people_spell_it(text, found):
    assert [text[mention.start : mention.end] for mention in mentions.find(text, NAMES)] == found


def test_names_without_end_are_found_in_a_moment():
    assert len(mentions.find("@sara " * 2_000, NAMES)) == mentions.MOST
    assert mentions.find("@" * 4_000, NAMES) == []


# Who may join in, and who is told


def test_who_may_see_a_text_may_speak_and_nobody_else(contributor, editor, outsider, admin_user):
    text = draft(contributor)
    remark, untold = Remark.add(text, "هل اتّصلت بالوزارة؟", by=editor)
    assert (remark.by, remark.by_name, untold) == (editor, "editor", [])
    other = user("other", Role.CONTRIBUTOR)
    abroad = user("abroad", Role.EDITOR)
    abroad.sections.add(section())
    for person in (outsider, admin_user, other, abroad):
        with pytest.raises(PermissionDenied):
            Remark.add(text, "كلمة", by=person)
    assert Remark.objects.count() == 1


def test_whoever_is_named_is_told_and_the_writer_hears_that_there_is_talk(
    contributor, editor, managing_editor
):
    text = draft(contributor)
    _remark, untold = Remark.add(text, "رأيك يا @managing_editor؟", by=editor)
    assert untold == []
    assert told(NoticeKind.MENTIONED) == {"managing_editor"}
    assert told(NoticeKind.REMARK) == {"contributor"}
    assert Notice.objects.get(kind=NoticeKind.MENTIONED).note == "رأيك يا @managing_editor؟"


def test_whoever_is_named_gets_one_notice_and_not_two(contributor, editor):
    Remark.add(draft(contributor), "@contributor @contributor انظر", by=editor)
    assert Notice.objects.count() == 1
    assert told(NoticeKind.MENTIONED) == {"contributor"}


def test_whoever_spoke_before_hears_the_answer(contributor, editor, managing_editor):
    text = draft(contributor)
    Remark.add(text, "سؤال", by=managing_editor)
    Notice.objects.all().delete()
    Remark.add(text, "جواب", by=contributor)
    assert told(NoticeKind.REMARK) == {"managing_editor"}


def test_who_may_not_see_the_text_is_not_told_and_the_one_who_named_them_hears_so(contributor, editor):
    stranger = user("stranger", Role.CONTRIBUTOR, display_name="سلمى حدّاد")
    remark, untold = Remark.add(draft(contributor), "ما رأي @سلمى حداد؟", by=editor)
    assert untold == [stranger]
    assert Remark.objects.get() == remark
    assert not told(NoticeKind.MENTIONED)


def test_two_of_one_name_are_both_meant(contributor, editor):
    for username in ("one", "two"):
        user(username, Role.EDITOR, display_name="أحمد علي")
    Remark.add(draft(contributor), "@أحمد علي", by=editor)
    assert told(NoticeKind.MENTIONED) == {"one", "two"}


def test_an_account_that_is_switched_off_is_nobody(contributor, editor):
    user("gone", Role.EDITOR, is_active=False)
    _remark, untold = Remark.add(draft(contributor), "@gone", by=editor)
    assert untold == []


# Bad input


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u200f", "ط" * (LONGEST_REMARK + 1)])
def test_what_is_empty_or_too_long_is_refused(text, contributor):
    with pytest.raises(ValidationError):
        Remark.add(draft(contributor), text, by=contributor)
    assert not Remark.objects.exists()


def test_what_could_turn_the_page_around_is_cleaned(contributor):
    remark, _untold = Remark.add(draft(contributor), "سطر\u202e\x00\r\nثان", by=contributor)
    assert remark.text == "سطر\nثان"


def test_a_button_pressed_twice_says_it_once(contributor, editor):
    text = draft(contributor)
    first, _untold = Remark.add(text, "كلمة", by=editor)
    assert Remark.add(text, "كلمة", by=editor)[0] == first
    assert Notice.objects.count() == 1
    Remark.objects.update(at=timezone.now() - TWICE * 2)
    assert Remark.add(text, "كلمة", by=editor)[0] != first


# The demo


# Readers


CANARY = "زمردكناري"


def test_nothing_of_it_ever_reaches_a_reader(client, contributor, managing_editor):
    writer = author(user=contributor)
    text = article(bylines=((writer.pk, "writer"),), tags=("المياه",))
    hidden = draft(contributor)
    for about in (text, hidden):
        Remark.add(about, f"{CANARY} @contributor", by=managing_editor)
    addresses, seen = (
        ["/", "/search/", f"/search/?q={CANARY}", "/feed/", "/sitemap.xml", "/robots.txt"],
        set(),
    )
    addresses += [text.get_absolute_url(), text.short_url, hidden.short_url, f"/{hidden.pk}/"]
    while addresses:
        address = addresses.pop()
        if address in seen or len(seen) > 60:
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        page = body.decode(errors="replace").replace(f"/search/?q={CANARY}", "")
        if "search" not in address:
            assert CANARY not in page, address
        # The page of a search repeats what was asked, in its field and its title; it finds nothing.
        assert f"@contributor{CANARY}" not in page
        assert f"{CANARY} @" not in page, address
        addresses += re.findall(r'href="(/(?!static|media|admin|accounts)[^"#]*)"', page)
    assert len(seen) > 10
