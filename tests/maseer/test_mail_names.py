"""Names of another alphabet in the plain text of mails, which has no markup to set them apart."""

import pytest
from django.template.loader import render_to_string

from maseer.lib import mail
from maseer.models import QueuedMail
from readers.models import ContactMessage
from tests import factories


@pytest.mark.django_db
def test_a_latin_name_keeps_its_brackets_in_a_subject_and_a_text():
    inviter = factories.user("boss", display_name="J. Doe (Jr.)")
    invited = factories.invitation(display_name="C. Smith (NYT)")
    mail.queue("invitation", invited.email, invitation=invited, by=inviter, url="https://x.example/", days=7)
    sent = QueuedMail.objects.get()
    assert sent.subject == "يدعوك \u2068J. Doe (Jr.)\u2069 إلى الكتابة في الصحيفة"
    assert "\u2068C. Smith (NYT)\u2069" in sent.text
    assert "\u2068" not in render_to_string(
        "emails/invitation-subject.txt", {"by": factories.user("rana", display_name="رنا BBC")}
    )


def test_what_a_reader_wrote_over_a_message_is_not_escaped_in_a_subject():
    message = ContactMessage(subject='سؤال عن «النقل» & "البلديّة" <عاجل>')
    subject = render_to_string("emails/contact-subject.txt", {"message": message})
    assert subject.strip() == 'من القرّاء: سؤال عن «النقل» & "البلديّة" <عاجل>'
