"""The worker tells of what became public or overdue: each exactly once, with any number of workers, killed anywhere."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from articles import tasks
from articles.models import (
    Article,
    Autosave,
    EditLock,
    Notice,
    NoticeKind,
    Plan,
    PreviewLink,
    Revision,
    TransitionLog,
)
from maseer.models import QueuedMail
from tests.factories import article, author, draft, payload, user

pytestmark = pytest.mark.django_db


def approved(contributor, editor, **fields) -> Article:
    text = draft(contributor, **fields)
    text.apply("submit", by=contributor)
    text.apply("claim", by=editor)
    text.apply("approve", by=editor)
    Notice.objects.all().delete()
    return text


def told(kind=NoticeKind.PUBLISHED) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("to__username", flat=True))


def its_hour_comes(text: Article) -> None:
    """As if it had been scheduled for a minute ago, two minutes ago."""
    now = timezone.now()
    Article.objects.filter(pk=text.pk).update(published_at=now - timedelta(minutes=1))
    TransitionLog._base_manager.filter(article=text).update(at=now - timedelta(minutes=2))


# Whom


def test_what_was_published_by_hand_is_told_to_all_concerned_but_who_pressed_the_button(
    contributor, editor, managing_editor
):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor)
    assert tasks.announce() == 1
    assert told() == ["contributor", "editor"]
    assert not Article.objects.filter(to_announce=True).exists()
    assert tasks.announce() == 0
    assert told() == ["contributor", "editor"]


def test_what_was_scheduled_is_told_at_its_hour_also_to_who_set_it(contributor, editor, managing_editor):
    signs = author(user=user("signs", Role.CONTRIBUTOR))
    text = approved(contributor, editor, bylines=((signs.pk, "writer"),))
    text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(hours=1))
    assert tasks.announce() == 0
    assert not told()
    its_hour_comes(text)
    assert tasks.announce() == 1
    assert told() == ["contributor", "editor", "managing_editor", "signs"]


def test_a_schedule_cancelled_in_time_is_never_announced(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(hours=1))
    text.apply("unschedule", by=managing_editor)
    Article.objects.filter(pk=text.pk).update(published_at=timezone.now() - timedelta(hours=1))
    assert tasks.announce() == 0
    assert not told()


def test_a_newer_text_of_a_public_article_is_no_news(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor)
    tasks.announce()
    text.save_revision(payload(), text.working_revision_id, editor)
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert tasks.announce() == 0
    assert told() == ["contributor", "editor"]


def test_what_comes_back_after_it_was_withdrawn_is_told_again(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor)
    tasks.announce()
    text.apply("withdraw", by=managing_editor, note="خطأ")
    text.apply("publish", by=managing_editor)
    assert tasks.announce() == 1
    assert told() == ["contributor", "contributor", "editor", "editor"]


def test_an_import_is_announced_to_nobody(managing_editor):
    article()
    assert tasks.announce() == 0


# Overdue


def test_what_is_overdue_is_told_once_to_who_has_it_in_hand(contributor, editor, managing_editor):
    text = draft(contributor)
    due = timezone.now() - timedelta(minutes=5)
    text.replan(Plan(assignee=editor, due_at=due), by=managing_editor)
    assert tasks.remind() == 1
    assert tasks.remind() == 0
    assert told(NoticeKind.OVERDUE) == ["editor"]
    text.replan(Plan(assignee=editor, due_at=due + timedelta(minutes=1)), by=managing_editor)
    assert tasks.remind() == 1
    assert told(NoticeKind.OVERDUE) == ["editor", "editor"]


def test_nobody_in_hand_means_everybody_who_could_take_it(contributor, editor, managing_editor):
    text = draft(contributor)
    text.replan(Plan(due_at=timezone.now() - timedelta(minutes=5)), by=managing_editor)
    tasks.remind()
    assert told(NoticeKind.OVERDUE) == ["contributor", "editor", "managing_editor"]


def test_what_is_not_due_yet_or_no_longer_is_not_told(contributor, editor, managing_editor):
    text = draft(contributor)
    text.replan(Plan(assignee=editor, due_at=timezone.now() + timedelta(hours=1)), by=managing_editor)
    assert tasks.remind() == 0
    text.replan(Plan(assignee=editor), by=managing_editor)
    assert not Article.objects.filter(to_remind=True).exists()


# What goes wrong


def public(contributor, editor, managing_editor, count: int) -> list[Article]:
    texts = []
    for _number in range(count):
        texts.append(approved(contributor, editor))
        texts[-1].apply("publish", by=managing_editor)
    return texts


def test_one_article_that_is_broken_delays_no_other_and_its_editors_hear_of_it(
    contributor, editor, managing_editor, caplog
):
    first, second, third = public(contributor, editor, managing_editor, 3)
    Revision.objects.filter(pk=first.working_revision_id).update(payload={"bylines": 7})
    assert tasks.announce() == 2
    assert set(Notice.objects.filter(kind=NoticeKind.PUBLISHED).values_list("article", flat=True)) == {
        second.pk,
        third.pk,
    }
    assert told(NoticeKind.UNTOLD) == ["editor", "managing_editor"]
    assert f"article={first.pk}" in caplog.text
    assert "Traceback" in caplog.text
    # It is tried again each time, without a word, and succeeds once it is mended.
    caplog.clear()
    assert tasks.announce() == 0
    assert not caplog.text
    Revision.objects.filter(pk=first.working_revision_id).update(payload=payload().as_json())
    assert tasks.announce() == 1
    assert len(told()) == 6
    assert len(told(NoticeKind.UNTOLD)) == 2


def test_a_run_ends_and_the_next_goes_on(contributor, editor, managing_editor, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    public(contributor, editor, managing_editor, 3)
    assert [tasks.announce(), tasks.announce(), tasks.announce()] == [2, 1, 0]
    assert len(told()) == 6


@pytest.mark.skipif(connection.vendor == "postgresql", reason="reads a table of a few rows as gladly")
def test_what_is_due_is_found_by_an_index():
    due = {
        "article_to_announce": Article.objects.to_announce(),
        "article_to_remind": Article.objects.to_remind(),
    }
    for index, rows in due.items():
        assert index in rows.values_list("pk", flat=True)[:10].explain()


# Many workers


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_each_person_once(contributor, editor, managing_editor):
    for person in (contributor, editor):
        person.email = f"{person.username}@example.com"
        person.save()
    public(contributor, editor, managing_editor, 6)
    QueuedMail.objects.all().delete()
    barrier, done, failed = threading.Barrier(4), [], []

    def work():
        barrier.wait()
        try:
            done.append(tasks.announce())
        except Exception as error:  # noqa: BLE001  whatever it is, it must reach the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sum(done) == 6
    assert told() == ["contributor"] * 6 + ["editor"] * 6
    assert QueuedMail.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_tell_of_the_same_leave_one_notice(contributor, editor):
    text = draft(contributor)
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        Notice.tell(NoticeKind.MENTIONED, text, about=1, by=editor, to={contributor.pk})
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Notice.objects.count() == 1


@pytest.fixture
def workers(tmp_path):
    """Starts real ones, on the database of the tests."""
    started = []
    name = connection.settings_dict["NAME"]
    host = "{USER}:{PASSWORD}@{HOST}:{PORT}".format_map(connection.settings_dict)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maseer.settings",
        "DATABASE_URL": f"sqlite:///{name}" if connection.vendor == "sqlite" else f"postgres://{host}/{name}",
        "VAR_DIR": str(tmp_path),
    }

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker"]
        started.append(
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(happened, seconds=60) -> None:
    for _ in range(seconds * 50):
        if happened():
            return
        time.sleep(0.02)
    pytest.fail(f"not in {seconds} s")


@pytest.mark.django_db(transaction=True)
def test_real_workers_of_which_one_is_killed_at_work_tell_each_person_once(
    workers, contributor, editor, managing_editor
):
    texts = public(contributor, editor, managing_editor, 15)
    both = [workers(), workers()]
    wait_until(Notice.objects.exists)
    both[0].kill()
    wait_until(lambda: not Article.objects.filter(to_announce=True).exists())
    assert told() == ["contributor"] * len(texts) + ["editor"] * len(texts)


# Forgetting


def test_what_nobody_asks_for_again_is_forgotten(contributor, editor):
    now = timezone.now()
    text = draft(contributor)
    for about, read_at in ((1, now - timedelta(days=91)), (2, now - timedelta(days=89)), (3, None)):
        Notice.tell(NoticeKind.MENTIONED, text, about=about, by=editor, to={contributor.pk})
        Notice.objects.filter(key=f"mentioned:{about}").update(read_at=read_at, at=now - timedelta(days=100))
    for days in (91, 89):
        Autosave.objects.create(article=text, by=editor, data={}, saved_at=now - timedelta(days=days))
    EditLock.objects.create(article=text, by=editor, since=now, heard_at=now - timedelta(days=2))
    kept = draft(contributor)
    EditLock.objects.create(article=kept, by=editor, since=now, heard_at=now)
    for days in (91, 89):
        PreviewLink.objects.create(
            article=text,
            revision=text.working_revision,
            recipient="محام",
            expires_at=now - timedelta(days=days),
        )
    assert tasks.prune() == 4
    assert set(Notice.objects.values_list("key", flat=True)) == {"mentioned:2", "mentioned:3"}
    assert Autosave.objects.get().saved_at > now - timedelta(days=90)
    assert EditLock.objects.get().article == kept
    assert PreviewLink.objects.get().expires_at > now - timedelta(days=90)
    assert tasks.prune() == 0


@pytest.fixture(autouse=True)
def nothing_is_hushed():
    cache.clear()
