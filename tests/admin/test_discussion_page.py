"""The talk about a text, on its page and on one of its own."""

from html import unescape

import pytest
from django.urls import reverse

from accounts.roles import Role
from articles.admin import discussion
from articles.models import Notice, NoticeKind, Remark
from articles.models.remark import LONGEST_REMARK
from articles.workflow import Stage
from tests import factories
from tests.admin.forms import change_url

pytestmark = pytest.mark.django_db


def talk_url(article) -> str:
    return reverse("admin:articles_article_discussion", args=[article.pk])


def say(client, article, text, **fields):
    return client.post(talk_url(article), {"text": text, **fields})


def page_of(client, address) -> str:
    return unescape(client.get(address).content.decode())


def test_what_is_said_stands_on_the_page_of_the_text_the_oldest_first(client, contributor, editor):
    text = factories.draft(contributor)
    for person, words in ((editor, "السؤال الأوّل"), (contributor, "الجواب الثاني")):
        client.force_login(person)
        answer = say(client, text, words)
        assert answer.url == f"{change_url(text)}#discussion"
    page = page_of(client, change_url(text))
    assert page.index("السؤال الأوّل") < page.index("الجواب الثاني")
    assert [remark.by for remark in Remark.objects.all()] == [editor, contributor]


def test_who_may_only_read_the_text_may_speak_too(client, contributor, editor):
    text = factories.draft(contributor)
    text.apply("submit", by=contributor)
    client.force_login(contributor)
    assert not text.may_edit(contributor)
    assert 'name="text"' in page_of(client, change_url(text))
    say(client, text, "نسيت المصدر")
    assert "نسيت المصدر" in page_of(client, change_url(text))


def test_who_may_not_see_the_text_may_neither_read_nor_speak(client, contributor, outsider, admin_user):
    text = factories.draft(contributor)
    Remark.add(text, "الخزنة الحمراء", by=contributor)
    for person in (outsider, admin_user, factories.user("other", Role.CONTRIBUTOR)):
        client.force_login(person)
        for answer in (client.get(talk_url(text), follow=True), say(client, text, "كلمة")):
            assert answer.status_code in (302, 403)
            assert "الخزنة الحمراء" not in answer.content.decode()
    assert Remark.objects.count() == 1


@pytest.mark.parametrize("words", ["ط" * (LONGEST_REMARK + 1), " \n "])
def test_what_was_refused_stays_in_the_field_with_the_reason(client, contributor, words):
    text = factories.draft(contributor)
    client.force_login(contributor)
    answer = say(client, text, words, name="سارة")
    assert answer.status_code == 200
    assert answer.context["remark_form"].errors["text"]
    page = unescape(answer.content.decode())
    assert words.strip() in page
    assert 'value="سارة"' in page
    assert "errorlist" in page
    assert not Remark.objects.exists()


def test_naming_somebody_tells_them_and_who_cannot_be_told_is_said(client, contributor, editor):
    factories.user("stranger", Role.CONTRIBUTOR, display_name="سلمى")
    text = factories.draft(contributor)
    client.force_login(contributor)
    answer = client.post(talk_url(text), {"text": "@editor و @سلمى انظرا"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert "سلمى" in str(next(iter(answer.context["messages"])))
    assert Notice.objects.get(kind=NoticeKind.MENTIONED).to == editor
    assert Remark.objects.count() == 1


def test_half_a_name_tells_nobody_and_that_is_said(client, contributor, editor):
    factories.user("boss", Role.EDITOR, display_name="رنا الخطيب")
    text = factories.draft(contributor)
    client.force_login(contributor)
    answer = client.post(talk_url(text), {"text": "@رنا انظري، و@editor أيضًا: me@paper.example"}, follow=True)
    [told] = answer.context["messages"]
    assert "@رنا" in str(told)
    assert Notice.objects.get(kind=NoticeKind.MENTIONED).to == editor


def test_without_script_who_is_chosen_beside_the_remark_is_named_at_its_end(client, contributor, editor):
    text = factories.draft(contributor)
    client.force_login(contributor)
    say(client, text, "رأيك؟", name="editor")
    assert Remark.objects.get().text == "رأيك؟ @editor"
    assert Notice.objects.get(kind=NoticeKind.MENTIONED).to == editor
    say(client, text, "@editor مرّة أخرى", name="editor")
    assert Remark.objects.last().text == "@editor مرّة أخرى"
    # A name alone says nothing.
    assert say(client, text, "", name="editor").status_code == 200


def test_markup_is_shown_and_links_lead_only_to_the_web(client, contributor):
    text = factories.draft(contributor)
    Remark.add(
        text,
        "<script>alert(1)</script> https://example.com/x?a=1&b=2 javascript:alert(1) @<b>contributor",
        by=contributor,
    )
    client.force_login(contributor)
    page = client.get(talk_url(text)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://example.com/x?a=1&amp;b=2" rel="nofollow"' in page
    assert 'href="javascript' not in page


def test_names_of_those_who_can_see_it_are_marked(client, contributor, editor):
    factories.user("stranger", Role.CONTRIBUTOR)
    text = factories.draft(contributor)
    Remark.add(text, "@editor و @stranger", by=contributor)
    client.force_login(contributor)
    page = page_of(client, change_url(text))
    assert '<b class="remark__name">@editor</b>' in page
    assert 'remark__name">@stranger' not in page
    assert '<option value="editor">' in page
    assert '<option value="stranger">' not in page


def test_a_long_talk_is_cut_and_goes_on_elsewhere(client, contributor, monkeypatch):
    monkeypatch.setattr(discussion, "SHOWN", 3)
    monkeypatch.setattr(discussion, "SHOWN_ALONE", 4)
    text = factories.draft(contributor)
    for number in range(9):
        Remark.add(text, f"كلام رقم {number}", by=contributor)
    client.force_login(contributor)
    seen, address = [], change_url(text)
    answer = client.get(address)
    shown = [remark.text for remark in answer.context["remarks"]]
    assert shown == ["كلام رقم 6", "كلام رقم 7", "كلام رقم 8"]
    while earlier := answer.context["earlier"]:
        answer = client.get(talk_url(text), {"before": earlier})
        seen = [remark.text for remark in answer.context["remarks"]] + seen
    assert seen + shown == [f"كلام رقم {number}" for number in range(9)]


@pytest.mark.parametrize("before", ["x", "9" * 40, "-1", ""])
def test_a_strange_place_is_no_error(client, contributor, before):
    text = factories.draft(contributor)
    client.force_login(contributor)
    assert client.get(talk_url(text), {"before": before}).status_code == 200


def test_looking_says_nothing(client, contributor):
    text = factories.draft(contributor)
    client.force_login(contributor)
    client.get(talk_url(text), {"text": "كلمة"})
    assert not Remark.objects.exists()
    assert client.post(talk_url(text).replace(str(text.pk), "999999"), {"text": "x"}).status_code == 404


def test_the_talk_costs_the_same_however_long(client, contributor, editor, django_assert_max_num_queries):
    text = factories.draft(contributor)
    for number in range(30):
        Remark.add(text, f"@editor {number}", by=contributor)
    assert text.stage == Stage.DRAFT
    editors = [factories.user(f"editor{number}", Role.EDITOR) for number in range(5)]
    with django_assert_max_num_queries(2):
        people = discussion.panel(text)["people"]
        assert {str(person) for person in editors} <= {str(person) for person in people}
