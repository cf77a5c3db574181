from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.models import Autosave, Revision
from articles.workflow import Stage
from tests import factories
from tests.admin.forms import change_url, name_url, restore_url, versions_url

pytestmark = pytest.mark.django_db


def save(article, by, **fields):
    content = replace(article.working_revision.content, **fields)
    return article.save_revision(content, article.working_revision_id, by)


def revision_url(revision) -> str:
    return reverse("admin:articles_revision_change", args=[revision.pk])


def opened(article) -> dict:
    return {"base": article.working_revision_id, "seen": article.last_move}


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


# The way back


def test_restoring_makes_a_new_version_of_the_old_text(client, editor):
    article = factories.draft(editor, title="كما كان", body="<p>قديم</p>")
    old = article.working_revision
    save(article, editor, title="كما صار", body="<p>جديد</p>")
    client.force_login(editor)
    answer = client.post(restore_url(article, old), opened(article), follow=True)
    article.refresh_from_db()
    new = article.working_revision
    assert (new.title, new.content, new.created_by) == ("كما كان", old.content, editor)
    assert new.restored_from == old
    assert article.revisions.count() == 3
    assert answer.redirect_chain[-1][0] == change_url(article)
    assert said(answer)


def test_readers_see_nothing_of_a_restored_text(client, editor):
    article = factories.article(title="ما يراه القرّاء")
    live = article.live_revision
    save(article, editor, title="مسوّدة")
    client.force_login(editor)
    client.post(restore_url(article, live), opened(article))
    article.refresh_from_db()
    assert article.live_revision == live
    assert (article.title, article.stage) == ("ما يراه القرّاء", Stage.IN_EDIT)


def test_a_text_that_was_saved_meanwhile_is_not_covered_by_an_old_one(client, editor, managing_editor):
    article = factories.draft(editor)
    old = article.working_revision
    save(article, editor, title="ثان")
    seen = opened(article)
    newest = save(article, managing_editor, title="للزميلة")
    client.force_login(editor)
    answer = client.post(restore_url(article, old), seen, follow=True)
    assert "managing_editor" in said(answer)
    article.refresh_from_db()
    assert article.working_revision == newest


def test_a_text_that_was_approved_meanwhile_is_not_covered_either(client, editor, managing_editor):
    article = factories.draft(factories.user(role=Role.CONTRIBUTOR))
    old = article.working_revision
    save(article, editor, title="ثان")
    article.apply("submit", by=article.created_by)
    article.apply("claim", by=editor)
    seen = opened(article)
    article.apply("approve", by=editor)
    client.force_login(managing_editor)
    client.post(restore_url(article, old), seen)
    article.refresh_from_db()
    assert (article.stage, article.revisions.count()) == (Stage.APPROVED, 2)


@pytest.mark.parametrize("sent", [{}, {"base": "x"}, {"base": "9" * 40}, {"base": "-1", "seen": "y"}])
def test_without_knowing_the_newest_nothing_is_restored(client, editor, sent):
    article = factories.draft(editor)
    old = article.working_revision
    save(article, editor, title="ثان")
    client.force_login(editor)
    assert client.post(restore_url(article, old), sent).status_code == 302
    assert article.revisions.count() == 2


def test_whoever_may_not_edit_restores_and_names_nothing(client, contributor, editor, caplog):
    article = factories.draft(contributor, title="أول")
    old = article.working_revision
    save(article, contributor, title="ثان")
    article.apply("submit", by=contributor)
    client.force_login(contributor)
    assert client.post(restore_url(article, old), opened(article)).status_code == 403
    assert f"refused: save article={article.pk} by={contributor.pk}" in caplog.text
    assert client.post(name_url(article, old), {"name": "اسم"}).status_code == 403
    assert f"refused: name revision={old.pk}" in caplog.text
    assert article.revisions.count() == 2
    assert not Revision.objects.exclude(name="").exists()
    page = client.get(change_url(article)).content.decode()
    assert "/restore/" not in page


def test_a_version_of_another_text_is_not_found(client, editor):
    article, other = factories.draft(editor), factories.draft(editor)
    client.force_login(editor)
    for url in (restore_url(article, other.working_revision), name_url(article, other.working_revision)):
        assert client.post(url, opened(article) | {"name": "اسم"}).status_code == 404
        assert client.get(url).status_code == 405
    assert Revision.objects.count() == 2


def test_an_old_text_whose_section_is_gone_comes_back_without_it(client, editor):
    gone = factories.section()
    article = factories.draft(editor, section=gone.pk)
    old = article.working_revision
    save(article, editor, section=factories.section().pk)
    gone.delete()
    client.force_login(editor)
    client.post(restore_url(article, old), opened(article))
    article.refresh_from_db()
    assert article.working_revision.restored_from == old
    assert article.working_revision.content.section is None


