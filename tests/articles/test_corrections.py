"""What the paper tells its readers it changed: who may say it, where it stands, and that it goes with its text."""

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction, Notice, NoticeKind, TransitionLog
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage, Status
from maseer.models import Invalidation
from tests.factories import article, author, section

pytestmark = pytest.mark.django_db

SAID = "الصواب 94 كيلومترًا لا 84."


def tags() -> set[str]:
    return set(Invalidation.objects.values_list("tag", flat=True))


def test_a_correction_is_a_row_a_line_of_the_log_and_stale_pages(managing_editor):
    text = article()
    before = Article.objects.get(pk=text.pk).updated_at
    Invalidation.objects.all().delete()
    made = text.correct("correction", f"  {SAID}\n\n ونعتذر. ", by=managing_editor)
    assert (made.kind, made.text, made.by_name) == (
        "correction",
        f"{SAID}\nونعتذر.",
        str(managing_editor),
    )
    entry = text.log.first()
    assert (entry.transition, entry.by, entry.revision) == (
        TransitionLog.CORRECTION,
        managing_editor,
        text.live_revision,
    )
    assert (entry.from_status, entry.to_status) == (Status.PUBLISHED, Status.PUBLISHED)
    assert SAID in entry.note
    assert {f"article:{text.pk}", "corrections"} <= tags()
    # To say it is no change of the text.
    text.refresh_from_db()
    assert text.updated_at == before


def test_its_writer_is_told_and_whoever_said_it_is_not(managing_editor, contributor):
    text = article(bylines=((author(user=contributor).pk, "writer"),))
    text.correct("correction", SAID, by=managing_editor)
    [notice] = Notice.objects.all()
    assert (notice.to, notice.kind, notice.article) == (contributor, NoticeKind.CORRECTED, text)
    assert SAID in notice.note


@pytest.mark.parametrize("who", ["contributor", "editor", "admin_user", "outsider"])
def test_others_than_managing_editors_may_not_correct(who, request, caplog):
    text, person = article(), request.getfixturevalue(who)
    with caplog.at_level(logging.WARNING, "maseer.newsroom"), pytest.raises(PermissionDenied):
        text.correct("correction", SAID, by=person)
    assert f"refused: correct article={text.pk} by={person.pk}" in caplog.text
    assert not Correction.objects.exists()
    assert not text.log.filter(transition=TransitionLog.CORRECTION).exists()


def test_a_right_to_correct_ends_where_the_sections_of_a_person_end(editor, django_user_model):
    mine, other = section("أخبار"), section("ثقافة")
    editor.user_permissions.add(
        *editor.user_permissions.model.objects.filter(codename="correct_article").order_by("pk")
    )
    editor.sections.add(mine)
    editor = django_user_model.objects.get(pk=editor.pk)
    article(section=mine.pk).correct("update", SAID, by=editor)
    with pytest.raises(PermissionDenied):
        article(section=other.pk).correct("update", SAID, by=editor)


