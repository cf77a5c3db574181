"""Sitemaps and robots.txt."""

from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles import sitemaps
from articles.models import Article, Series, Source
from pages.models import Page, SiteSettings
from tests.articles.hidden import CANARY, STATES, hidden
from tests.factories import article, author, section

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
INDEX_BUDGET = 13
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read(client, address, root):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == f"{PLACE}{root}"
    return tree


def block(name: str, row) -> str:
    return f"/sitemaps/{name}-{row.pk // sitemaps.IN_A_BLOCK}.xml"


def places(tree) -> list[str]:
    found = [place.text for place in tree.iter(f"{PLACE}loc")]
    assert all(place.startswith(f"{SITE}/") and place.isascii() for place in found)
    return [place.removeprefix(SITE) for place in found]


def everything(client) -> list[str]:
    """Every page that a robot finds, beginning with the index."""
    index = places(read(client, "/sitemap.xml", "sitemapindex"))
    return [page for sitemap in index for page in places(read(client, sitemap, "urlset"))]


def test_a_robot_finds_every_public_page_and_each_answers(client):
    SiteSettings(name="مصير").save()
    desk, writer, series = section("أخبار"), author("ليلى"), Series.objects.create(name="مدن")
    page = Page.objects.create(title="من نحن", slug="about")
    Page.objects.create(title="لاحقًا", is_public=False)
    author("لم تكتب بعد")
    section("قسم فارغ")
    text = article(
        section=desk.pk, bylines=((writer.pk, "writer"),), tags=("المياه",), series=series.pk, series_part=1
    )
    found = everything(client)
    rows = [text, desk, writer, text.tags.get(), series, page]
    expected = {iri_to_uri(row.get_absolute_url()) for row in rows}
    assert set(found) == expected | {"/", "/authors/", "/archive/", "/most-read/", "/corrections/"}
    assert len(found) == len(set(found)) + 1  # today's news are there twice, once as news
    for address in found:
        assert client.get(address).status_code == 200


def test_an_entry_says_when_it_changed(client):
    text = article(published_at=timezone.now() - timedelta(days=9))
    entry = read(client, block("articles", text), "urlset").find(f"{PLACE}url")
    assert datetime.fromisoformat(entry.findtext(f"{PLACE}lastmod")) == text.updated_at
    desk = read(client, block("sections", text.section), "urlset").find(f"{PLACE}url")
    assert datetime.fromisoformat(desk.findtext(f"{PLACE}lastmod")) == text.published_at


def test_an_archive_is_cut_by_number_and_empty_pieces_are_left_out(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "IN_A_BLOCK", 1)
    first, gap, last = article(), hidden("draft"), article()
    index = places(read(client, "/sitemap.xml", "sitemapindex"))
    articles = [place for place in index if "/articles-" in place]
    assert articles == [f"/sitemaps/articles-{text.pk}.xml" for text in (first, last)]
    assert client.get(f"/sitemaps/articles-{gap.pk}.xml").status_code == 404
    for place, text in zip(articles, (first, last), strict=True):
        assert places(read(client, place, "urlset")) == [iri_to_uri(text.get_absolute_url())]


def test_the_index_asks_the_same_however_many_rows_there_are(
    client, monkeypatch, django_assert_max_num_queries
):
    def asked() -> None:
        with django_assert_max_num_queries(INDEX_BUDGET):
            assert client.get("/sitemap.xml").status_code == 200

    desk = section()
    Page.objects.create(title="من نحن", slug="about")
    text = article(section=desk.pk, bylines=((author().pk, "writer"),), tags=("المياه",), series=_series())
    # Several blocks, and no more than one look holds: PostgreSQL goes on from the numbers of other tests.
    monkeypatch.setattr(sitemaps, "IN_A_BLOCK", max(text.pk // 5, 2))
    asked()
    for _ in range(20):
        article(section=desk.pk, bylines=((author().pk, "writer"),), tags=("المياه",), series=_series())
    asked()


def _series() -> int:
    return Series.objects.create(name=f"سلسلة {Series.objects.count()}").pk


def test_what_another_paper_published_first_is_its_to_offer(client):
    outlet = Source.objects.create(name="العربي الجديد", url="https://other.example/")
    owed = article(source=outlet.pk, source_url="https://other.example/1")
    unknown = article(source=outlet.pk)
    outlet_of_ours = Source.objects.create(name="لنا", is_canonical=False)
    ours = article(source=outlet_of_ours.pk, source_url="https://own.example/1")
    found = everything(client)
    assert iri_to_uri(owed.get_absolute_url()) not in found
    assert {iri_to_uri(text.get_absolute_url()) for text in (unknown, ours)} <= set(found)


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_in_no_sitemap(state, client):
    desk, writer, series = section(f"{CANARY} قسم"), author(f"{CANARY} كاتب"), Series.objects.create(name="س")
    text = hidden(
        state,
        section=desk.pk,
        bylines=((writer.pk, "writer"),),
        tags=(f"{CANARY} وسم",),
        series=series.pk,
        series_part=1,
    )
    article()
    # Nor is that of which nothing else is public: the name alone would tell.
    for address in (
        "/sitemap.xml",
        "/sitemaps/news.xml",
        *places(read(client, "/sitemap.xml", "sitemapindex")),
    ):
        said = client.get(address).content.decode()
        assert CANARY not in said
        assert iri_to_uri(CANARY) not in said
        assert f"/{text.pk}/" not in said


def test_news_are_those_of_two_days(client):
    SiteSettings(name="مصير & غيره").save()
    now = timezone.now()
    text = article(title="خبر <اليوم>", published_at=now - timedelta(hours=47))
    article(title="خبر قديم", published_at=now - timedelta(hours=49))
    tree = read(client, "/sitemaps/news.xml", "urlset")
    assert places(tree) == [iri_to_uri(text.get_absolute_url())]
    news = tree.find(f"{PLACE}url/{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "خبر <اليوم>"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "مصير & غيره"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "ar"
    assert datetime.fromisoformat(news.findtext(f"{NEWS}publication_date")) == text.published_at
    assert "/sitemaps/news.xml" in places(read(client, "/sitemap.xml", "sitemapindex"))
    Article.objects.filter(pk=text.pk).update(published_at=now - timedelta(days=3))
    assert "/sitemaps/news.xml" not in places(read(client, "/sitemap.xml", "sitemapindex"))


@pytest.mark.parametrize(
    "address",
    [
        "/sitemaps/articles-7.xml",
        "/sitemaps/articles-99999999999999999999.xml",
        "/sitemaps/articles-999999999999999.xml",
        "/sitemaps/users-0.xml",
        "/sitemaps/articles-0.xml?p=2",
        "/sitemaps/articles-0.xml?p=%00",
    ],
)
def test_there_is_no_other_sitemap(address, client):
    article()
    assert client.get(address).status_code == 404


def test_robots_are_told_where_to_begin_and_what_to_leave_alone(client, settings):
    settings.SITE_URL = "https://maseer.example"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /search/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://maseer.example/sitemap.xml"
    text = article()
    assert all(
        place.text.startswith("https://maseer.example/")
        for address in (
            "/sitemap.xml",
            block("articles", text),
            "/sitemaps/news.xml",
            "/sitemaps/paper.xml",
        )
        for place in ElementTree.fromstring(client.get(address).content).iter(f"{PLACE}loc")
    )
