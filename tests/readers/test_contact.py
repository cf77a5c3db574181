import pytest
from django.core import mail
from django.core.management import call_command

from maseer.models import QueuedMail
from pages.models import SiteSettings
from readers.models import ContactMessage

pytestmark = pytest.mark.django_db

GOOD = {"name": "قارئة", "email": "reader@example.com", "subject": "تصحيح", "text": "في النصّ خطأ."}
OURS = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}


def send(client, headers=OURS, **fields):
    return client.post("/contact/", GOOD | fields, headers=headers)


def test_a_message_is_kept_and_mailed(client):
    SiteSettings(contact_email="desk@example.com").save()
    response = send(client)
    assert response.status_code == 302
    assert ContactMessage.objects.get().subject == "تصحيح"
    assert not mail.outbox
    call_command("worker", once=True, verbosity=0)
    (sent,) = mail.outbox
    assert sent.to == ["desk@example.com"]
    assert "في النصّ خطأ." in sent.body
    assert (
        f"http://localhost:8000/admin/readers/contactmessage/{ContactMessage.objects.get().pk}/" in sent.body
    )
    assert 'class="' not in client.get(response["Location"]).headers


def test_without_an_address_a_message_is_still_kept(client):
    send(client)
    assert ContactMessage.objects.exists()
    assert not QueuedMail.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_of_another_site_is_refused(client, headers):
    assert send(client, headers).status_code == 403
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"email": "no"}, {"text": ""}, {"text": "\N{ZERO WIDTH SPACE}"}, {"text": "ع" * 5001}, {"name": ""}],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, fields):
    response = send(client, **fields)
    assert response.status_code == 200
    assert not ContactMessage.objects.exists()
    html = response.content.decode()
    assert "تصحيح" in html
    assert 'aria-invalid="true"' in html


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(client):
    assert send(client, website="http://spam.example").status_code == 302
    assert not ContactMessage.objects.exists()


def test_the_sixth_message_of_an_hour_waits(client):
    for _ in range(5):
        assert send(client).status_code == 302
    response = send(client, headers=OURS | {"X-Forwarded-For": "9.9.9.9"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert ContactMessage.objects.count() == 5