@pytest.mark.parametrize(
    "state",
    [
        {"status": Status.UNPUBLISHED, "stage": Stage.APPROVED},
        {"status": Status.WITHDRAWN, "published_at": timezone.now()},
        {"status": Status.ARCHIVED, "published_at": timezone.now()},
        {"status": Status.PUBLISHED, "published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_only_what_readers_have_is_corrected(state, managing_editor):
    text = article(**state)
    with pytest.raises(TransitionRefused):
        text.correct("correction", SAID, by=managing_editor)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        ("correction", "", "text"),
        ("correction", " \u200b\n ", "text"),
        ("correction", "ع" * 1001, "text"),
        ("apology", SAID, "kind"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(kind, words, field, managing_editor):
    text = article()
    with pytest.raises(ValidationError) as refused:
        text.correct(kind, words, by=managing_editor)
    assert list(refused.value.message_dict) == [field]
    assert not Correction.objects.exists()
    assert not text.log.filter(transition=TransitionLog.CORRECTION).exists()


def test_a_button_pressed_twice_tells_readers_once(managing_editor):
    text = article()
    first, second = (text.correct("update", "زدنا رقمًا.", by=managing_editor) for _press in range(2))
    assert first == second
    assert text.log.filter(transition=TransitionLog.CORRECTION).count() == 1
    Correction.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert text.correct("update", "زدنا رقمًا.", by=managing_editor) != first


def test_a_correction_is_reworded_and_the_log_keeps_both(managing_editor, editor):
    text = article()
    made = text.correct("correction", "الصواب 49.", by=managing_editor)
    at = made.at
    Invalidation.objects.all().delete()
    made.reword(SAID, by=managing_editor)
    made.refresh_from_db()
    assert (made.text, made.at, Correction.objects.count()) == (SAID, at, 1)
    note = text.log.first().note
    assert SAID in note
    assert "الصواب 49." in note
    assert {f"article:{text.pk}", "corrections"} <= tags()
    entries = text.log.count()
    assert made.reword(SAID, by=managing_editor) is None
    with pytest.raises(ValidationError):
        made.reword("", by=managing_editor)
    with pytest.raises(PermissionDenied):
        made.reword("غيره", by=editor)
    made.refresh_from_db()
    assert (made.text, text.log.count()) == (SAID, entries)


def test_withdrawing_a_corrected_text_makes_the_page_of_corrections_stale(managing_editor):
    text = article()
    text.correct("correction", SAID, by=managing_editor)
    Invalidation.objects.all().delete()
    text.apply("withdraw", by=managing_editor, note="تراجع المصدر")
    assert "corrections" in tags()


# What readers see


@pytest.mark.parametrize("kind", ["news", "opinion", "literature", "study", "cartoon", "gallery"])
def test_readers_find_a_correction_before_the_text_and_an_update_after_it(kind, client, managing_editor):
    text = article(kind=kind, body="<p>متن الخبر.</p>")
    text.correct("correction", SAID, by=managing_editor)
    text.correct("update", "أُضيف ردّ الوزارة.", by=managing_editor)
    html = client.get(text.get_absolute_url()).content.decode().partition("<main")[2]
    assert html.index(SAID) < html.index("متن الخبر.") < html.index("أُضيف ردّ الوزارة.")
    assert html.count('class="correction correction--') == 2


def test_what_a_correction_says_is_text(client, managing_editor):
    text = article()
    text.correct("correction", "<script>alert(1)</script> <b>كذا</b>", by=managing_editor)
    for address in (text.get_absolute_url(), "/corrections/"):
        html = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;كذا&lt;/b&gt;" in html
        assert '<div class="correction__text" dir="auto">' in html


def test_the_page_of_corrections_has_those_of_public_texts_newest_first(client, managing_editor):
    first, second = article(title="نصّ أوّل"), article(title="نصّ ثانٍ")
    gone = article(title="نصّ مسحوب")
    for text in (first, second, gone):
        text.correct("correction", f"تصحيح {text.title}", by=managing_editor)
    gone.apply("withdraw", by=managing_editor, note="تراجع المصدر")
    response = client.get("/corrections/")
    html = response.content.decode()
    assert html.index("تصحيح نصّ ثانٍ") < html.index("تصحيح نصّ أوّل")
    assert "مسحوب" not in html
    assert response.cache_tags[0] == "corrections"
    assert managing_editor.username not in html


def test_many_corrections_are_paged_at_the_cost_of_one_page(
    client, managing_editor, django_assert_max_num_queries
):
    text = article()
    now = timezone.now()
    rows = [Correction(article=text, text=f"رقم {number:02}") for number in range(45)]
    for number, row in enumerate(Correction.objects.bulk_create(rows)):
        Correction.objects.filter(pk=row.pk).update(at=now - timedelta(minutes=number))
    seen, address = [], "/corrections/"
    while address:
        with django_assert_max_num_queries(5):
            page = client.get(address).context["page"]
        seen += [correction.text for correction in page.articles]
        address = page.older and f"/corrections/{page.older}"
    assert seen == [f"رقم {number:02}" for number in range(45)]


def test_corrections_cost_the_page_of_a_text_one_query(client, managing_editor):
    text = article()

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(text.get_absolute_url())
        return len(made)

    before = cost()
    for _ in range(3):
        text.correct("clarification", SAID, by=managing_editor)
    assert cost() == before + 1


def test_the_foot_of_every_page_leads_to_the_corrections(client):
    for address in ("/corrections/", "/search/"):
        assert 'href="/corrections/"' in client.get(address).content.decode()
