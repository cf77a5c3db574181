from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, Revision, Tag
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import add_url, as_filled, change_url

pytestmark = pytest.mark.django_db


def test_a_contributor_begins_a_text(client, contributor):
    writer = factories.author(user=contributor)
    section = factories.section()
    client.force_login(contributor)
    opened = client.get(add_url())
    assert opened.context["adminform"].form.initial["writers"] == [writer.pk]
    sent = {
        "kind": "report",
        "title": "عنوان جديد",
        "body": "<p>متن</p>",
        "section": section.pk,
        "writers": [writer.pk],
        "tags": ["الذكاء الاصطناعي، ماء"],
    }
    answer = client.post(add_url(), sent)
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.created_by, article.stage, article.status) == (
        contributor,
        Stage.DRAFT,
        Status.UNPUBLISHED,
    )
    said = article.working_revision.content
    assert said.bylines == ((writer.pk, "writer"),)
    assert [Tag.objects.get(pk=pk).name for pk in said.tags] == ["الذكاء الاصطناعي", "ماء"]
    # Not on the row, not in its tables: nothing is live.
    assert (article.deck, article.body) == ("", "")
    assert not article.tags.exists()
    assert not article.bylines.exists()


def test_saving_makes_a_revision_and_leaves_what_readers_see(client, editor):
    article = factories.article(title="العنوان القديم", body="<p>قديم</p>")
    before = Article.objects.filter(pk=article.pk).values().get()
    client.force_login(editor)
    answer = client.post(change_url(article), as_filled(article, title="العنوان الجديد", body="<p>جديد</p>"))
    assert answer.status_code == 302
    after = Article.objects.filter(pk=article.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"working_revision_id"}
    revision = Revision.objects.get(pk=after["working_revision_id"])
    assert (revision.title, revision.content.body, revision.created_by) == (
        "العنوان الجديد",
        "<p>جديد</p>",
        editor,
    )
    assert revision.stage == Stage.IN_EDIT


def test_the_form_opens_with_the_working_text_not_the_live_one(client, editor):
    article = factories.article(title="ما يراه القرّاء")
    article.save_revision(
        factories.payload(title="ما نعمل عليه", tags=("ب", "أ")), article.working_revision_id, editor
    )
    client.force_login(editor)
    initial = client.get(change_url(article)).context["adminform"].form.initial
    assert (initial["title"], initial["tags"], initial["base"]) == (
        "ما نعمل عليه",
        tuple(Tag.objects.get(name=name).pk for name in ("ب", "أ")),
        article.working_revision_id,
    )


def test_what_was_saved_is_called_by_its_new_title_not_the_live_one(client, editor):
    article = factories.article(title="ما يراه القرّاء")
    client.force_login(editor)
    sent = as_filled(article, title="عنوان جديد", _continue="1")
    text = client.post(change_url(article), sent, follow=True).content.decode()
    said = text.partition('class="messagelist"')[2].partition("</ul>")[0]
    way = text.partition('class="breadcrumbs"')[2].partition("</div>")[0]
    for shown in (said, way):
        assert "عنوان جديد" in shown
        assert "ما يراه القرّاء" not in shown
    article.refresh_from_db()
    assert article.title == "ما يراه القرّاء"


def test_names_keep_the_order_in_which_they_were_chosen(client, editor):
    first, second, third = (factories.author() for _ in range(3))
    article = factories.draft(editor)
    client.force_login(editor)
    client.post(
        change_url(article), as_filled(article, writers=[third.pk, first.pk], translators=[second.pk])
    )
    article.refresh_from_db()
    expected = ((third.pk, "writer"), (first.pk, "writer"), (second.pk, "translator"))
    assert article.working_revision.content.bylines == expected
    page = client.get(change_url(article)).content.decode()
    shown = page[page.index('id="id_writers"') :]
    assert shown.index(f'value="{third.pk}"') < shown.index(f'value="{first.pk}"')


def test_forged_fields_change_nothing(client, contributor, editor):
    article = factories.draft(contributor)
    client.force_login(contributor)
    forged = {
        "status": "published",
        "published_at": "2020-01-01 00:00",
        "published_at_0": "2020-01-01",
        "published_at_1": "00:00",
        "created_by": editor.pk,
        "stage": "approved",
        "slug": "forged",
        "live_revision": article.working_revision_id,
        "approved_revision": article.working_revision_id,
    }
    assert client.post(change_url(article), as_filled(article, title="عنوان", **forged)).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.published_at, article.slug) == (Status.UNPUBLISHED, None, "")
    assert (article.created_by, article.stage) == (contributor, Stage.DRAFT)
    assert article.live_revision is None
    assert article.approved_revision is None


