from dataclasses import replace

import pytest

from articles.models import Tag
from articles.workflow import Stage
from tests import factories
from tests.admin.forms import as_filled, change_url

pytestmark = pytest.mark.django_db

BODY = "<p>الفقرة الأولى كما كانت</p><p>الفقرة الثانية كما كانت</p><p>الفقرة الثالثة كما كانت</p>"
THEIRS = BODY.replace("الأولى كما كانت", "الأولى كما صارت")
MINE = BODY.replace("الثانية كما كانت", "الثانية كما أصبحت")
BOTH = THEIRS.replace("الثانية كما كانت", "الثانية كما أصبحت")


def save(article, by, **fields):
    content = replace(article.working_revision.content, **fields)
    return article.save_revision(content, article.working_revision_id, by)


def form_of(answer):
    return answer.context["adminform"].form


def as_shown(answer) -> dict:
    """What the form on the page would send."""
    form = form_of(answer)
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "", [], ()):
            sent[field.name] = list(value) if isinstance(value, tuple | list) else value
    return sent


@pytest.fixture
def article(editor):
    return factories.draft(editor, title="عنوان", body=BODY, tags=["ماء", "هواء"])


@pytest.fixture
def refused(client, editor, managing_editor, article):
    """An editor's save after her colleague's: the answer."""

    def save_late(theirs: dict, **mine):
        sent = as_filled(article, **mine)
        save(article, managing_editor, **theirs)
        client.force_login(editor)
        answer = client.post(change_url(article), sent)
        assert answer.status_code == 200
        assert answer.context["newer"] == article.working_revision
        return answer

    return save_late


def merge(client, article, answer, **typed):
    return client.post(change_url(article), as_shown(answer) | typed | {"_merge": "1"})


def test_the_refusal_shows_the_difference_word_by_word(refused):
    answer = refused({"title": "عنوان الزميلة"}, title="عنواني")
    difference = answer.context["comparison"].differences[0]
    assert [(run.change.value, run.text.strip()) for run in difference.runs] == [
        ("removed", "عنوان الزميلة"),
        ("added", "عنواني"),
    ]
    page = answer.content.decode()
    assert 'name="_merge"' in page
    assert "data-unsaved" in page


def test_merging_puts_both_texts_into_the_form_and_saves_nothing(client, article, refused):
    answer = refused({"body": THEIRS, "title": "عنوان الزميلة"}, body=MINE, deck="مقدّمتي")
    count = article.revisions.count()
    merged = merge(client, article, answer)
    assert merged.status_code == 200
    assert article.revisions.count() == count
    form = form_of(merged)
    assert (form["body"].value(), form["title"].value(), form["deck"].value()) == (
        BOTH,
        "عنوان الزميلة",
        "مقدّمتي",
    )
    assert int(form["base"].value()) == article.working_revision_id
    assert not form.non_field_errors()
    assert "errornote" not in merged.content.decode()
    assert merged.context["conflicts"] == []
    assert merged.context["clashes"] == []


def test_what_was_merged_is_saved_over_the_newer_text(client, article, refused):
    answer = refused({"body": THEIRS}, body=MINE)
    newer = article.working_revision
    assert client.post(change_url(article), as_shown(merge(client, article, answer))).status_code == 302
    article.refresh_from_db()
    assert article.working_revision.content.body == BOTH
    assert article.working_revision.base == newer


def test_what_both_changed_is_named_at_the_top(client, article, refused):
    theirs = BODY.replace("الثانية كما كانت", "الثانية لهم")
    mine = BODY.replace("الثانية كما كانت", "الثانية لي")
    answer = refused({"title": "عنوانهم هم", "body": theirs}, title="عنواني أنا", body=mine)
    merged = merge(client, article, answer)
    (clash,), (conflict,) = merged.context["clashes"], merged.context["conflicts"]
    assert (clash["theirs"], clash["mine"]) == ("عنوانهم هم", "عنواني أنا")
    assert [(run.change.value, run.text.strip()) for run in conflict["runs"]] == [
        ("kept", "الفقرة الثانية"),
        ("removed", "لهم"),
        ("added", "لي"),
    ]
    form = form_of(merged)
    assert form["title"].value() == "عنواني أنا"
    assert "<p>الفقرة الثانية لهم</p><p>الفقرة الثانية لي</p>" in form["body"].value()
    page = merged.content.decode()
    assert "عنوانهم هم" in page


