from dataclasses import replace

import pytest
from django.test import override_settings

from accounts.roles import Role
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import change_url, compare_url

pytestmark = pytest.mark.django_db


def save(article, by, **fields):
    content = replace(article.working_revision.content, **fields)
    return article.save_revision(content, article.working_revision_id, by)


def told(answer) -> dict:
    """Label of a field -> what happened to its words."""
    found = {}
    for difference in answer.context["comparison"].differences:
        runs = list(difference.runs)
        for stretch in difference.stretches:
            runs += [run for block in stretch.blocks for run in block.runs]
        found[str(difference.label)] = [(run.change.value, run.text.strip()) for run in runs]
    return found


def test_two_versions_are_compared_word_by_word_field_by_field(client, editor):
    article = factories.draft(editor, title="عنوان قديم", body="<p>ذهب الولد إلى المدرسة.</p>", tags=["ماء"])
    first = article.working_revision
    section = factories.section("أخبار")
    second = save(
        article, editor, title="عنوان جديد", body="<p>ذهب الولد إلى الجامعة.</p>", section=section.pk
    )
    client.force_login(editor)
    answer = client.get(compare_url(article, a=first.pk, b=second.pk))
    differences = told(answer)
    assert set(differences) == {"العنوان", "القسم", "المتن"}
    assert differences["العنوان"] == [("kept", "عنوان"), ("removed", "قديم"), ("added", "جديد")]
    assert ("added", "أخبار") in differences["القسم"]
    assert differences["المتن"] == [
        ("kept", "ذهب الولد إلى"),
        ("removed", "المدرسة"),
        ("added", "الجامعة"),
        ("kept", "."),
    ]
    assert "الوسوم" in answer.context["comparison"].same
    page = answer.content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert page.count('class="visually-hidden"') >= 4


def test_the_older_comes_first_however_they_are_chosen(client, editor):
    article = factories.draft(editor, title="أول")
    first, second = article.working_revision, save(article, editor, title="ثان")
    client.force_login(editor)
    for query in ({"a": first.pk, "b": second.pk}, {"a": second.pk, "b": first.pk}, {}, {"b": second.pk}):
        answer = client.get(compare_url(article, **query))
        pair = answer.context["pair"]
        assert (pair.older, pair.newer, pair.trouble) == (first, second, "")
        assert told(answer)["العنوان"] == [("removed", "أول"), ("added", "ثان")]


def test_without_a_choice_the_newest_is_compared_with_the_one_before(client, editor):
    article = factories.draft(editor)
    made = [article.working_revision, *(save(article, editor, title=f"عنوان {n}") for n in range(3))]
    client.force_login(editor)
    pair = client.get(compare_url(article)).context["pair"]
    assert (pair.older, pair.newer) == (made[2], made[3])
    pair = client.get(compare_url(article, b=made[2].pk)).context["pair"]
    assert (pair.older, pair.newer) == (made[1], made[2])
    pair = client.get(compare_url(article, a=made[0].pk)).context["pair"]
    assert (pair.older, pair.newer) == (made[0], made[3])


def test_tashkeel_and_tatweel_can_be_hidden(client, editor):
    bare, vocalised = "\u0643\u062a\u0628", "\u0643\u064e\u062a\u0640\u0628"
    article = factories.draft(editor, title=bare, body=f"<p>{bare}</p>")
    save(article, editor, title=vocalised, body=f"<p>{vocalised}</p>")
    client.force_login(editor)
    assert set(told(client.get(compare_url(article)))) == {"العنوان", "المتن"}
    answer = client.get(compare_url(article, noise="hide"))
    assert told(answer) == {}
    assert answer.context["hide_noise"]


def test_a_change_of_looks_is_told_in_words(client, editor):
    article = factories.draft(editor, body='<p>كلمة <a href="/1/">هنا</a></p>')
    save(article, editor, body='<h2>كلمة <a href="/2/">هنا</a></h2>')
    client.force_login(editor)
    answer = client.get(compare_url(article))
    (difference,) = answer.context["comparison"].differences
    (block,) = difference.stretches[0].blocks
    assert (block.kind, block.was_kind) == ("heading-2", "paragraph")
    page = answer.content.decode()
    assert "/1/" in page
    assert "/2/" in page


