"""Who is told of what: once, in the transaction of what happened, and nobody of a text they may not see."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, EditLock, Notice, NoticeChoice, NoticeKind, Plan
from articles.models.audience import RULES, TOLD_OF, readers, who_may, working_in
from articles.models.refusals import TransitionRefused
from articles.workflow import TRANSITIONS, Stage, Status
from maseer.models import QueuedMail
from tests.factories import article, author, draft, payload, section, user

pytestmark = pytest.mark.django_db


def told(kind: str, text: Article | None = None) -> set[str]:
    rows = Notice.objects.filter(kind=kind)
    return set((rows.filter(article=text) if text else rows).values_list("to__username", flat=True))


def submitted(by, **fields) -> Article:
    text = draft(by, **fields)
    text.apply("submit", by=by)
    return text


def approved(by, editor, **fields) -> Article:
    text = submitted(by, **fields)
    text.apply("claim", by=editor)
    text.apply("approve", by=editor)
    return text


# The audiences


def test_what_is_submitted_is_told_to_the_editors_of_its_section_only(contributor, editor, managing_editor):
    news, sports = section(), section()
    for username, desk in (("news", news), ("sports", sports), ("part", section(parent=news))):
        user(username, Role.EDITOR).sections.add(desk)
    user("gone", Role.EDITOR, is_active=False)
    submitted(contributor, section=news.pk)
    assert told(NoticeKind.SUBMITTED) == {"editor", "managing_editor", "news"}


def test_an_editor_of_a_section_hears_of_its_parts(contributor):
    news = section()
    user("news", Role.EDITOR).sections.add(news)
    user("sports", Role.EDITOR).sections.add(section())
    submitted(contributor, section=section(parent=news).pk)
    assert told(NoticeKind.SUBMITTED) == {"news"}


def test_sending_back_reaches_the_author_those_in_charge_and_the_last_editors_with_the_reason(
    contributor, editor, managing_editor
):
    signs, leads = user("signs", Role.EDITOR), user("leads", Role.CONTRIBUTOR)
    user("stranger", Role.EDITOR)
    text = draft(contributor, bylines=((author(user=signs).pk, "writer"),))
    text.replan(Plan(assignee=leads), by=managing_editor)
    text.apply("submit", by=contributor)
    first, second = user("first", Role.EDITOR), user("second", Role.EDITOR)
    text.apply("claim", by=first)
    text.apply("take_over", by=second)
    text.save_revision(
        payload(bylines=text.working_revision.content.bylines), text.working_revision_id, editor
    )
    text.apply("send_back", by=second, note="اختصر الفقرة الثانية")
    assert told(NoticeKind.SENT_BACK) == {"contributor", "leads", "signs", "first", "editor"}
    for notice in Notice.objects.filter(kind=NoticeKind.SENT_BACK):
        assert (notice.note, notice.by_name) == ("اختصر الفقرة الثانية", "second")


def test_who_approved_a_text_hears_that_it_was_sent_back_again(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("send_back", by=managing_editor, note="سبب")
    assert told(NoticeKind.SENT_BACK) == {"contributor", "editor"}


def test_approval_is_told_to_the_writer_and_to_those_who_can_publish(contributor, editor, managing_editor):
    approved(contributor, editor)
    assert told(NoticeKind.APPROVED) == {"contributor", "managing_editor"}


def test_the_urgent_path_calls_the_editors(contributor, editor, managing_editor):
    text = submitted(contributor)
    text.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert told(NoticeKind.TO_REVIEW) == {"editor"}
    assert Notice.objects.get(kind=NoticeKind.TO_REVIEW).note == "زلزال"


def test_withdrawing_is_told_to_the_writer_and_the_last_editors(contributor, editor, managing_editor):
    user("stranger", Role.EDITOR)
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor)
    text.apply("withdraw", by=managing_editor, note="خبر غير صحيح")
    assert told(NoticeKind.WITHDRAWN) == {"contributor", "editor"}


def test_whoever_is_put_in_charge_is_told_once_and_not_of_their_own_doing(
    contributor, editor, managing_editor
):
    text = draft(contributor)
    text.replan(Plan(assignee=editor), by=managing_editor)
    text.replan(Plan(assignee=editor, priority=2), by=managing_editor)
    text.replan(Plan(assignee=managing_editor), by=managing_editor)
    assert told(NoticeKind.ASSIGNED) == {"editor"}
    assert Notice.objects.filter(kind=NoticeKind.ASSIGNED).count() == 1


def test_whoever_had_a_text_in_hand_hears_who_took_it_over(contributor, editor, managing_editor):
    text = submitted(contributor)
    text.apply("claim", by=editor)
    assert not told(NoticeKind.TAKEN_OVER)
    text.apply("take_over", by=managing_editor)
    assert told(NoticeKind.TAKEN_OVER) == {"editor"}
    assert Notice.objects.get(kind=NoticeKind.TAKEN_OVER).by_name == "managing_editor"


def test_whoever_was_writing_hears_who_took_the_text_over(contributor, editor, managing_editor):
    text = submitted(contributor)
    for person in (editor, managing_editor):
        EditLock.hold(text, editor)
        EditLock.take_over(text, person)
    assert told(NoticeKind.TAKEN_OVER) == {"editor"}


@pytest.mark.parametrize("move", TOLD_OF)
def test_nobody_is_told_of_their_own_doing(move, managing_editor):
    """One person in the house makes every move."""
    status = Status.PUBLISHED if move == "withdraw" else Status.UNPUBLISHED
    stage = {"submit": Stage.DRAFT, "withdraw": Stage.APPROVED}.get(move, Stage.IN_EDIT)
    text = article(status=status, stage=stage)
    Article.objects.filter(pk=text.pk).update(created_by=managing_editor)
    text.revisions.update(created_by=managing_editor)
    if TRANSITIONS[move].four_eyes:
        Article.objects.filter(pk=text.pk).update(created_by=None)
        text.revisions.update(created_by=None)
    text.apply(move, by=managing_editor, note="سبب")
    assert not Notice.objects.exists()
    assert not QueuedMail.objects.exists()


def test_nobody_is_told_of_a_text_they_may_not_see(
    contributor, editor, managing_editor, admin_user, outsider
):
    """Their names are on it, or they were told before; that does not open it to them."""
    signs = user("signs", Role.CONTRIBUTOR)
    text = submitted(contributor, bylines=((author(user=signs).pk, "writer"),))
    assert not text.may_see(signs)
    people = {person.pk for person in (signs, admin_user, outsider, contributor, editor)}
    assert Notice.tell(NoticeKind.MENTIONED, text, about="x", to=people) == {contributor.pk, editor.pk}
    text.apply("send_back", by=editor, note="سبب")
    assert told(NoticeKind.SENT_BACK) == {"contributor"}


def test_a_refused_move_tells_nobody(contributor, editor):
    text = submitted(contributor)
    Notice.objects.all().delete()
    with pytest.raises(PermissionDenied):
        text.apply("approve", by=contributor)
    with pytest.raises(TransitionRefused):
        text.apply("send_back", by=editor, note=" ")
    assert not Notice.objects.exists()


def test_every_kind_has_a_rule_and_every_rule_of_a_move_names_one():
    assert set(RULES) == set(NoticeKind)
    assert set(TOLD_OF) <= set(TRANSITIONS)


# Everybody at once says what each would be told alone


@pytest.fixture
def house(contributor, editor, managing_editor, admin_user, outsider):
    """(people, sections): with scopes of all sorts."""
    news, sports = section("أخبار"), section("رياضة")
    local = section("محليات", parent=news)
    scoped = []
    for username, desks in (("on_news", [news]), ("on_local", [local]), ("on_both", [news, sports])):
        person = user(username, Role.EDITOR)
        person.sections.set(desks)
        scoped.append(type(person).objects.get(pk=person.pk))
    managing = user("managing_news", Role.MANAGING_EDITOR)
    managing.sections.add(news)
    people = [contributor, editor, managing_editor, admin_user, *scoped, managing]
    return [*people, user("super", is_superuser=True, is_staff=True)], [news, sports, local]


def test_those_who_may_see_a_text_are_those_whom_may_see_lets(house, contributor):
    people, sections = house
    signer = author(user=people[4])
    texts = [draft(contributor, section=desk.pk) for desk in sections]
    texts += [draft(person, section=sections[1].pk) for person in people if Article().may_edit(person)]
    texts.append(article(section=sections[1].pk, bylines=((signer.pk, "writer"),)))
    texts.append(draft(contributor, section=None))
    for text in texts:
        expected = {person.username for person in people if text.may_see(person)}
        assert set(readers(text).values_list("username", flat=True)) == expected


def test_those_who_work_in_a_section_are_those_whom_their_scope_lets(house, contributor):
    people, sections = house
    for desk in sections:
        text = draft(contributor, section=desk.pk)
        found = working_in(who_may("articles.claim_article"), {desk.pk})
        expected = {
            person.username
            for person in people
            if person.has_perm("articles.claim_article") and text.in_scope(person)
        }
        assert set(found.values_list("username", flat=True)) == expected


# Once


def test_the_same_is_told_once_in_the_newsroom_and_by_mail(contributor, editor):
    contributor.email = "c@example.com"
    contributor.save()
    text = draft(contributor)
    for _time in range(3):
        Notice.tell(NoticeKind.MENTIONED, text, about=7, by=editor, to={contributor.pk})
    assert Notice.objects.count() == 1
    first = QueuedMail.objects.get().message_id
    QueuedMail.objects.all().delete()
    Notice.tell(NoticeKind.MENTIONED, text, about=7, by=editor, to={contributor.pk})
    assert QueuedMail.objects.get().message_id == first
    Notice.tell(NoticeKind.MENTIONED, text, about=8, by=editor, to={contributor.pk})
    assert Notice.objects.count() == QueuedMail.objects.count() == 2


def test_what_is_undone_was_never_told(contributor, editor):
    contributor.email = "c@example.com"
    contributor.save()
    text = submitted(contributor)
    with transaction.atomic():
        text.apply("send_back", by=editor, note="سبب")
        transaction.set_rollback(True)
    assert not told(NoticeKind.SENT_BACK)
    assert not QueuedMail.objects.exists()


# Choice, and mail


def test_each_person_chooses_newsroom_or_mail(contributor, editor):
    others = {
        "mail": (False, True),
        "both": (True, True),
        "newsroom": (True, False),
        "neither": (False, False),
    }
    text = draft(contributor)
    people = set()
    for username, how in others.items():
        person = user(username, Role.EDITOR, email=f"{username}@example.com")
        NoticeChoice.choose(person, {NoticeKind.REMARK: how})
        people.add(person.pk)
    Notice.tell(NoticeKind.REMARK, text, about=1, by=contributor, to=people)
    assert told(NoticeKind.REMARK) == {"both", "newsroom"}
    assert set(QueuedMail.objects.values_list("to", flat=True)) == {"mail@example.com", "both@example.com"}


def test_what_is_usual_needs_no_row_and_another_choice_replaces_the_first(editor):
    kind, rule = NoticeKind.MENTIONED, RULES[NoticeKind.MENTIONED]
    NoticeChoice.choose(editor, {kind: (True, False)})
    NoticeChoice.choose(editor, {kind: (False, False)})
    assert (editor.notice_choices.get().in_newsroom, editor.notice_choices.get().by_mail) == (False, False)
    NoticeChoice.choose(editor, {kind: (rule.in_newsroom, rule.by_mail)})
    assert not editor.notice_choices.exists()


def test_a_mail_names_the_text_the_reason_the_zone_and_the_way_in_the_language_of_each(
    contributor, editor, settings, monkeypatch
):
    # English writes the full hour without its minutes.
    moment = timezone.now().replace(minute=5)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    contributor.email, contributor.language = "c@example.com", "en"
    contributor.save()
    leads = user("leads", Role.EDITOR, email="l@example.com")
    text = draft(contributor, title="ماء <النهر>")
    text.apply("submit", by=contributor)
    text.apply("claim", by=leads)
    QueuedMail.objects.all().delete()
    text.apply("send_back", by=editor, note="اختصر <b>الفقرة</b>")
    english = QueuedMail.objects.get(to="c@example.com")
    arabic = QueuedMail.objects.get(to="l@example.com")
    assert english.subject == "Changes are asked for: ماء <النهر>"
    assert 'lang="en" dir="ltr"' in english.html
    assert 'lang="ar" dir="rtl"' in arabic.html
    assert arabic.subject.endswith("ماء <النهر>")
    for mail in (english, arabic):
        for part in (mail.text, mail.html):
            assert f"{settings.SITE_URL}/admin/articles/article/{text.pk}/change/" in part
            assert "editor" in part
            assert re.search(r"\d:05", part)
        assert "ماء <النهر>" in mail.text
        assert "اختصر <b>الفقرة</b>" in mail.text
        assert "ماء &lt;النهر&gt;" in mail.html
        assert "<b>الفقرة" not in mail.html
    assert "(Asia/Damascus)" in english.text


def test_a_long_title_makes_no_mail_fail(contributor, editor):
    contributor.email = "c@example.com"
    contributor.save()
    text = draft(contributor, title="ط" * 250)
    Notice.tell(NoticeKind.MENTIONED, text, about=1, by=editor, to={contributor.pk})
    assert len(QueuedMail.objects.get().subject) == 200


# Cheap


def test_telling_fifty_people_takes_as_many_queries_as_telling_one(
    contributor, editor, django_assert_max_num_queries
):
    text = draft(contributor)
    for number in range(50):
        user(f"editor{number}", Role.EDITOR, email=f"e{number}@example.com")
    text.apply("submit", by=contributor)
    Notice.objects.all().delete()
    with django_assert_max_num_queries(6):
        Notice.tell(NoticeKind.TO_REVIEW, text, about=1, by=contributor)
    assert Notice.objects.count() == 51
    assert QueuedMail.objects.count() == 50


def test_saving_tells_nobody_and_publishing_leaves_it_to_the_worker(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    Notice.objects.all().delete()
    text.apply("publish", by=managing_editor)
    text.save_revision(payload(), text.working_revision_id, editor)
    assert not Notice.objects.exists()
    assert Article.objects.get(pk=text.pk).to_announce


def test_reading_twice_keeps_the_first_time(contributor, editor):
    Notice.tell(NoticeKind.MENTIONED, draft(contributor), about=1, by=editor, to={contributor.pk})
    notice = Notice.objects.get()
    notice.read()
    first = notice.read_at
    assert first
    notice.read()
    assert Notice.objects.get().read_at == first
    assert timezone.now() - first < timedelta(minutes=1)