def test_a_stale_text_is_refused_and_kept_in_the_form(client, editor, managing_editor):
    article = factories.draft(editor, title="الأوّل", body="<p>أصل</p>")
    opened = as_filled(article, title="عنواني أنا", body="<p>نصّي أنا</p>")
    article.save_revision(
        factories.payload(title="عنوان الزميلة"), article.working_revision_id, managing_editor
    )
    newer = article.working_revision_id
    client.force_login(editor)
    answer = client.post(change_url(article), opened)
    assert answer.status_code == 200
    article.refresh_from_db()
    assert article.working_revision_id == newer
    page = answer.content.decode()
    assert "managing_editor" in page
    assert "بتوقيت دمشق)" in page
    assert "عنواني أنا" in page
    assert "نصّي أنا" in page
    assert "عنوان الزميلة" in page
    assert answer.context["comparison"].differences
    # Having seen it, whoever saves again means it.
    assert f'name="base" value="{newer}"' in page
    assert client.post(change_url(article), opened | {"base": newer}).status_code == 302
    article.refresh_from_db()
    assert article.working_revision.title == "عنواني أنا"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "ــــ"}, "title"),
        ({"series_part": "2"}, "series"),
        ({"section": "abc"}, "section"),
        ({"section": "9" * 25}, "section"),
        ({"writers": ["abc", "9" * 25]}, "writers"),
        ({"tags": "،".join(map(str, range(21)))}, "tags"),
    ],
)
def test_what_cannot_be_stored_is_said_on_its_field(client, editor, typed, field):
    article = factories.draft(editor)
    revision = article.working_revision_id
    client.force_login(editor)
    answer = client.post(change_url(article), as_filled(article, deck="مقدّمة كُتبت للتوّ", **typed))
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert "مقدّمة كُتبت للتوّ" in answer.content.decode()
    article.refresh_from_db()
    assert article.working_revision_id == revision


def test_a_contributor_does_not_see_another_ones_text(client, contributor):
    article = factories.draft(factories.user(role=Role.CONTRIBUTOR), title="لغيره")
    client.force_login(contributor)
    assert client.get(change_url(article)).status_code == 403
    assert client.post(change_url(article), as_filled(article, title="مسروق")).status_code == 403
    assert "لغيره" not in client.get("/admin/articles/article/").content.decode()
    article.refresh_from_db()
    assert article.working_revision.title == "لغيره"


def test_a_contributor_reads_but_does_not_change_a_text_after_submission(client, contributor, caplog):
    article = factories.draft(contributor, title="أُرسل", body="<p>نصّ مُرسل</p>")
    article.apply("submit", by=contributor)
    client.force_login(contributor)
    page = client.get(change_url(article))
    assert page.status_code == 200
    assert "نصّ مُرسل" in page.content.decode()
    assert 'name="title"' not in page.content.decode()
    assert f"refused: POST article={article.pk}" not in caplog.text


def test_what_was_typed_into_a_text_handed_on_meanwhile_is_given_back(client, contributor, caplog):
    article = factories.draft(contributor, title="أُرسل")
    typed = as_filled(article, title="عنواني أنا", body="<p>نصّي أنا</p>", tags=["وسم جديد،"])
    article.apply("submit", by=contributor)
    revision = article.working_revision_id
    client.force_login(contributor)
    answer = client.post(change_url(article), typed)
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert str(Stage.SUBMITTED.label) in str(form.non_field_errors())
    page = answer.content.decode()
    assert "عنواني أنا" in page
    assert "نصّي أنا" in page
    assert 'name="_save"' not in page
    assert f"refused: save article={article.pk} by={contributor.pk}" in caplog.text
    article.refresh_from_db()
    assert (article.working_revision_id, article.stage) == (revision, Stage.SUBMITTED)
    assert not Tag.objects.exists()


def test_a_text_that_is_only_signed_by_somebody_is_not_given_to_them_to_change(client, contributor, editor):
    writer = factories.author(user=contributor)
    article = factories.article(bylines=((writer.pk, "writer"),))
    client.force_login(contributor)
    assert client.get(change_url(article)).status_code == 200
    assert client.post(change_url(article), as_filled(article, title="تبدّل")).status_code == 403


def test_somebody_without_a_role_is_not_let_in(client, outsider):
    article = factories.article()
    assert "/accounts/login/" in client.get(change_url(article), follow=True).redirect_chain[-1][0]
    client.force_login(outsider)
    assert client.get(change_url(article), follow=True).status_code == 403


def test_an_administrator_of_accounts_reads_no_unpublished_text(client, admin_user, editor):
    article = factories.draft(editor)
    client.force_login(admin_user)
    assert client.get(change_url(article)).status_code == 403


def test_what_was_ever_public_is_not_deleted(client):
    client.force_login(factories.user("root", is_staff=True, is_superuser=True))
    public, never = factories.article(), factories.article(status=Status.UNPUBLISHED, stage=Stage.DRAFT)
    for article in (public, never):
        client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    assert list(Article.objects.all()) == [public]


def test_a_scheduled_text_says_when_and_in_which_zone(client, managing_editor, settings):
    article = factories.article(published_at=timezone.now() + timedelta(days=1))
    client.force_login(managing_editor)
    answer = client.get(change_url(article))
    assert answer.context["is_scheduled"]
    assert settings.TIME_ZONE in answer.content.decode()
