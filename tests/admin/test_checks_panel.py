"""What the checks find, beside the text and its buttons; and that pressing them all the same is refused."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import CheckLevel, Level
from articles.models.payload import Kind
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import as_filled, change_url, press

pytestmark = pytest.mark.django_db

LONG = f"<p>{'كلمة ' * 60}</p>"


def handed_in(by, **fields):
    text = factories.draft(by, **fields)
    text.apply("submit", by=by)
    return text


def panel(client, article) -> str:
    """The part of the page with the findings, or ""."""
    page = client.get(change_url(article)).content.decode()
    found = re.search(r'<(details|p) class="checks.*?</\1>', page, re.DOTALL)
    return found[0] if found else ""


def messages(client, answer) -> list[tuple[str, str]]:
    return [(said.level_tag, said.message) for said in client.get(answer.url).context["messages"]]


def test_findings_stand_beside_the_buttons_and_lead_to_their_fields(client, contributor, editor):
    bare = factories.image(alt="")
    text = handed_in(contributor, kind=Kind.OPINION, tags=(), image=bare.pk)
    client.force_login(editor)
    shown = panel(client, text)
    assert 'href="#id_writers"' in shown
    assert 'href="#id_tags"' in shown
    # A picture is mended in the library.
    assert f'href="{reverse("admin:images_image_change", args=[bare.pk])}"' in shown
    assert shown.count("checks__one--block") == 2
    # What stops comes first.
    assert shown.rindex("checks__one--block") < shown.index("checks__one--warn")
    page = client.get(change_url(text)).content.decode()
    assert 'name="move" value="approve"' in page


def test_who_may_only_read_a_text_is_led_to_no_field(client, contributor):
    text = handed_in(contributor, image=factories.image(alt="").pk)
    client.force_login(contributor)
    shown = panel(client, text)
    assert "checks__one--block" in shown
    assert "href" not in shown


def test_a_whole_text_has_one_calm_sentence(client, contributor, editor):
    text = handed_in(
        contributor,
        title="وصل القطار الأوّل إلى ميناء الرمل",
        body=LONG,
        tags=("قطارات",),
        image=factories.image(credit="ليان").pk,
        bylines=((factories.author().pk, "writer"),),
    )
    client.force_login(editor)
    assert "checks--calm" in panel(client, text)


def test_what_readers_have_already_has_none_unless_it_waits_for_a_review(client, managing_editor):
    article = factories.article(tags=())
    client.force_login(managing_editor)
    assert panel(client, article) == ""
    type(article).objects.filter(pk=article.pk).update(needs_review=True)
    assert "checks__one--warn" in panel(client, article)
    article.save_revision(factories.payload(body=""), base=article.working_revision_id, by=managing_editor)
    type(article).objects.filter(pk=article.pk).update(needs_review=False)
    assert "checks__one--block" in panel(client, article)


def test_an_idea_is_not_told_all_it_lacks(client, editor):
    idea = factories.draft(editor, body="")
    client.force_login(editor)
    assert idea.stage == Stage.IDEA
    assert '<details class="checks">' in panel(client, idea)
    begun = factories.draft(editor)
    assert '<details class="checks" open>' in panel(client, begun)


def test_a_scheduled_text_is_looked_at_for_its_hour(client, managing_editor):
    CheckLevel.objects.create(check_name="links_later", level=Level.BLOCK)
    hour = timezone.now() + timedelta(days=2)
    coming = factories.article(published_at=hour - timedelta(days=1))
    text = factories.article(published_at=hour, body=f'{LONG}<p><a href="/{coming.pk}/">رابط</a></p>')
    client.force_login(managing_editor)
    assert "checks__one--block" not in panel(client, text)


@pytest.mark.parametrize("move", ["approve", "publish"])
def test_the_button_is_refused_with_the_same_sentences(client, managing_editor, move):
    stage = {"approve": Stage.SUBMITTED, "publish": Stage.APPROVED}[move]
    text = factories.article(status=Status.UNPUBLISHED, stage=stage, kind=Kind.OPINION, body="")
    client.force_login(managing_editor)
    shown = panel(client, text)
    [(level, said)] = messages(client, press(client, text, move))
    assert level == "error"
    sentences = re.findall(r'<span dir="auto">(.*?)</span>', shown)[:2]
    assert all(sentence in said for sentence in sentences)
    text.refresh_from_db()
    assert (text.stage, text.status) == (stage, Status.UNPUBLISHED)


def test_from_the_list_only_those_without_faults_go_out(client, managing_editor):
    good, bad = (
        factories.article(status=Status.UNPUBLISHED, kind=kind) for kind in (Kind.NEWS, Kind.OPINION)
    )
    client.force_login(managing_editor)
    answer = client.post(
        "/admin/articles/article/", {"action": "publish", "_selected_action": [good.pk, bad.pk]}
    )
    assert [level for level, _said in messages(client, answer)] == ["success", "warning"]
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == (Status.PUBLISHED, Status.UNPUBLISHED)


def test_the_panel_asks_as_much_for_many_pictures_and_links_as_for_one(client, managing_editor):
    client.force_login(managing_editor)

    def questions(number: int) -> int:
        targets = [factories.article() for _ in range(number)]
        links = "".join(f'<p><a href="/{target.pk}/">رابط</a></p>' for target in targets)
        links += "".join(f'<figure data-image="{factories.image().pk}"></figure>' for _ in range(number))
        text = factories.article(status=Status.UNPUBLISHED, body=LONG + links)
        client.get(change_url(text))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(change_url(text))
        return len(asked)

    assert questions(1) == questions(9)


# Meters


def described_by(page: str) -> list[str]:
    field = re.search(r'<input [^>]*id="id_title"[^>]*>', page)[0]
    return re.search(r'aria-describedby="([^"]*)"', field)[1].split()


def test_a_field_opens_with_the_length_of_what_is_saved(client, editor):
    article = factories.draft(editor, title="كِتَابٌ جـديد", deck="", body=f"{LONG}<p>كلمة</p>")
    client.force_login(editor)
    page = client.get(change_url(article)).content.decode()
    meters = dict(re.findall(r'<p class="meter meter--(\w+)" id="id_(\w+)_meter"', page))
    assert meters == {"short": "title", "none": "deck", "good": "body"}
    assert re.search(r'id="id_title_meter" [^>]*data-shortest="20" data-longest="90"', page)
    assert described_by(page) == ["id_title_meter"]
    counts = re.findall(r'<span class="meter__count">(\d*)', page)
    assert counts == ["9", "", "61"]


def test_a_refused_field_is_described_by_its_fault_and_its_meter(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    answer = client.post(change_url(article), as_filled(article, title=""))
    assert described_by(answer.content.decode()) == ["id_title_error", "id_title_meter"]