def test_two_rows_of_the_same_name_are_told_apart(client, editor):
    article = factories.draft(editor, image=factories.image().pk)
    first = article.working_revision.content.image
    second = factories.image().pk
    save(article, editor, image=second)
    client.force_login(editor)
    words = " ".join(text for _change, text in told(client.get(compare_url(article)))["الصورة"])
    assert f"{first}" in words
    assert f"{second}" in words


def test_what_is_the_same_for_long_is_folded(client, editor):
    body = "".join(f"<p>فقرة رقم {number}</p>" for number in range(20))
    article = factories.draft(editor, body=body)
    save(article, editor, body=body.replace("رقم 10", "عدد 10"))
    client.force_login(editor)
    page = client.get(compare_url(article)).content.decode()
    assert page.count('class="compared__fold"') == 2


@pytest.mark.parametrize(
    "query", [{"a": "999999"}, {"b": "x"}, {"a": "9" * 30}, {"a": "\u0661"}, {"a": "-1"}]
)
def test_a_version_that_is_not_there_is_said_and_another_shown(client, editor, query):
    article = factories.draft(editor)
    save(article, editor, title="ثان")
    client.force_login(editor)
    answer = client.get(compare_url(article, **query))
    assert answer.status_code == 200
    assert answer.context["pair"].trouble
    assert answer.context["comparison"]


def test_a_version_of_another_text_is_not_shown(client, editor):
    article, other = factories.draft(editor), factories.draft(editor, title="سرّ الآخر")
    save(article, editor, title="ثان")
    client.force_login(editor)
    answer = client.get(compare_url(article, a=other.working_revision_id))
    assert answer.context["pair"].trouble
    assert "سرّ الآخر" not in answer.content.decode()


def test_one_version_alone_or_twice_is_said(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = client.get(compare_url(article))
    assert answer.status_code == 200
    assert answer.context["comparison"] is None
    only = article.working_revision_id
    assert client.get(compare_url(article, a=only, b=only)).context["pair"].trouble


def test_whoever_may_see_a_text_may_compare_its_versions_and_nobody_else(client, contributor, editor):
    article = factories.draft(contributor)
    save(article, contributor, title="ثان")
    article.apply("submit", by=contributor)
    client.force_login(contributor)
    answer = client.get(compare_url(article))
    assert answer.status_code == 200
    # It is in the editors' hands: no name, no way back.
    assert "/restore/" not in answer.content.decode()
    client.force_login(factories.user(role=Role.CONTRIBUTOR))
    assert client.get(compare_url(article)).status_code == 403
    assert client.get(compare_url(factories.draft(editor), a=1)).status_code == 403


def test_looking_changes_nothing_and_nothing_can_be_sent(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    assert client.post(compare_url(article)).status_code == 405


def test_the_page_of_a_text_leads_to_what_changed(client, editor):
    article = factories.article(title="ما يراه القرّاء")
    live = article.live_revision_id
    made = save(article, editor, title="ما نعمل عليه")
    client.force_login(editor)
    page = client.get(change_url(article)).content.decode().replace("&amp;", "&")
    assert f"/compare/?a={live}&b={made.pk}" in page
    assert page.count('form="compare-versions" name="a"') == 2
    assert page.count('form="compare-versions" name="b"') == 2
    assert (article.status, article.stage) == (Status.PUBLISHED, Stage.IN_EDIT)


@override_settings(TIME_ZONE="Asia/Damascus")
def test_each_hour_has_its_zone_beside_it(client, editor):
    article = factories.draft(editor)
    save(article, editor, title="ثان")
    client.force_login(editor)
    page = client.get(compare_url(article)).content.decode()
    assert page.count("<time") == 2
    # Beside each of them, and above each of the two lists of versions.
    assert page.count('title="Asia/Damascus"') == 2 + 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "x " * 240_000 + "</p>", "<p>" + "y " * 240_000 + "</p>"),
        ("<p>a</p>" * 50_000, "<p>b</p>" * 50_000),
    ],
)
def test_the_longest_texts_make_a_page_too(client, editor, before, after):
    article = factories.draft(editor, body=before)
    save(article, editor, body=after)
    client.force_login(editor)
    assert client.get(compare_url(article)).status_code == 200
