"""Reading the export file: what is understood, what is refused, and that memory holds one item."""

import tracemalloc
from datetime import UTC, datetime

import pytest

from maseer.wordpress.export import Export, ExportError, moment
from tests.wordpress import wxr


def read(tmp_path, content):
    file = tmp_path / "export.xml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    export = Export(file)
    return export, list(export.items())


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><title>&x;</title></channel></rss>"""
WHOLE = wxr.export(wxr.item(1), wxr.item(2))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("PK\x03\x04 not xml", "not well-formed"),
        ("<html><body>404</body></html>", "begins with <html>"),
        ("<rss><channel><title>a feed</title></channel></rss>", "no <wp:wxr_version>"),
        (wxr.export(wxr.item(1), version="2.0"), "version 2.0"),
        (wxr.export(wxr.item(1), address=""), "which site"),
        (WHOLE[: len(WHOLE) // 2], "ends in the middle"),
        (WHOLE.removesuffix(wxr.TAIL), "ends in the middle"),
        (BOMB, "document type or entities"),
        (
            "<!DOCTYPE rss SYSTEM 'http://192.0.2.1/x.dtd'>" + WHOLE.partition("?>")[2],
            "document type or entities",
        ),
        (OUTSIDE, "document type or entities"),
        (WHOLE.replace("عنوان", "&nbsp;"), "not well-formed"),
        (WHOLE.encode().replace("عنوان".encode(), b"\xff\xfe"), "not well-formed"),
        (WHOLE.replace("UTF-8", "no-such-code"), "encoding"),
        ("<rss><channel><item>" + "<a>" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_whole_export_is_refused_in_words(tmp_path, content, message):
    with pytest.raises(ExportError, match=message):
        read(tmp_path, content)


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(ExportError, match="No such file"):
        list(Export(tmp_path / "none.xml").items())


def test_an_item_is_read_with_everything_it_carries(tmp_path):
    export, items = read(
        tmp_path,
        wxr.export(
            wxr.item(
                7,
                title=" عنوان ",
                status="draft",
                gmt="0000-00-00 00:00:00",
                at="2024-05-01 12:00:00",
                creator="<someone",
                password="secret",
                sticky=1,
                categories=["أخبار", "أخبار"],
                tags=["وسم"],
                meta=[
                    ("_thumbnail_id", "9"),
                    ("_wp_old_slug", "a"),
                    ("_wp_old_slug", "b"),
                    ("_edit_lock", "1:1"),
                ],
                comments=[wxr.comment(3, approved="spam")],
            ),
            accounts=[("someone", "فلان الفلاني")],
            categories=[("أخبار", "news", "")],
            tags=[("وسم", "tag")],
        ),
    )
    (item,) = items
    assert (item.id, item.type, item.status, item.title, item.creator) == (
        7,
        "post",
        "draft",
        "عنوان",
        "someone",
    )
    # Summer in Damascus is three hours ahead.
    assert item.at == datetime(2024, 5, 1, 9, tzinfo=UTC)
    assert item.has_password
    assert item.is_sticky
    assert [term.name for term in item.categories] == ["أخبار"]
    assert [term.name for term in item.tags] == ["وسم"]
    assert item.thumbnail == 9
    assert item.meta["_wp_old_slug"] == ("a", "b")
    assert "_edit_lock" not in item.meta
    assert [(comment.id, comment.approved) for comment in item.comments] == [(3, "spam")]
    assert export.site.accounts == {"someone": "فلان الفلاني"}
    assert [category.name for category in export.site.categories] == ["أخبار"]
    assert [term.name for term in export.site.tags] == ["وسم"]


@pytest.mark.parametrize("space", ["http://wordpress.org/export/1.0/", "https://wordpress.org/export/1.2/"])
def test_every_version_of_the_namespace_is_read(tmp_path, space):
    _export, items = read(tmp_path, WHOLE.replace("http://wordpress.org/export/1.2/", space))
    assert [item.id for item in items] == [1, 2]


def test_control_characters_do_not_break_the_file(tmp_path):
    _export, items = read(tmp_path, wxr.export(wxr.item(1, title="قبل\x0b\x00\x1fبعد")))
    assert items[0].title == "قبلبعد"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://old.example", "old.example"),
        ("http://www.old.example/", "old.example"),
        ("https://old.example/blog/", "old.example/blog"),
    ],
)
def test_two_sites_do_not_share_numbers(tmp_path, address, key):
    export, _items = read(tmp_path, wxr.export(wxr.item(1), address=address))
    assert export.site.key == key


def test_the_key_of_a_site_stays_short(tmp_path):
    export, _items = read(tmp_path, wxr.export(wxr.item(1), address="https://old.example/" + "a" * 500))
    assert len(export.site.key) <= 100


@pytest.mark.parametrize(
    ("utc", "local", "expected"),
    [
        ("2024-01-01 10:00:00", "2024-01-01 23:00:00", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("0000-00-00 00:00:00", "2024-01-01 13:00:00", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("", "", None),
        ("0000-00-00 00:00:00", "2023-02-30 13:00:00", None),
        ("0001-01-01 00:00:00", "", datetime(1, 1, 1, tzinfo=UTC)),
        ("", "0001-01-01 00:00:00", None),
    ],
)
def test_dates(utc, local, expected):
    assert moment(utc, local) == expected


def test_memory_holds_one_item_at_a_time(tmp_path):
    file = tmp_path / "large.xml"
    body = "<p>كلام</p>" * 5_000
    with file.open("w") as out:
        out.write(wxr.HEAD + wxr.header())
        for number in range(1, 301):
            out.write(wxr.item(number, body=body))
        out.write(wxr.TAIL)
    assert file.stat().st_size > 20_000_000
    tracemalloc.start()
    assert sum(1 for _item in Export(file).items()) == 300
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
