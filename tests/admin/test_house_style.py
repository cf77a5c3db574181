"""The months and digits of the paper, in its back office and in its mails."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from maseer.errors import ErrorPages
from maseer.lib import house_style
from maseer.lib.dates import printed
from maseer.lib.throttle import TooMany
from maseer.management.commands.worker import Command, Task
from maseer.models import QueuedMail
from pages.middleware import HouseStyle
from pages.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db

APRIL = datetime(2026, 4, 5, 15, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def levantine_paper(db):
    SiteSettings(months="levantine", digits="arabic").save()


def words(answer) -> str:
    """What a page prints, its title too; what people have written has no digits here."""
    assert answer.status_code == 200
    page = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    # A script says how many rows are chosen.
    page = re.sub(r'<span class="action-counter.*?</span>', "", page)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_how_long_one_waits_is_said_in_the_digits_of_the_paper(client, rf):
    asked = rf.get("/")
    waits = HouseStyle(lambda request: ErrorPages(None).process_exception(request, TooMany(wait=14 * 60)))(
        asked
    )
    assert waits.status_code == 429
    assert "١٤ دقيقة" in waits.content.decode()


def test_how_long_a_title_may_be_is_said_in_the_digits_of_the_paper():
    with house_style.of(SiteSettings.load()), pytest.raises(ValidationError, match="٢٥٠"):
        factories.payload(title="ن" * 251).cleaned()


@pytest.mark.parametrize(
    "page",
    [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/{article}/change/",
        "/admin/articles/article/{article}/versions/",
        "/admin/articles/article/{article}/reads/",
        "/admin/articles/article/{article}/compare/",
        "/admin/articles/author/",
        "/admin/articles/tag/",
        "/admin/articles/transitionlog/",
        "/admin/notices/",
    ],
)
def test_no_page_of_the_back_office_mixes_digits(client, managing_editor, contributor, page):
    section = factories.section("أخبار").pk
    waiting = factories.draft(contributor, title="نصّ ينتظر", section=section)
    waiting.apply("submit", by=contributor)
    article = factories.article(title="نصّ منشور", section=section, published_at=APRIL)
    article.save_revision(
        factories.payload(title="عنوان أحدث", section=section),
        base=article.working_revision_id,
        by=managing_editor,
    )
    client.force_login(managing_editor)
    shown = words(client.get(page.format(article=article.pk)))
    assert shown
    assert not re.findall(r".{20}[0-9].{20}", shown)


def test_months_have_their_own_names_on_the_page_of_a_text(client, managing_editor):
    article = factories.article(published_at=APRIL)
    client.force_login(managing_editor)
    assert "٥ نيسان ٢٠٢٦، ١٨:٠٧" in words(client.get(f"/admin/articles/article/{article.pk}/change/"))


def test_who_reads_english_has_english_months_and_digits(client, managing_editor):
    managing_editor.language = "en"
    managing_editor.save()
    article = factories.article(published_at=APRIL)
    client.force_login(managing_editor)
    shown = words(client.get(f"/admin/articles/article/{article.pk}/change/"))
    assert "April 5, 2026, 6:07 p.m." in shown


def test_mails_written_by_requests_and_by_the_worker_follow_too(client, admin_user):
    client.force_login(admin_user)
    form = {"email": "hala@example.com", "display_name": "هالة", "role": "editor", "note": ""}
    assert client.post("/admin/accounts/invitation/add/", form).status_code == 302
    mail = QueuedMail.objects.get()
    assert "٧ أيّام" in mail.text
    assert "٧ أيّام" in mail.html
    said = []
    Command().attempt(Task("say", lambda: said.append(printed(APRIL, "DATE_FORMAT")), every=1, lease=None))
    assert said == ["٥ نيسان ٢٠٢٦"]
    assert printed(APRIL, "DATE_FORMAT") == "5 أبريل 2026"


def test_a_list_of_several_pages_numbers_them(client, managing_editor):
    section = factories.section("أخبار").pk
    for day in range(51):
        factories.article(title="نصّ", section=section, published_at=APRIL - timedelta(days=day))
    client.force_login(managing_editor)
    answer = client.get("/admin/articles/article/")
    assert '<a href="?p=2" class="end">٢</a>' in answer.content.decode()
    assert "٥١ نتيجة" in words(answer)
    assert client.get("/admin/articles/article/?p=2").context["cl"].page_num == 2
