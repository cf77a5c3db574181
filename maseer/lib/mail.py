"""Mail is a row written with its cause; `manage.py worker` sends it."""

from django.template.loader import render_to_string

from maseer.models import QueuedMail


def queue(template: str, to: str, **context) -> QueuedMail:
    """Queues a mail made of `emails/<template>-subject.txt`, `-body.txt` and `-body.html`."""
    subject, text, html = (
        render_to_string(f"emails/{template}-{part}", context)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return QueuedMail.objects.create(to=to, subject=" ".join(subject.split())[:200], text=text, html=html)
