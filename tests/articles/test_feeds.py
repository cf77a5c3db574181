"""Feeds: of the paper, a section, a writer, a tag."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from defusedxml import ElementTree
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles import feeds
from articles.models import Article, Author, Section, Tag
from articles.workflow import Status
from images import renditions
from maseer.models import Invalidation
from pages.models import SiteSettings
from tests.articles.hidden import CANARY, STATES, hidden
from tests.factories import article, author, image, section

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
BUDGET = 9


@pytest.fixture(scope="module", autouse=True)
def paper(made_once):
    SiteSettings(name="مصير", tagline="صحيفة", rights="جميع الحقوق محفوظة").save()
    desk, writer = section("أخبار", deck="ما جرى"), author("ليلى شعبان", bio="كاتبة")
    text = article(
        title="«طاجيكستان».. رسائل <أميركا> & روسيا",
        deck="مقدّمة & <بقيّة>",
        section=desk.pk,
        bylines=((writer.pk, "writer"), (author("سامي").pk, "writer")),
        tags=("المياه",),
        published_at=timezone.now() - timedelta(hours=1),
    )
    tag = text.tags.get()
    return {
        "": "/feeds/",
        "section": f"/feeds/sections/{desk.slug}/",
        "author": f"/feeds/authors/{writer.slug}/",
        "tag": f"/feeds/tags/{tag.slug}/",
    }


def read(client, address, kind="rss"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return root.find("channel") if kind == "rss" else root


KINDS = ["", "section", "author", "tag"]
FORMATS = ["", "atom/"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_has_the_texts_of_its_list(kind, paper, client):
    elsewhere = article(title="في مكان آخر")
    channel = read(client, paper[kind])
    found = {item.findtext("title") for item in channel.iter("item")}
    assert "«طاجيكستان».. رسائل <أميركا> & روسيا" in found
    assert (elsewhere.title in found) == (kind == "")
    assert channel.findtext("language") == "ar"
    assert channel.find(f"{ATOM}link").get("href") == SITE + iri_to_uri(paper[kind])


def test_an_entry_says_who_when_what_and_where(paper, client):
    text = Article.objects.get()
    item = read(client, "/feeds/").find("item")
    assert item.findtext("link") == SITE + iri_to_uri(text.get_absolute_url())
    assert (item.findtext("guid"), item.find("guid").get("isPermaLink")) == (f"{SITE}/{text.pk}/", "true")
    assert parsedate_to_datetime(item.findtext("pubDate")) == text.published_at.replace(microsecond=0)
    assert [creator.text for creator in item.iter(f"{DC}creator")] == ["ليلى شعبان", "سامي"]
    assert [category.text for category in item.iter("category")] == ["أخبار", "المياه"]
    # HTML within XML.
    assert item.findtext("description") == "<p>مقدّمة &amp; &lt;بقيّة&gt;</p>"


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_without_a_deck_says_how_its_text_begins(kind, paper, client):
    Article.objects.update(deck="", body="<p>في وقت <b>تعمل</b> روسيا</p>")
    item = read(client, paper[kind]).find("item")
    assert item.findtext("description") == "<p>في وقت تعمل روسيا</p>"


@pytest.mark.parametrize(
    ("kind", "title", "about"),
    [
        ("", "مصير", "صحيفة"),
        ("section", "أخبار · مصير", "ما جرى"),
        ("author", "ليلى شعبان · مصير", "كاتبة"),
        ("tag", "المياه · مصير", "صحيفة"),
    ],
)
def test_a_feed_says_whose_it_is(kind, title, about, paper, client):
    channel = read(client, paper[kind])
    assert (channel.findtext("title"), channel.findtext("description")) == (title, about)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_is_there_as_atom(kind, paper, client):
    text, address = Article.objects.get(), f"{paper[kind]}atom/"
    article(title="في مكان آخر", section=section().pk)
    rss, feed = read(client, paper[kind]), read(client, address, "atom")
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert feed.findtext(f"{ATOM}title") == rss.findtext("title")
    assert feed.findtext(f"{ATOM}subtitle") == rss.findtext("description")
    assert feed.findtext(f"{ATOM}rights") == rss.findtext("copyright")
    assert feed.findtext(f"{ATOM}id") == rss.findtext("link")
    # Who answers for what nobody signed.
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "مصير"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": rss.findtext("link"), "self": SITE + iri_to_uri(address)}
    changed = [
        datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in feed.iter(f"{ATOM}entry")
    ]
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == max(changed)

    assert len(changed) == len(list(rss.iter("item"))) == (2 if kind == "" else 1)
    entry = feed.findall(f"{ATOM}entry")[-1]
    assert entry.findtext(f"{ATOM}id") == f"{SITE}/{text.pk}/"
    assert entry.find(f"{ATOM}link").get("href") == SITE + iri_to_uri(text.get_absolute_url())
    assert entry.findtext(f"{ATOM}title") == text.title
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert entry.findtext(f"{ATOM}summary") == "<p>مقدّمة &amp; &lt;بقيّة&gt;</p>"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")) == text.published_at
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["أخبار", "المياه"]
    writers = {
        who.findtext(f"{ATOM}name"): who.findtext(f"{ATOM}uri") for who in entry.findall(f"{ATOM}author")
    }
    assert list(writers) == ["ليلى شعبان", "سامي"]
    lila = Author.objects.get(name="ليلى شعبان")
    assert writers[lila.name] == SITE + iri_to_uri(lila.get_absolute_url())


@pytest.mark.parametrize(("end", "kind"), [("", "rss"), ("atom/", "atom")])
def test_a_picture_says_how_much_it_weighs_how_large_it_is_and_whose(end, kind, paper, client):
    shown = image(alt="ميناء", credit="تصوير: سامي")
    renditions.render(shown)
    article(title="مصوّر", image=shown.pk)
    feed = read(client, f"/feeds/{end}", kind)
    found = feed.find("item" if kind == "rss" else f"{ATOM}entry")
    media = found.find(f"{MEDIA}content")
    assert (media.get("medium"), media.get("width"), media.get("height")) == ("image", "1200", "630")
    assert media.findtext(f"{MEDIA}description") == "ميناء"
    assert media.findtext(f"{MEDIA}credit") == "تصوير: سامي"
    if kind == "rss":
        enclosure, url = found.find("enclosure"), found.find("enclosure").get("url")
    else:
        [enclosure] = [link for link in found.iter(f"{ATOM}link") if link.get("rel") == "enclosure"]
        url = enclosure.get("href")
    assert url == media.get("url")
    sent = b"".join(client.get(url.removeprefix(SITE)).streaming_content)
    assert int(enclosure.get("length")) == len(sent) > 1000


def test_an_entry_brings_its_picture_when_the_sizes_are_made(paper, client):
    shown = image()
    article(title="مصوّر", image=shown.pk)
    assert read(client, "/feeds/").find("item/enclosure") is None
    renditions.render(shown)
    enclosure = read(client, "/feeds/").find("item/enclosure")
    assert enclosure.get("type") == "image/jpeg"
    assert enclosure.get("url").startswith(f"{SITE}/media/")
    assert enclosure.get("url").endswith("/share-1200.jpg")


def test_an_entry_says_what_was_corrected(paper, client, managing_editor):
    text = Article.objects.get()
    text.correct("correction", "الرقم <خمسة>", by=managing_editor)
    item = read(client, "/feeds/").find("item")
    assert "<p><b>تصحيح:</b> الرقم &lt;خمسة&gt;</p>" in item.findtext("description")
    assert datetime.fromisoformat(item.findtext(f"{ATOM}updated")) > text.updated_at


@pytest.mark.parametrize("end", FORMATS)
def test_what_is_not_public_is_in_no_feed(end, paper, client):
    desk, writer = Section.objects.get(name="أخبار"), Author.objects.get(name="ليلى شعبان")
    where = {"section": desk.pk, "bylines": ((writer.pk, "writer"),), "tags": ("المياه",)}
    texts = {state: hidden(state, **where) for state in STATES}
    for address in paper.values():
        response = client.get(address + end)
        assert response.status_code == 200
        assert CANARY not in response.content.decode()
        assert [state for state, text in texts.items() if f"/{text.pk}/" in response.content.decode()] == []


def test_a_withdrawn_text_leaves_the_feed_at_once(paper, client, managing_editor):
    text = Article.objects.get()
    before = client.get("/feeds/")
    text.apply("withdraw", by=managing_editor, note="لخطأ فيه")
    assert not list(read(client, "/feeds/").iter("item"))
    kept = {"If-None-Match": before["ETag"], "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get("/feeds/", headers=kept).status_code == 200
    assert Invalidation.objects.filter(tag="feed").exists()


def test_a_feed_ends_after_thirty_entries(paper, client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for _ in range(3):
        article()
    assert len(list(read(client, "/feeds/").iter("item"))) == 2


@pytest.mark.parametrize("end", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_feed_is_not_sent_again(kind, end, paper, client):
    address = paper[kind] + end
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    article(title="أحدث", section=Section.objects.get(name="أخبار").pk)
    if kind in {"", "section"}:
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_is_cheap_whatever_is_in_it(paper, client, django_assert_max_num_queries, managing_editor):
    desk, writer = Section.objects.get(name="أخبار"), Author.objects.get(name="ليلى شعبان")
    for _ in range(12):
        text = article(
            section=desk.pk,
            bylines=((writer.pk, "writer"), (author().pk, "translator")),
            tags=("المياه", "السدود"),
            image=image((60, 40)).pk,
        )
        text.correct("update", "زيد", by=managing_editor)
    for address in paper.values():
        for end, format_ in (("", "rss"), ("atom/", "atom")):
            with django_assert_max_num_queries(BUDGET, info=address):
                read(client, address + end, format_)


@pytest.mark.parametrize("end", FORMATS)
@pytest.mark.parametrize("what", ["sections", "authors", "tags"])
def test_what_is_not_there_has_no_feed(what, end, client):
    assert client.get(f"/feeds/{what}/لا-أحد/{end}").status_code == 404


def test_a_text_about_a_section_breaks_no_feed(client):
    """A description is typed in a form, and may hold what XML cannot."""
    desk = section(deck="a\x0bb")
    article(section=desk.pk)
    assert read(client, f"/feeds/sections/{desk.slug}/").findtext("description") == "a b"


@pytest.mark.parametrize("kind", KINDS)
def test_pages_name_their_feed(kind, paper, client):
    page = {
        "": "/",
        "section": Section.objects.get(name="أخبار").get_absolute_url(),
        "author": Author.objects.get(name="ليلى شعبان").get_absolute_url(),
        "tag": Tag.objects.get().get_absolute_url(),
    }[kind]
    html = client.get(page).content.decode()
    for end, format_ in (("", "rss"), ("atom/", "atom")):
        named = re.findall(
            rf'<link rel="alternate" type="application/{format_}\+xml" [^>]* href="([^"]*)"', html
        )
        assert named[0] == iri_to_uri(paper[kind]) + end
        assert all(client.get(address).status_code == 200 for address in named)
    assert f'<a href="{iri_to_uri(paper[kind])}"' in html.partition("<body>")[2]


def test_a_text_of_yesterdays_evening_keeps_its_moment(client):
    at = datetime(2025, 7, 3, 22, 30, tzinfo=UTC)
    desk = section()
    article(status=Status.PUBLISHED, published_at=at, section=desk.pk)
    found = read(client, f"/feeds/sections/{desk.slug}/").findtext("item/pubDate")
    assert parsedate_to_datetime(found) == at
