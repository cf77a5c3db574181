"""The command line: English, no traceback, a report that can be read by machines."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.models import Article
from tests.wordpress import wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "export.xml"
    file.write_text(
        wxr.export(
            wxr.item(5, categories=["أخبار"]),
            wxr.item(6, title="ع" * 300),
            wxr.item(7, status="trash"),
            wxr.item(8, status="future", at="2020-01-01 00:00:00"),
        )
    )
    return file


def run(*args, **options):
    out = StringIO()
    call_command("import_wordpress", *args, stdout=out, **options)
    return out.getvalue()


def test_it_says_what_it_did(file, tmp_path):
    told = run(file, report=tmp_path / "report.json")
    assert "articles                 2 created" in told
    assert "refused: articles 6" in told
    assert "1 × in the trash" in told
    assert "overdue: 1" in told
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["file"] == str(file)
    assert report["articles"]["created"] == 2
    assert report["articles"]["refused"] == [
        {"item": 6, "title": "ع" * 200, "reason": "the title is longer than 250 letters"}
    ]
    assert report["left_out"] == [{"item": 7, "title": "عنوان", "reason": "in the trash"}]


def test_a_dry_run_says_so(file):
    assert "Dry run: nothing was changed." in run(file, dry_run=True)
    assert not Article.objects.exists()


def test_there_is_no_progress_bar_without_a_terminal(file, capsys):
    run(file)
    assert "[#" not in capsys.readouterr().err


@pytest.mark.parametrize(("content", "message"), [("", "empty"), ("<rss><channel>", "ends in the middle")])
def test_a_bad_file_is_told_in_one_sentence(tmp_path, content, message):
    file = tmp_path / "export.xml"
    file.write_text(content)
    with pytest.raises(CommandError, match=rf"{message}.*Nothing was changed"):
        run(file)


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(file, tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        run(file, report=tmp_path / "none" / "report.json")
    assert not Article.objects.exists()


def test_a_refusal_of_the_database_is_told(file, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("maseer.wordpress.importer.Importer.run", refuse)
    with pytest.raises(CommandError, match="database is locked"):
        run(file)
