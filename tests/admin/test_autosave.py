"""What is typed is kept before it is saved, for its writer alone, and offered again."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, Autosave, Revision
from articles.models.autosave import ABANDONED, FOLDED, SPAN
from tests import factories
from tests.admin.forms import add_url, as_filled, change_url
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

NEW = reverse("admin:articles_article_autosave_new")


def autosave_url(article) -> str:
    return reverse("admin:articles_article_autosave", args=[article.pk])


def discard_url(kept) -> str:
    return reverse("admin:articles_article_discard", args=[kept.pk])


def keep(client, article, page="p", **typed):
    return client.post(autosave_url(article), as_filled(article, **typed) | {"page": page})


def form_at(client, address):
    return client.get(address).context["adminform"].form


def test_an_unfinished_text_is_kept_as_it_is_and_touches_nothing(client, editor):
    article = factories.article()
    before = Article.objects.filter(pk=article.pk).values().get()
    client.force_login(editor)
    unfinished = {
        "title": "",
        "body": "<p>نصف جم",
        "source_url": "https://",
        "series_part": "أ",
        "tags": ["م،"],
    }
    answer = keep(client, article, **unfinished)
    kept = Autosave.objects.get()
    assert answer.json()["said"]
    assert answer.json()["token"]
    assert (kept.article, kept.by, kept.base) == (article, editor, article.working_revision)
    assert {name: kept.data[name] for name in unfinished} == {
        name: value if isinstance(value, list) else [value] for name, value in unfinished.items()
    }
    assert "csrfmiddlewaretoken" not in kept.data
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert Revision.objects.count() == 1


def test_the_same_page_writes_over_its_row_and_begins_another_after_a_while(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    for title in ("أ", "أب"):
        keep(client, article, title=title)
    kept = Autosave.objects.get()
    assert kept.title == "أب"
    Autosave.objects.update(begun_at=timezone.now() - SPAN)
    keep(client, article, title="أبج")
    assert [row.title for row in Autosave.objects.all()] == ["أبج", "أب"]


def test_two_tabs_do_not_write_over_each_other(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    for page, title in (("1", "هنا"), ("2", "هناك"), ("1", "هنا أيضًا")):
        keep(client, article, page=page, title=title)
    offered = client.get(change_url(article)).context["offered"]
    assert {kept["title"] for kept in offered} == {"هنا أيضًا", "هناك"}


def test_what_two_sittings_kept_alike_is_offered_once(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    for page in "123":
        keep(client, article, page=page, title="هو نفسه" if page != "3" else "غيره")
    offered = client.get(change_url(article)).context["offered"]
    assert [kept["title"] for kept in offered] == ["غيره", "هو نفسه"]


def test_what_was_kept_is_offered_and_taken_up_with_every_field(client, editor):
    article = factories.draft(editor)
    writers = [factories.author().pk, factories.author().pk]
    client.force_login(editor)
    typed = {"title": "عنوان", "deck": "مقدّمة", "body": "<p>متن</p>", "kind": "opinion", "series_part": "x"}
    keep(client, article, **typed, writers=writers[::-1], tags=["ماء،"])
    kept = Autosave.objects.get()
    page = client.get(change_url(article))
    assert [one["pk"] for one in page.context["offered"]] == [kept.pk]
    assert f'href="?autosave={kept.pk}"' in page.content.decode()
    assert page.context["adminform"].form["title"].value() != "عنوان"
    taken = client.get(change_url(article), {"autosave": kept.pk})
    form = taken.context["adminform"].form
    assert {name: form[name].value() for name in typed} == typed
    assert [int(pk) for pk in form["writers"].value()] == writers[::-1]
    assert '<option value="ماء," selected' in str(form["tags"])
    assert form["base"].value() == article.working_revision_id
    assert taken.context["offered"] == []
    assert Autosave.objects.get().folded_into is None


def test_nothing_is_offered_to_others(client, editor, managing_editor, caplog):
    article = factories.draft(editor)
    client.force_login(editor)
    keep(client, article, title="لم يُحفظ")
    kept = Autosave.objects.get()
    client.force_login(managing_editor)
    assert client.get(change_url(article)).context["offered"] == []
    assert client.get(change_url(article), {"autosave": kept.pk}).status_code == 403
    assert f"refused: open autosave={kept.pk} article={article.pk} by={managing_editor.pk}" in caplog.text
    assert client.post(discard_url(kept)).status_code == 403
    assert f"refused: discard autosave={kept.pk}" in caplog.text
    assert Autosave.objects.filter(pk=kept.pk).exists()


def test_an_autosave_of_another_text_is_not_taken_up(client, editor):
    one, other = factories.draft(editor), factories.draft(editor)
    client.force_login(editor)
    keep(client, one, title="لغير هذا")
    asked = {"autosave": Autosave.objects.get().pk}
    for address in (change_url(other), add_url()):
        assert client.get(address, asked).context["adminform"].form["title"].value() != "لغير هذا"
    for wrong in ("0", "x", "9" * 30, "-1", ""):
        assert client.get(change_url(one), {"autosave": wrong}).status_code == 200


def test_what_was_kept_is_cleaned_before_it_is_shown(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    keep(client, article, body="<p onclick=x>متن</p><script>alert(1)</script><img src=x onerror=alert(1)>")
    form = form_at(client, f"{change_url(article)}?autosave={Autosave.objects.get().pk}")
    assert form["body"].value() == "<p>متن</p>"


def test_a_text_taken_up_on_an_old_base_is_refused_with_the_differences(client, editor, managing_editor):
    article = factories.draft(editor)
    client.force_login(editor)
    keep(client, article, title="عنواني")
    base = article.working_revision_id
    article.save_revision(factories.payload(title="عنوانها"), base, managing_editor)
    [offered] = client.get(change_url(article)).context["offered"]
    assert offered["is_older"]
    form = form_at(client, f"{change_url(article)}?autosave={offered['pk']}")
    assert form["base"].value() == base
    answer = client.post(change_url(article), as_filled(article, base=base, title="عنواني"))
    assert answer.status_code == 200
    assert "عنوانها" in answer.content.decode()
    assert Autosave.objects.get().folded_into is None


def test_saving_folds_what_this_person_had_kept_and_nothing_of_others(client, editor, managing_editor):
    article = factories.draft(editor)
    other = factories.draft(editor)
    client.force_login(managing_editor)
    keep(client, article, title="ما كتبته الزميلة")
    client.force_login(editor)
    keep(client, other, title="نصّ آخر")
    keep(client, article, page="1", title="أ")
    keep(client, article, page="2", title="ب")
    client.post(change_url(article), as_filled(article, title="أب"))
    article.refresh_from_db()
    folded = Autosave.objects.filter(folded_into=article.working_revision)
    assert {kept.title for kept in folded} == {"أ", "ب"}
    assert client.get(change_url(article)).context["offered"] == []
    assert {kept.title for kept in Autosave.objects.filter(folded_into=None)} == {
        "ما كتبته الزميلة",
        "نصّ آخر",
    }


def test_taking_up_an_old_version_does_not_hide_what_was_typed(editor):
    article = factories.draft(editor)
    first = article.working_revision
    article.save_revision(factories.payload(), first.pk, editor)
    Autosave.keep({"title": ["لم يُحفظ"]}, editor, article, base=article.working_revision_id)
    article.restore(first, article.working_revision_id, editor)
    assert Autosave.objects.get().folded_into is None


def test_discarding_removes_what_this_page_kept(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    keep(client, article, page="1", title="أ")
    Autosave.objects.update(begun_at=timezone.now() - SPAN)
    keep(client, article, page="1", title="أب")
    keep(client, article, page="2", title="ب")
    newest = Autosave.objects.get(title="أب")
    assert client.get(discard_url(newest)).status_code == 405
    answer = client.post(discard_url(newest))
    assert (answer.status_code, answer.url) == (302, change_url(article))
    assert Autosave.objects.get().title == "ب"
    assert client.post(discard_url(newest)).status_code == 302


def test_what_was_typed_and_taken_back_is_not_offered(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    keep(client, article)
    assert Autosave.objects.exists()
    assert client.get(change_url(article)).context["offered"] == []


def test_what_arrives_after_it_was_saved_is_not_kept(client, editor):
    """A browser that was offline, or was closed while it saved, sends it again when it is opened next."""
    article = factories.draft(editor)
    typed = as_filled(article, title="عنوان جديد", body="<p>متن</p>")
    client.force_login(editor)
    client.post(change_url(article), typed)
    article.refresh_from_db()
    article.save_revision(factories.payload(), article.working_revision_id, editor)
    assert client.post(autosave_url(article), typed | {"page": "p"}).status_code == 200
    assert not Autosave.objects.exists()
    client.post(autosave_url(article), typed | {"page": "p", "deck": "لم يصل"})
    assert Autosave.objects.get().base_id == typed["base"]


# A text that is not there yet


def test_a_new_text_is_kept_offered_taken_up_and_folded(client, contributor):
    client.force_login(contributor)
    key = str(uuid.uuid4())
    client.post(NEW, {"form_key": key, "title": "فكرة", "body": "<p>سطر</p>", "page": "p"})
    kept = Autosave.objects.get()
    assert (kept.article, str(kept.form_key), kept.title) == (None, key, "فكرة")
    [offered] = client.get(add_url()).context["offered"]
    form = form_at(client, f"{add_url()}?autosave={offered['pk']}")
    assert (form["title"].value(), str(form["form_key"].value())) == ("فكرة", key)
    client.post(add_url(), {"form_key": key, "kind": "news", "title": "فكرة", "body": "<p>سطر وسطر</p>"})
    article = Article.objects.get()
    kept.refresh_from_db()
    assert (kept.article, kept.folded_into) == (article, article.working_revision)
    assert client.get(add_url()).context["offered"] == []


def test_what_a_new_form_kept_back_belongs_to_the_text_it_began(client, contributor):
    client.force_login(contributor)
    typed = {"form_key": str(uuid.uuid4()), "kind": "news", "title": "فكرة", "body": "<p>سطر</p>"}
    client.post(add_url(), typed)
    article = Article.objects.get()
    client.post(NEW, typed | {"page": "p"})
    assert not Autosave.objects.exists()
    client.post(NEW, typed | {"page": "p", "body": "<p>سطر لم يصل</p>"})
    kept = Autosave.objects.get()
    assert (kept.article, kept.base) == (article, article.working_revision)
    assert len(client.get(change_url(article)).context["offered"]) == 1


def test_a_new_text_without_a_key_is_not_kept(client, contributor):
    client.force_login(contributor)
    for key in ({}, {"form_key": ""}, {"form_key": "x"}):
        assert client.post(NEW, {"title": "فكرة", **key}).status_code == 400
    assert not Autosave.objects.exists()


# Refusals


def test_who_may_not_see_a_text_keeps_nothing_in_it(client, contributor, admin_user, caplog):
    article = factories.draft(factories.user(role=Role.CONTRIBUTOR))
    for person in (contributor, admin_user):
        client.force_login(person)
        assert keep(client, article).status_code == 403
    assert f"refused: POST article={article.pk} by={contributor.pk}" in caplog.text
    client.force_login(admin_user)
    assert client.post(NEW, {"form_key": str(uuid.uuid4())}).status_code == 403
    assert f"refused: autosave_new by={admin_user.pk}" in caplog.text
    assert not Autosave.objects.exists()


def test_who_handed_a_text_on_while_writing_loses_nothing(client, contributor):
    article = factories.draft(contributor)
    client.force_login(contributor)
    article.apply("submit", by=contributor)
    assert keep(client, article, title="كلمة أخيرة").status_code == 200
    assert Autosave.objects.get().title == "كلمة أخيرة"


def test_looking_keeps_nothing(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    for address in (autosave_url(article), NEW):
        assert client.get(address).status_code == 405


def test_without_a_session_or_a_token_nothing_is_kept(editor):
    article = factories.draft(editor)
    headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert keep(Client(headers=headers), article).status_code == 403
    strict = Client(enforce_csrf_checks=True, headers=headers)
    strict.force_login(editor)
    assert keep(strict, article).status_code == 403
    assert not Autosave.objects.exists()


def test_the_session_says_who_one_is_and_gives_a_token(client, editor):
    address = reverse("admin:articles_article_session")
    assert client.get(address).status_code == 302
    client.force_login(editor)
    said = client.get(address).json()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    article = factories.draft(editor)
    sent = as_filled(article) | {"csrfmiddlewaretoken": said["token"]}
    assert strict.post(autosave_url(article), sent).status_code == 200
    assert said["user"] == editor.pk


@pytest.mark.parametrize("base", ["999999", "x", "", "٣"])
def test_a_base_that_is_no_revision_of_the_text_is_none(client, editor, base):
    article = factories.draft(editor)
    client.force_login(editor)
    assert keep(client, article, base=base, title="نصّ\0هنا").status_code == 200
    kept = Autosave.objects.get()
    assert (kept.base, kept.data["title"]) == (None, ["نصّهنا"])


def test_what_nobody_took_up_is_forgotten_in_time(editor):
    article = factories.draft(editor)
    now = timezone.now()
    ages = {"new": timedelta(), "old": ABANDONED, "done": FOLDED}
    for name, age in ages.items():
        folded = article.working_revision if name == "done" else None
        Autosave.objects.create(
            by=editor, article=article, title=name, data={}, saved_at=now - age, folded_into=folded
        )
    later = now + timedelta(seconds=1)
    assert {kept.title for kept in Autosave.objects.stale(later)} == {"old", "done"}


@pytest.mark.django_db(transaction=True)
def test_of_many_tabs_at_once_each_is_kept(editor):
    article = factories.draft(editor)

    def typing(page):
        def keep_it():
            for turn in range(5):
                data = {"title": [f"{page}-{turn}"], "page": [page]}
                Autosave.keep(data, editor, article, base=article.working_revision_id)

        return keep_it

    at_once(*(typing(page) for page in "abcd"))
    assert sorted(kept.title for kept in Autosave.objects.all()) == ["a-4", "b-4", "c-4", "d-4"]
