import pytest
from django.contrib.contenttypes.models import ContentType

from tests.factories import draft

pytestmark = pytest.mark.django_db


def test_no_number_leads_to_the_title_of_a_draft(client, contributor, editor):
    text = draft(editor, title="كناري")
    client.force_login(contributor)
    response = client.get(f"/admin/r/{ContentType.objects.get_for_model(text).pk}/{text.pk}/")
    assert response.status_code == 404