# Names


def test_a_version_is_named_and_found_by_its_name(client, editor):
    article = factories.draft(editor)
    first = article.working_revision
    save(article, editor, title="ثان")
    client.force_login(editor)
    answer = client.post(
        name_url(article, first), {"name": " قبل  المراجعة ", "from": "versions"}, follow=True
    )
    first.refresh_from_db()
    assert first.name == "قبل المراجعة"
    assert (
        answer.redirect_chain[-1][0]
        == f"{reverse('admin:articles_article_versions', args=[article.pk])}#version-{first.pk}"
    )
    assert "قبل المراجعة" in answer.content.decode()
    client.post(name_url(article, first), {"name": ""})
    first.refresh_from_db()
    assert first.name == ""


def test_a_name_that_is_too_long_is_refused(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = client.post(name_url(article, article.working_revision), {"name": "ط" * 101}, follow=True)
    assert said(answer)
    article.working_revision.refresh_from_db()
    assert article.working_revision.name == ""


# The list


def test_what_was_typed_between_two_saves_is_folded_under_the_later_one(client, editor):
    article = factories.draft(editor)
    made = save(article, editor, title="ثان")
    for minutes in range(3):
        at = timezone.now() - timedelta(minutes=minutes)
        Autosave.objects.create(article=article, by=editor, data={}, saved_at=at, folded_into=made)
    Autosave.objects.create(article=article, by=editor, data={}, saved_at=timezone.now())
    client.force_login(editor)
    answer = client.get(change_url(article))
    newest, oldest = answer.context["versions"].rows
    assert (newest, len(newest.folded), oldest.folded) == (made, 3, [])
    assert answer.content.decode().count('class="version__folded"') == 1


def test_long_histories_have_pages_of_thirty(client, editor, django_assert_max_num_queries):
    article = factories.draft(editor)
    made = [article.working_revision, *(save(article, editor, title=f"عنوان {n}") for n in range(64))]
    newest_first = made[::-1]
    client.force_login(editor)
    assert client.get(change_url(article)).context["versions"].rows == newest_first[:30]
    found, query = [], {}
    for _page in range(3):
        with django_assert_max_num_queries(25):
            page = client.get(versions_url(article, **query)).context["versions"]
        found += page.rows
        query = {"before": page.older}
    assert found == newest_first
    assert page.older is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "1.5"])
def test_a_place_in_the_list_that_makes_no_sense_is_its_beginning(client, editor, before):
    article = factories.draft(editor)
    client.force_login(editor)
    assert client.get(versions_url(article, before=before)).context["versions"].rows == [
        article.working_revision
    ]
    assert client.get(versions_url(article, before=1)).context["versions"].rows == []


def test_each_hour_in_the_list_has_its_zone_beside_it(client, editor, settings):
    article = factories.draft(editor)
    save(article, editor, title="ثان")
    client.force_login(editor)
    page = client.get(versions_url(article)).content.decode()
    assert page.count("<time") == page.count(f'title="{settings.TIME_ZONE}"') == 2


def test_the_versions_of_a_text_are_for_whoever_may_see_it(client, contributor, editor):
    article = factories.draft(contributor, title="لها")
    client.force_login(contributor)
    assert client.get(versions_url(article)).status_code == 200
    page = client.get(revision_url(article.working_revision))
    assert page.status_code == 200
    assert "لها" in page.content.decode()
    client.force_login(factories.user(role=Role.CONTRIBUTOR))
    assert client.get(versions_url(article)).status_code == 403
    assert client.get(revision_url(article.working_revision)).status_code == 403
    # Their list is for those who see everybody's.
    assert client.get("/admin/articles/revision/").status_code == 403


def test_an_editor_of_one_section_does_not_read_versions_of_another(client, editor):
    sport, news = factories.section(), factories.section()
    article = factories.article(section=news.pk)
    limited = factories.user(role=Role.EDITOR)
    limited.sections.set([sport])
    client.force_login(limited)
    assert client.get(revision_url(article.working_revision)).status_code == 403
    assert client.get(versions_url(article)).status_code == 403


def test_djangos_own_history_gives_way_to_the_versions(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = client.get(f"/admin/articles/article/{article.pk}/history/")
    assert answer.url == versions_url(article).rstrip("?")
    assert "historylink" not in client.get(change_url(article)).content.decode()


def test_only_what_is_public_is_called_what_readers_see(client, managing_editor):
    article = factories.article()
    client.force_login(managing_editor)
    assert "version__live" in client.get(versions_url(article)).content.decode()
    article.apply("withdraw", by=managing_editor, note="خطأ")
    assert "version__live" not in client.get(versions_url(article)).content.decode()
