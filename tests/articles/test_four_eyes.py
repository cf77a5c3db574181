"""Nobody approves their own text, unless the paper says so."""

import pytest

from articles.models import Plan
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage
from pages.models import SiteSettings
from tests.admin.forms import change_url
from tests.factories import author, draft, image, payload

pytestmark = pytest.mark.django_db


def submitted(by, **fields):
    text = draft(by, **fields)
    text.apply("submit", by=by)
    return text


@pytest.mark.parametrize("role", ["editor", "managing_editor"])
def test_who_began_a_text_does_not_approve_it(role, request, editor, managing_editor):
    person = request.getfixturevalue(role)
    text = submitted(person)
    assert "approve" not in {move.name for move in text.moves_for(person)}
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=person)
    assert text.stage == Stage.SUBMITTED
    text.apply("approve", by=editor if person == managing_editor else managing_editor)
    assert text.stage == Stage.APPROVED


def test_nor_does_who_signs_it(contributor, editor):
    columnist = author(user=editor)
    text = submitted(contributor)
    text.apply("claim", by=editor)
    text.save_revision(payload(bylines=((columnist.pk, "writer"),)), base=text.working_revision_id, by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)


def test_nor_does_who_wrote_every_word_of_somebody_elses_idea(editor, managing_editor):
    text = draft(managing_editor, body="")
    text.replan(Plan(assignee=editor), by=managing_editor)
    text.save_revision(payload(), base=text.working_revision_id, by=editor)
    text.apply("submit", by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)
    text.save_revision(payload(title="أقصر"), base=text.working_revision_id, by=managing_editor)
    text.apply("approve", by=editor)
    assert text.stage == Stage.APPROVED


def test_a_paper_of_one_person_may_switch_it_off(editor):
    text = submitted(editor)
    SiteSettings(four_eyes=False).save()
    text.apply("approve", by=editor)
    assert text.stage == Stage.APPROVED


def test_an_editor_who_changed_somebody_elses_text_may_approve_it(contributor, editor):
    text = submitted(contributor)
    text.apply("claim", by=editor)
    text.save_revision(payload(title="أقصر"), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    assert text.approved_revision.title == "أقصر"


def test_a_drawing_without_words_is_approved_by_whoever_did_not_bring_it(contributor, editor):
    text = submitted(contributor, kind="cartoon", body="", image=image().pk)
    assert not text.is_by(editor)
    assert "approve" in {move.name for move in text.moves_for(editor)}


def test_whoever_may_not_approve_their_own_text_is_told_why(client, editor, managing_editor):
    text = submitted(editor)
    assert (text.waits_for_another(editor), text.waits_for_another(managing_editor)) == (True, False)
    for person, told in ((editor, True), (managing_editor, False)):
        client.force_login(person)
        assert ("moves__why" in client.get(change_url(text)).content.decode()) == told
