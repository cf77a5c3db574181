"""Texts that are to be read next: found by whoever writes, chosen only while readers can read them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.models import Article, Autosave, Payload
from tests import factories
from tests.admin.forms import as_filled, change_url, compare_url
from tests.articles.hidden import CANARY, STATES, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seven(made_once) -> list[int]:
    return [factories.article(title=f"نصّ عن النهر {number}").pk for number in range(7)]


@pytest.fixture
def others(seven):
    return list(Article.objects.filter(pk__in=seven).order_by("pk"))


@pytest.fixture
def text(client, contributor):
    client.force_login(contributor)
    return factories.draft(contributor, title="مسوّدة")


def save(client, text, related, **fields):
    answer = client.post(change_url(text), as_filled(text, related=related, **fields))
    text.refresh_from_db()
    return answer


def chosen(text) -> tuple[int, ...]:
    return text.working_revision.content.related


def found(client, term: str) -> list[str]:
    answer = client.get(reverse("admin:articles_public_texts"), {"term": term})
    return [result["id"] for result in answer.json()["results"]]


def test_a_writer_chooses_public_texts_of_others_in_an_order(client, text, others):
    picks = [others[2].pk, others[0].pk]
    assert save(client, text, picks).status_code == 302
    assert chosen(text) == tuple(picks)
    page = client.get(change_url(text)).content.decode()
    shown = page[page.index('id="id_related"') :]
    assert shown.index("نصّ عن النهر 2") < shown.index("نصّ عن النهر 0")
    assert reverse("admin:articles_public_texts") in shown
    # Nothing reaches the row of a draft.
    assert not text.related


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_neither_found_nor_taken_nor_named(state, client, text, others):
    secret = hidden(state)
    for term in ("", CANARY, str(secret.pk), secret.get_absolute_url()):
        assert str(secret.pk) not in found(client, term)
    answer = save(client, text, [secret.pk, others[0].pk])
    assert answer.status_code == 200
    assert "related" in answer.context["adminform"].form.errors
    assert CANARY not in answer.content.decode()
    assert chosen(text) == ()


def test_texts_are_found_by_a_word_a_number_an_address_and_as_the_newest(client, text, others):
    one = others[3]
    assert str(one.pk) in found(client, "نهر")
    assert found(client, str(one.pk)) == [str(one.pk)]
    assert found(client, f"http://localhost:8000{one.get_absolute_url()}") == [str(one.pk)]
    assert found(client, "")[0] == str(others[-1].pk)
    assert found(client, "زرافة") == []


def test_at_most_six_each_once_and_not_itself(client, text, others, editor):
    answer = save(client, text, [other.pk for other in others])
    assert "related" in answer.context["adminform"].form.errors
    assert chosen(text) == ()
    save(client, text, [others[0].pk, others[0].pk, others[1].pk])
    assert chosen(text) == (others[0].pk, others[1].pk)
    public = others[0]
    itself = Payload.from_json(public.working_revision.payload | {"related": [public.pk]})
    with pytest.raises(ValidationError) as refusal:
        public.save_revision(itself, public.working_revision_id, editor)
    assert "related" in refusal.value.message_dict
    client.force_login(editor)
    answer = save(client, public, [public.pk])
    assert "related" in answer.context["adminform"].form.errors
    assert chosen(public) == ()


def test_one_withdrawn_since_is_said_and_left_out_of_the_form(client, text, others, managing_editor):
    sent = as_filled(text, related=[others[0].pk, others[1].pk])
    others[0].apply("withdraw", by=managing_editor, note="لخطأ فيه")
    answer = client.post(change_url(text), sent)
    assert "لم يعد منشورًا" in answer.content.decode()
    assert "نصّ عن النهر 0" not in answer.content.decode()
    assert "نصّ عن النهر 1" in answer.content.decode()


def test_comparing_names_what_readers_can_read_and_only_numbers_the_rest(
    client, text, others, managing_editor
):
    first = text.working_revision_id
    save(client, text, [others[0].pk, others[1].pk])
    others[0].apply("withdraw", by=managing_editor, note="لخطأ فيه")
    page = client.get(compare_url(text, a=first, b=text.working_revision_id)).content.decode()
    assert "نصّ عن النهر 1" in page
    assert "نصّ عن النهر 0" not in page
    assert f"({others[0].pk})" in page


def test_what_two_chose_is_put_together(client, text, others, managing_editor, contributor):
    save(client, text, [others[0].pk])
    sent = as_filled(text, related=[others[0].pk, others[1].pk])
    theirs = Payload.from_json(text.working_revision.payload | {"related": [others[2].pk]})
    text.save_revision(theirs, text.working_revision_id, managing_editor)
    refused = client.post(change_url(text), sent)
    assert refused.status_code == 200
    form = refused.context["adminform"].form
    again = sent | {"base": form["base"].value(), "seen": form["seen"].value(), "_merge": "1"}
    merged = client.post(change_url(text), again | {"began_from": form["began_from"].value()})
    assert [str(pk) for pk in merged.context["adminform"].form["related"].value()] == [
        str(others[1].pk),
        str(others[2].pk),
    ]


def test_it_is_kept_restored_copied_and_seen_in_a_preview(client, text, others, contributor):
    empty = text.working_revision
    sent = as_filled(text, related=[others[4].pk])
    client.post(reverse("admin:articles_article_autosave", args=[text.pk]), sent)
    kept = Autosave.objects.get()
    assert kept.data["related"] == [str(others[4].pk)]
    assert "نصّ عن النهر 4" in client.get(change_url(text), {"autosave": kept.pk}).content.decode()
    preview = client.post(
        reverse("admin:articles_article_preview_typed", args=[text.pk]), sent | {"as": "phone"}
    )
    assert "نصّ عن النهر 4" in preview.content.decode()
    save(client, text, [others[4].pk])
    full = text.working_revision
    assert text.duplicate(contributor).working_revision.content.related == (others[4].pk,)
    text.restore(empty, full.pk, contributor)
    assert chosen(text) == ()
    text.restore(full, text.working_revision_id, contributor)
    assert chosen(text) == (others[4].pk,)
