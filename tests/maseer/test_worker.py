import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from maseer import tasks
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