def test_a_third_save_in_between_loses_nothing(client, article, refused, managing_editor):
    answer = refused({"body": THEIRS}, body=MINE)
    third = THEIRS.replace("الثالثة كما كانت", "الثالثة كما حُسّنت")
    save(article, managing_editor, body=third)
    merged = merge(client, article, answer)
    expected = BOTH.replace("الثالثة كما كانت", "الثالثة كما حُسّنت")
    assert form_of(merged)["body"].value() == expected
    # And a fourth, while she reads: refused again, and merged again.
    fourth = article.working_revision.content.body + "<p>خاتمة الزميلة</p>"
    save(article, managing_editor, body=fourth)
    again = client.post(change_url(article), as_shown(merged))
    assert again.status_code == 200
    merged = merge(client, article, again)
    assert client.post(change_url(article), as_shown(merged)).status_code == 302
    article.refresh_from_db()
    assert article.working_revision.content.body == expected + "<p>خاتمة الزميلة</p>"


def test_saving_again_without_merging_still_writes_over_theirs(client, article, refused):
    answer = refused({"body": THEIRS}, body=MINE)
    assert client.post(change_url(article), as_shown(answer)).status_code == 302
    article.refresh_from_db()
    assert article.working_revision.content.body == MINE
    assert article.revisions.filter(payload__body=THEIRS).exists()


def test_a_third_save_before_writing_over_theirs_is_refused_too_and_still_merges(
    client, article, refused, managing_editor
):
    answer = refused({"body": THEIRS}, body=MINE)
    save(article, managing_editor, body=THEIRS + "<p>خاتمة الزميلة</p>")
    again = client.post(change_url(article), as_shown(answer))
    assert again.status_code == 200
    # It began from the first: what the second said is not counted as taken out.
    merged = merge(client, article, again)
    assert form_of(merged)["body"].value() == BOTH + "<p>خاتمة الزميلة</p>"


def test_tags_of_both_are_merged_and_new_ones_are_made_only_when_it_is_saved(client, article, refused):
    water, air = (Tag.objects.get(name=name).pk for name in ("ماء", "هواء"))
    fire = Tag.objects.called("نار").pk
    answer = refused({"tags": (water, air, fire)}, tags=[water, "تراب،"])
    merged = merge(client, article, answer)
    assert not Tag.objects.filter(name="تراب").exists()
    assert client.post(change_url(article), as_shown(merged)).status_code == 302
    article.refresh_from_db()
    assert article.working_revision.content.tags == (water, fire, Tag.objects.get(name="تراب").pk)


def test_names_and_choices_of_both_are_merged(client, article, refused):
    hers, theirs, picture = factories.author(), factories.author(), factories.image()
    answer = refused(
        {"bylines": ((theirs.pk, "writer"),), "image": picture.pk}, writers=[hers.pk], kind="report"
    )
    form = form_of(merge(client, article, answer))
    assert list(map(str, form["writers"].value())) == [str(hers.pk), str(theirs.pk)]
    assert str(form["image"].value()) == str(picture.pk)
    assert form["kind"].value() == "report"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"body": '<p><a href="javascript:x">رابط</a></p>'}, "body"), ({"title": "ــــ"}, "title")],
)
def test_what_cannot_be_saved_is_not_merged_and_stays_in_the_form(client, article, refused, typed, field):
    answer = refused({"deck": "مقدّمتهم"})
    count = article.revisions.count()
    again = merge(client, article, answer, **typed)
    assert again.status_code == 200
    assert field in form_of(again).errors
    assert form_of(again)[field].value() == typed[field]
    assert article.revisions.count() == count


@pytest.mark.parametrize("began_from", ["", "999999", "9" * 18])
def test_a_forged_beginning_leaves_nothing_out(client, article, refused, began_from):
    answer = refused({"body": THEIRS}, body=MINE)
    merged = merge(client, article, answer, began_from=began_from, base="999999")
    body = form_of(merged)["body"].value()
    for words in ("الأولى كما صارت", "الثانية كما أصبحت", "الثالثة كما كانت"):
        assert words in body


def test_the_beginning_is_a_version_of_this_text(client, article, refused, contributor):
    other = factories.draft(contributor, body="<p>الخزنة الحمراء</p>")
    answer = refused({"body": THEIRS}, body=MINE)
    merged = merge(client, article, answer, began_from=other.working_revision_id)
    assert "الخزنة الحمراء" not in merged.content.decode()
    # With nothing to begin from, all of both was added.
    assert {conflict["clash"] for conflict in merged.context["conflicts"]} == {"both added"}


def test_who_may_not_edit_any_more_merges_nothing(client, contributor, caplog):
    article = factories.draft(contributor, body=BODY)
    sent = as_filled(article, body=MINE)
    save(article, contributor, body=THEIRS)
    client.force_login(contributor)
    answer = client.post(change_url(article), sent)
    article.apply("submit", by=contributor)
    again = merge(client, article, answer)
    assert again.status_code == 200
    assert "الثانية كما أصبحت" in again.content.decode()
    assert f"refused: save article={article.pk}" in caplog.text
    article.refresh_from_db()
    assert (article.stage, article.revisions.count()) == (Stage.SUBMITTED, 2)
