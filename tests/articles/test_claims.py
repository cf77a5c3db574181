"""“I am reading this.”"""

from datetime import timedelta

import pytest

from accounts.roles import Role
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return factories.user("colleague", Role.EDITOR)


@pytest.fixture
def submitted(contributor):
    text = factories.draft(contributor)
    text.apply("submit", by=contributor)
    return text


def test_who_takes_a_text_is_named_with_the_hour(submitted, editor):
    submitted.apply("claim", by=editor)
    assert (submitted.claimed_by, submitted.stage) == (editor, Stage.IN_EDIT)
    assert abs(submitted.claimed_at - submitted.log.first().at) < timedelta(seconds=5)


def test_of_two_who_take_it_the_second_is_told(submitted, editor, colleague):
    submitted.apply("claim", by=editor)
    with pytest.raises(TransitionRefused):
        submitted.apply("claim", by=colleague)
    assert submitted.claimed_by == editor


def test_a_colleague_takes_over_and_the_log_says_so(submitted, editor, colleague):
    submitted.apply("claim", by=editor)
    with pytest.raises(TransitionRefused):
        submitted.apply("take_over", by=editor)
    submitted.apply("take_over", by=colleague)
    assert (submitted.claimed_by, submitted.stage) == (colleague, Stage.IN_EDIT)
    assert submitted.log.first().by == colleague


def test_who_puts_it_back_or_moves_it_on_reads_it_no_more(submitted, editor):
    submitted.apply("claim", by=editor)
    submitted.apply("release", by=editor)
    assert (submitted.claimed_by, submitted.claimed_at, submitted.stage) == (None, None, Stage.SUBMITTED)
    submitted.apply("claim", by=editor)
    submitted.apply("send_back", by=editor, note="قصّر الخاتمة")
    assert (submitted.claimed_by, submitted.stage) == (None, Stage.CHANGES_REQUESTED)


def test_a_writer_takes_back_what_nobody_reads_yet(submitted, contributor, editor):
    submitted.apply("recall", by=contributor)
    assert submitted.stage == Stage.DRAFT
    submitted.apply("submit", by=contributor)
    submitted.apply("claim", by=editor)
    with pytest.raises(TransitionRefused):
        submitted.apply("recall", by=contributor)
