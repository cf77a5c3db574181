"""Mail is a row written with its cause; `manage.py worker` sends it."""

from uuid import UUID

from django.template.loader import render_to_string

from maseer.models import QueuedMail

LONGEST_SUBJECT = 200


def queue(template: str, to: str, **context) -> QueuedMail:
    """Queues a mail made of `emails/<template>-subject.txt`, `-body.txt` and `-body.html`."""
    return QueuedMail.objects.create(to=to, **_written(template, context))


def queue_once(template: str, recipients: dict[UUID, str], **context) -> None:
    """The same mail to each address, under the id that is its key: what is queued or sent already is not again."""
    if recipients:
        written = _written(template, context)
        QueuedMail.objects.bulk_create(
            (QueuedMail(message_id=number, to=to, **written) for number, to in sorted(recipients.items())),
            ignore_conflicts=True,
        )


def _written(template: str, context: dict) -> dict[str, str]:
    subject, text, html = (
        render_to_string(f"emails/{template}-{part}", context)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return {"subject": " ".join(subject.split())[:LONGEST_SUBJECT], "text": text, "html": html}
