"""Editors work in their sections; managing editors in all of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Plan
from articles.workflow import TRANSITIONS
from tests.factories import article, draft, payload, section, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(db):
    return section("أخبار")


@pytest.fixture
def culture(db):
    return section("ثقافة")


def working_in(person, *sections) -> User:
    person.sections.set(sections)
    return User.objects.get(pk=person.pk)


def submitted(by, where):
    text = draft(by, section=where and where.pk)
    text.apply("submit", by=by)
    return text


def test_an_editor_sees_edits_and_moves_texts_of_their_sections_only(contributor, editor, news, culture):
    editor = working_in(editor, news)
    mine, other = submitted(contributor, news), submitted(contributor, culture)
    assert set(Article.objects.visible_to(editor)) == {mine}
    assert (mine.may_see(editor), other.may_see(editor)) == (True, False)
    with pytest.raises(PermissionDenied):
        other.save_revision(payload(), base=other.working_revision_id, by=editor)
    for move in TRANSITIONS:
        with pytest.raises(PermissionDenied):
            other.apply(move, by=editor, note="سبب")
    with pytest.raises(PermissionDenied):
        other.replan(Plan(priority=2), by=editor)
    assert other.log.count() == 1
    mine.apply("claim", by=editor)
    mine.apply("approve", by=editor)


def test_parts_of_a_section_belong_to_it(contributor, editor, news):
    editor = working_in(editor, news)
    text = submitted(contributor, section(parent=news))
    assert list(Article.objects.visible_to(editor)) == [text]
    text.apply("claim", by=editor)


def test_a_text_without_section_is_for_whoever_picks_it_up(contributor, editor, news):
    editor = working_in(editor, news)
    text = submitted(contributor, None)
    assert list(Article.objects.visible_to(editor)) == [text]
    text.apply("claim", by=editor)


def test_a_text_moved_to_another_section_cannot_be_approved_there(contributor, editor, news, culture):
    """Neither what readers have nor what they would get is out of scope."""
    editor = working_in(editor, news)
    text = article(section=news.pk)
    text.save_revision(payload(section=culture.pk), base=text.working_revision_id, by=editor)
    with pytest.raises(PermissionDenied):
        text.apply("approve", by=editor)
    assert text.may_see(editor)


def test_nor_is_a_public_text_taken_over_by_the_section_it_would_move_to(
    editor, managing_editor, news, culture
):
    editor = working_in(editor, culture)
    text = article(section=news.pk)
    text.save_revision(payload(section=culture.pk), base=text.working_revision_id, by=managing_editor)
    with pytest.raises(PermissionDenied):
        text.save_revision(payload(section=culture.pk), base=text.working_revision_id, by=editor)
    with pytest.raises(PermissionDenied):
        text.apply("approve", by=editor)


def test_a_section_is_not_deleted_from_under_those_who_work_in_it(client, editor, managing_editor, news):
    """Nobody's sections become all of them because their only one is gone."""
    working_in(editor, news)
    client.force_login(managing_editor)
    address = reverse("admin:articles_section_delete", args=[news.pk])
    assert str(editor) in client.post(address, {"post": "yes"}).content.decode()
    chosen = {"action": "delete_selected", "_selected_action": news.pk, "post": "yes"}
    client.post(reverse("admin:articles_section_changelist"), chosen)
    assert User.objects.get(pk=editor.pk).section_scope == {news.pk}
    editor.sections.clear()
    client.post(address, {"post": "yes"})
    assert not type(news).objects.exists()


def test_ones_own_text_elsewhere_is_written_and_handed_in_but_not_decided(editor, news, culture):
    editor = working_in(editor, news)
    text = submitted(editor, culture)
    assert list(Article.objects.visible_to(editor)) == [text]
    for move in ("claim", "send_back", "approve"):
        with pytest.raises(PermissionDenied):
            text.apply(move, by=editor, note="سبب")
    text.apply("recall", by=editor)


def test_a_managing_editor_works_in_every_section_whatever_is_chosen(
    contributor, managing_editor, news, culture
):
    managing_editor = working_in(managing_editor, news)
    text = submitted(contributor, culture)
    assert managing_editor.section_scope is None
    assert list(Article.objects.visible_to(managing_editor)) == [text]
    text.apply("approve", by=managing_editor)


def test_who_lost_their_role_sees_not_even_their_own(contributor, news):
    text = draft(contributor, section=news.pk)
    contributor.groups.clear()
    contributor = User.objects.get(pk=contributor.pk)
    assert not text.may_see(contributor)
    assert not text.may_edit(contributor)
    assert not Article.objects.visible_to(contributor).exists()


def test_a_contributor_writes_in_nobody_elses_draft(contributor, news):
    text = draft(contributor, section=news.pk)
    other = user(role=Role.CONTRIBUTOR)
    assert not text.may_edit(other)
    with pytest.raises(PermissionDenied):
        text.save_revision(payload(section=news.pk), base=text.working_revision_id, by=other)
    assert text.revisions.count() == 1
