"""Background work on the infrastructure rows: whatever is due."""

import logging
import smtplib
import time
from datetime import UTC, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from maseer.lib.http import absolute_url
from maseer.models import DailySalt, Invalidation, QueuedMail, Throttle

log = logging.getLogger("maseer.mail")

BATCH = 50
# No mail is begun later, so that a run ends well within its lease: one mail may wait for a server ten times 15 seconds.
MOST_SECONDS = 120
MOST_TRIES = 12


def send_mail() -> int:
    """Sends what is queued, oldest first; what fails is tried again, later each time. Returns how many were sent."""
    now = timezone.now()
    waiting = list(
        QueuedMail.objects.filter(sent_at=None, send_after__lte=now, tries__lt=MOST_TRIES).order_by("pk")[
            :BATCH
        ]
    )
    if not waiting:
        return 0
    sent = 0
    connection = get_connection()
    begun = time.monotonic()
    for mail in waiting:
        if time.monotonic() - begun > MOST_SECONDS:
            break
        mail.tries += 1
        try:
            _message(mail, connection).send()
        # ValueError: what Django refuses to write into a header.
        except (OSError, ValueError, smtplib.SMTPException) as error:
            mail.error = str(error)[:500]
            mail.send_after = now + timedelta(seconds=min(30 * 2**mail.tries, 21_600))
            log.warning("mail %s not sent (try %s): %s", mail.message_id, mail.tries, error)
        else:
            # What is in it may open a door (a link to a new password): it is its reader's alone from now on.
            mail.sent_at, mail.error, mail.text, mail.html = timezone.now(), "", "", ""
            sent += 1
        mail.save(update_fields=["tries", "error", "send_after", "sent_at", "text", "html"])
    return sent


def _message(mail: QueuedMail, connection) -> EmailMultiAlternatives:
    host = absolute_url("").partition("://")[2].partition(":")[0]
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        connection=connection,
        # Stable over retries, so that a mail sent twice is shown once.
        headers={"Message-ID": f"<{mail.message_id}@{host}>"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def prune() -> int:
    """Forgets what nobody will ask for again."""
    now = timezone.now()
    stale, _ = Invalidation.objects.filter(at__lt=now - timedelta(days=1)).delete()
    mails, _ = QueuedMail.objects.filter(sent_at__lt=now - timedelta(days=30)).delete()
    windows, _ = Throttle.objects.filter(ends_at__lt=now).delete()
    # Their day is over by UTC, as in `maseer.counting.visitors`: with them nobody can tell any more who read what.
    salts, _ = DailySalt.objects.filter(day__lt=now.astimezone(UTC).date()).delete()
    return stale + mails + windows + salts
