"""The workflow log as a table, and who reads the log and the revisions of which texts."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.admin import log_list as log_admin
from articles.models import TransitionLog
from tests import factories
from tests.admin.forms import change_url

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/transitionlog/"
CSV = f"{LIST}csv/"


def table(answer) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def moved(writer, *moves, **fields):
    article = factories.draft(writer, **fields)
    for move, by, note in moves or [("submit", writer, "")]:
        article.apply(move, by=by, note=note)
    return article


@pytest.fixture
def two_desks(contributor, editor):
    """An editor of one section, with a text in it and a text in another."""
    own, other = factories.section(), factories.section()
    editor.sections.add(own)
    return (
        User.objects.get(pk=editor.pk),
        moved(contributor, section=own.pk, title="في قسمي"),
        moved(contributor, section=other.pk, title="في قسم غيري"),
    )


def test_every_entry_is_a_line_in_the_order_it_was_written(client, contributor, editor, monkeypatch):
    monkeypatch.setattr(log_admin, "CHUNK", 2)
    article = moved(
        contributor,
        ("submit", contributor, ""),
        ("claim", editor, ""),
        ("send_back", editor, "اختصر"),
        title="نصّ",
    )
    client.force_login(editor)
    headings, *rows = table(client.get(CSV))
    assert len(headings) == len(log_admin.HEADINGS)
    assert [int(row[0]) for row in rows] == list(article.log.order_by("pk").values_list("pk", flat=True))
    assert [row[4] for row in rows] == ["نصّ"] * 3
    assert rows[-1][-1] == "اختصر"
    at = datetime.fromisoformat(rows[0][1])
    assert at.utcoffset() == timezone.localtime(at).utcoffset()
    assert abs(at - timezone.now()) < timedelta(minutes=1)


def test_no_cell_is_a_formula(client, contributor, editor):
    moved(
        contributor,
        ("submit", contributor, ""),
        ("send_back", editor, "=HYPERLINK(A1)"),
        title="＝SUM(A1)",
    )
    client.force_login(editor)
    _headings, *rows = table(client.get(CSV))
    assert rows[-1][-1] == "'=HYPERLINK(A1)"
    assert {row[4] for row in rows} == {"'＝SUM(A1)"}


def test_the_filters_of_the_list_hold(client, contributor, editor):
    moved(contributor, ("submit", contributor, ""), ("claim", editor, ""))
    client.force_login(editor)
    assert len(table(client.get(CSV))) == 3
    assert len(table(client.get(CSV, {"move": "claim"}))) == 2
    assert client.get(LIST, {"move": "claim"}).context["cl"].result_count == 1


def test_days_are_included(client, contributor, editor):
    entries = [moved(contributor).log.get() for _ in range(4)]
    today = timezone.localdate()
    for days_ago, entry in enumerate(entries):
        noon = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        TransitionLog._base_manager.filter(pk=entry.pk).update(at=noon - timedelta(days=days_ago))
    client.force_login(editor)
    between = {"from": f"{today - timedelta(days=2)}", "to": f"{today - timedelta(days=1)}"}
    assert len(table(client.get(CSV, between))) == 3
    assert client.get(LIST, between).context["cl"].result_count == 2
    assert len(table(client.get(CSV, {"from": str(today)}))) == 2
    assert len(table(client.get(CSV, {"to": f"{today - timedelta(days=3)}"}))) == 2
    assert len(table(client.get(CSV, {"to": f"{today - timedelta(days=9)}"}))) == 1


@pytest.mark.parametrize("typed", ["soon", "2026-13-45", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_what_is_no_day_is_said_and_kept(client, contributor, editor, typed):
    moved(contributor)
    client.force_login(editor)
    answer = client.get(CSV, {"from": typed}, follow=True)
    assert answer.request["PATH_INFO"] == LIST
    assert answer.context["cl"].result_count == 0
    assert 'class="errornote"' in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


def test_only_what_is_in_ones_sections(client, two_desks):
    editor, own, other = two_desks
    client.force_login(editor)
    assert [row[4] for row in table(client.get(CSV))[1:]] == ["في قسمي"]
    assert client.get(LIST).context["cl"].result_count == 1
    assert client.get(f"{LIST}{own.log.get().pk}/change/").status_code == 200
    assert client.get(f"{LIST}{other.log.get().pk}/change/").status_code == 403


def test_revisions_too(client, two_desks):
    editor, own, other = two_desks
    client.force_login(editor)
    revisions = "/admin/articles/revision/"
    listed = client.get(revisions).context["cl"].result_list
    assert [revision.title for revision in listed] == ["في قسمي"]
    assert client.get(f"{revisions}{own.working_revision_id}/change/").status_code == 200
    assert client.get(f"{revisions}{other.working_revision_id}/change/").status_code == 403


def test_the_log_of_one_text(client, contributor, editor, two_desks):
    editor, own, other = two_desks
    client.force_login(editor)
    address = f"/admin/articles/article/{own.pk}/log.csv"
    assert address in client.get(change_url(own)).content.decode()
    assert len(table(client.get(address))) == 2
    assert client.get(f"/admin/articles/article/{other.pk}/log.csv").status_code == 403
    client.force_login(contributor)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.ADMIN])
def test_who_does_not_read_the_log_does_not_get_it(client, role, contributor):
    moved(contributor)
    client.force_login(factories.user(role=role))
    assert client.get(CSV).status_code == 403


def test_a_download_changes_nothing(client, contributor, editor):
    article = moved(contributor)
    client.force_login(editor)
    table(client.get(CSV))
    assert article.log.count() == 1
    assert client.post(CSV).status_code == 405


def test_e_mail_addresses_are_in_no_choice(client, contributor, editor):
    factories.user("someone", Role.EDITOR, email="someone@paper.example", display_name="فلان")
    client.force_login(editor)
    asked = {"app_label": "articles", "model_name": "author", "field_name": "user", "term": "some"}
    assert client.get("/admin/autocomplete/", asked).status_code == 403
    client.force_login(factories.user(role=Role.MANAGING_EDITOR))
    assert "someone@paper.example" not in client.get("/admin/articles/author/add/").content.decode()
