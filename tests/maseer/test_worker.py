import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from maseer import tasks
from maseer.management.commands import worker
from maseer.models import Invalidation, Lease, QueuedMail
from tests.factories import image


def queued(**fields) -> QueuedMail:
    return QueuedMail.objects.create(**{"to": "a@example.com", "subject": "s", "text": "t", **fields})


@pytest.mark.django_db
def test_queued_mail_is_sent_once_with_a_stable_id():
    row = queued(html="<p>t</p>")
    assert tasks.send_mail() == 1
    assert tasks.send_mail() == 0
    (sent,) = mail.outbox
    assert sent.to == ["a@example.com"]
    assert sent.extra_headers["Message-ID"] == f"<{row.message_id}@localhost>"
    assert sent.alternatives[0].content == "<p>t</p>"
    row.refresh_from_db()
    assert row.sent_at


@pytest.mark.django_db
def test_mail_that_fails_is_kept_and_tried_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = queued()
    assert tasks.send_mail() == 0
    row.refresh_from_db()
    assert (row.sent_at, row.tries) == (None, 1)
    assert row.error
    assert row.send_after > timezone.now()
    assert tasks.send_mail() == 0
    row.refresh_from_db()
    assert row.tries == 1


@pytest.mark.django_db
def test_the_worker_does_all_that_is_due():
    queued()
    picture = image()
    stale = Invalidation.objects.create(tag="home")
    Invalidation.objects.filter(pk=stale.pk).update(at=timezone.now() - timedelta(days=2))
    call_command("worker", once=True, verbosity=0)
    picture.refresh_from_db()
    assert picture.is_rendered
    assert QueuedMail.objects.get().sent_at
    assert not Invalidation.objects.filter(pk=stale.pk).exists()
    assert not Lease.objects.exists()


@pytest.mark.django_db
def test_a_task_another_worker_holds_is_left_to_it():
    Lease.objects.create(task="mail", holder="other", expires_at=timezone.now() + timedelta(minutes=1))
    queued()
    call_command("worker", once=True, verbosity=0)
    assert not mail.outbox
    Lease.objects.update(expires_at=timezone.now())
    call_command("worker", once=True, verbosity=0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_takes_the_lease():
    barrier, taken = threading.Barrier(8), []

    def take(number):
        barrier.wait()
        if Lease.take("mail", f"worker {number}", seconds=60):
            taken.append(number)
        connection.close()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
    assert Lease.objects.get().holder == f"worker {taken[0]}"


@pytest.mark.django_db
def test_one_task_that_fails_keeps_no_other_from_its_work(monkeypatch, caplog):
    def fail():
        raise KeyError("a mistake in the program")

    broken = [worker.Task("broken", fail, every=5), *worker.TASKS]
    monkeypatch.setattr(worker, "TASKS", broken)
    queued()
    with pytest.raises(CommandError, match="broken"):
        call_command("worker", once=True, verbosity=0)
    assert len(mail.outbox) == 1
    assert "a mistake in the program" in caplog.text
    assert "Traceback" in caplog.text
    assert not Lease.objects.exists()


def test_a_worker_that_goes_on_outlives_a_task_that_fails(monkeypatch):
    command = worker.Command()
    command.failed = set()
    monkeypatch.setattr(command, "run", lambda task: 1 / 0)
    task = worker.Task("broken", lambda: 0, every=2)
    assert command.attempt(task) == worker.PAUSE
    assert command.failed == {"broken"}


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_does_not_hold_up_the_next():
    bad = queued(subject="two\nlines")
    queued(to="b@example.com")
    assert tasks.send_mail() == 1
    assert [sent.to for sent in mail.outbox] == [["b@example.com"]]
    bad.refresh_from_db()
    assert (bad.sent_at, bad.tries) == (None, 1)
    assert bad.error
    assert bad.send_after > timezone.now()


@pytest.mark.django_db
def test_a_slow_mail_server_does_not_outlast_the_lease(monkeypatch):
    clock = [0.0]

    def slow(message):
        clock[0] += 50

    monkeypatch.setattr(tasks.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(tasks.EmailMultiAlternatives, "send", slow)
    for _ in range(9):
        queued()
    assert tasks.send_mail() == 3
    lease = next(task.lease for task in worker.TASKS if task.name == "mail")
    assert clock[0] + 100 < lease
    assert [tasks.send_mail(), tasks.send_mail(), tasks.send_mail()] == [3, 3, 0]
