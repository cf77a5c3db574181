"""Rights that every role has or lacks together, tried one without the other: accounts of no role of ours."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from accounts.models import User
from articles.models import Article, Autosave, Revision, SearchCount, SearchSynonym, SearchTally
from tests import factories
from tests.factories import article
from tests.page_tree import read

pytestmark = pytest.mark.django_db


def with_rights(*codenames: str) -> User:
    user = factories.user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


def test_who_may_see_a_text_and_begin_none_makes_no_copy(client):
    reader, article = with_rights("view_article", "see_all_article"), factories.article()
    with pytest.raises(PermissionDenied):
        article.duplicate(by=reader)
    client.force_login(reader)
    assert client.post(f"/admin/articles/article/{article.pk}/duplicate/").status_code == 403
    assert Article.objects.count() == 1


def test_who_may_see_a_text_and_change_none_keeps_nothing_in_it(client, caplog):
    reader, article = with_rights("view_article", "see_all_article"), factories.article()
    client.force_login(reader)
    answer = client.post(f"/admin/articles/article/{article.pk}/autosave/", {"title": "كلمة"})
    assert answer.status_code == 403
    assert not Autosave.objects.exists()
    assert f"refused: autosave article={article.pk} by={reader.pk}" in caplog.text


def test_who_may_read_what_is_looked_for_and_declare_nothing_is_offered_nothing(client, caplog):
    article(title="حاسوب")
    SearchTally.add_up()
    SearchCount.note("حاسبو", found=False)
    searches = "/admin/articles/article/searches/"
    reads = ("view_article", "view_searchcount")
    reader, editor = with_rights(*reads), with_rights(*reads, "add_searchsynonym")
    for person, may in ((reader, False), (editor, True)):
        client.force_login(person)
        page = read(client.get(searches).content.decode())
        assert page.texts(".searches tbody th") == ["حاسبو", "حاسبو"]
        meant = [field.attributes["value"] for field in page.all(".searches form [name=other]")]
        assert meant == (["حاسوب"] if may else [])
    client.force_login(reader)
    assert client.post(searches, {"one": "حاسبو", "other": "حاسوب"}).status_code == 403
    assert f"refused: declare synonyms by={reader.pk}" in caplog.text
    assert not SearchSynonym.objects.exists()


def test_the_admin_itself_says_who_may_look_at_one_text(contributor, editor):
    """Also where Django asks it without asking for the row first."""
    article = factories.draft(editor)
    request = RequestFactory().get("/")
    for person, may in ((contributor, False), (editor, True)):
        request.user = person
        for model, row in ((Article, article), (Revision, article.working_revision)):
            assert admin.site.get_model_admin(model).has_view_permission(request, row) == may
