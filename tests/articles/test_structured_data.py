"""What pages say of themselves to search engines and networks: JSON-LD, OpenGraph, canonical addresses."""

import json
import re
from datetime import datetime
from html import unescape

import pytest
from django.utils.encoding import iri_to_uri

from articles.models import Author, Section, Series, Source, Tag
from articles.models.payload import Kind
from articles.structured_data import OTHERWISE, TYPES
from images import renditions
from pages.models import SiteSettings
from tests.articles.hidden import CANARY, STATES, hidden
from tests.factories import article, author, image, section

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


@pytest.fixture(autouse=True)
def paper():
    SiteSettings(name="مصير", tagline="صحيفة", telegram="https://t.me/maseer").save()


def head(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().partition("</head>")[0]


def said(client, address) -> dict[str, dict]:
    """By type. All of a page is one block, which no text in it ends."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head(client, address))
    assert len(blocks) == 1
    assert not re.search("[<>&]", blocks[0])
    graph = json.loads(blocks[0])
    assert graph["@context"] == "https://schema.org"
    return {found["@type"]: found for found in graph["@graph"]}


def tags(client, address) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(
        r'<meta (?:property|name)="([^"]*)" content="([^"]*)"', head(client, address)
    ):
        found.setdefault(name, []).append(unescape(content))
    return found


def canonical(client, address) -> str:
    return unescape(re.search(r'<link rel="canonical" href="([^"]*)"', head(client, address))[1])


def full(row) -> str:
    return SITE + iri_to_uri(row.get_absolute_url())


@pytest.fixture(scope="module")
def picture(made_once):
    shown = image(alt="جسر", caption="الجسر القديم", credit="سامي")
    renditions.render(shown)
    return shown.pk


@pytest.fixture
def text(picture):
    return article(
        kind=Kind.OPINION,
        title='رسائل </script><b>"أميركا" & روسيا',
        deck="مقدّمة",
        section=section("مقالات").pk,
        sections=(section("أخبار").pk,),
        bylines=((author("ليلى").pk, "writer"), (author("سامي").pk, "translator")),
        tags=("المياه", "السدود"),
        series=Series.objects.create(name="مدن").pk,
        series_part=2,
        image=picture,
    )


def test_an_article_says_what_it_is(text, client, managing_editor):
    text.correct("correction", "الرقم خمسة", by=managing_editor)
    found = said(client, text.get_absolute_url())
    opinion = found["OpinionNewsArticle"]
    writer = Author.objects.get(name="ليلى")
    assert opinion["headline"] == text.title
    assert opinion["description"] == "مقدّمة"
    assert opinion["url"] == opinion["mainEntityOfPage"] == full(text)
    assert datetime.fromisoformat(opinion["datePublished"]) == text.published_at.replace(microsecond=0)
    assert datetime.fromisoformat(opinion["dateModified"]) >= text.published_at.replace(microsecond=0)
    assert opinion["author"] == [
        {"@type": "Person", "@id": full(writer), "name": "ليلى", "url": full(writer)}
    ]
    assert [person["name"] for person in opinion["translator"]] == ["سامي"]
    assert opinion["publisher"]["name"] == "مصير"
    assert opinion["publisher"]["sameAs"] == ["https://t.me/maseer"]
    assert opinion["articleSection"] == ["مقالات", "أخبار"]
    assert opinion["keywords"] == ["المياه", "السدود"]
    assert (opinion["isPartOf"]["name"], opinion["position"]) == ("مدن", 2)
    assert [note["text"] for note in opinion["correction"]] == ["الرقم خمسة"]
    picture = opinion["image"]
    assert picture["url"].startswith(f"{SITE}/media/")
    assert (picture["width"], picture["height"]) == (1200, 630)
    assert (picture["caption"], picture["creditText"]) == ("الجسر القديم", "سامي")
    assert picture["url"].removeprefix(SITE) in tags(client, text.get_absolute_url())["og:image"][0]


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_text_has_its_type(kind, client):
    found = said(client, article(kind=kind).get_absolute_url())
    assert TYPES.get(kind, OTHERWISE) in found


def test_the_way_to_an_article_leads_over_its_section(text, client):
    way = said(client, text.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in way] == [
        (1, "مصير", f"{SITE}/"),
        (2, "مقالات", full(Section.objects.get(name="مقالات"))),
        (3, text.title, full(text)),
    ]


def test_networks_are_told_everything_about_an_article(text, client):
    found = tags(client, text.get_absolute_url())
    assert found["og:type"] == ["article"]
    assert found["og:title"] == [text.title]
    assert found["og:description"] == ["مقدّمة"]
    assert found["og:url"] == [full(text)]
    assert found["og:site_name"] == ["مصير"]
    assert found["og:locale"] == ["ar"]
    assert (found["og:image:width"], found["og:image:height"]) == (["1200"], ["630"])
    assert found["og:image:alt"] == found["twitter:image:alt"] == ["جسر"]
    assert found["twitter:card"] == ["summary_large_image"]
    assert datetime.fromisoformat(found["article:published_time"][0]) == text.published_at
    assert datetime.fromisoformat(found["article:modified_time"][0]) == text.updated_at
    assert found["article:section"] == ["مقالات"]
    assert found["article:tag"] == ["المياه", "السدود"]
    assert found["article:author"] == [full(Author.objects.get(name="ليلى"))]
    assert found["author"] == ["ليلى"]


def test_a_text_without_a_picture_promises_none(client):
    found = tags(client, article().get_absolute_url())
    assert found["twitter:card"] == ["summary"]
    assert not [name for name in found if "image" in name]
    assert "image" not in said(client, article().get_absolute_url())["NewsArticle"]


def test_search_engines_are_sent_to_the_first_publisher_and_readers_are_not(client):
    outlet = Source.objects.create(name="العربي الجديد", url="https://other.example/")
    text = article(source=outlet.pk, source_url="https://other.example/1?a=b&c=d")
    address = text.get_absolute_url()
    assert canonical(client, address) == "https://other.example/1?a=b&c=d"
    # Whoever shares our page shares our page.
    assert tags(client, address)["og:url"] == [full(text)]
    news = said(client, address)["NewsArticle"]
    assert news["isBasedOn"] == "https://other.example/1?a=b&c=d"
    assert news["sourceOrganization"] == {
        "@type": "Organization",
        "name": "العربي الجديد",
        "url": "https://other.example/",
    }
    Source.objects.update(is_canonical=False)
    assert canonical(client, address) == full(text)


def test_an_author_is_a_person(client):
    face = image(alt="وجهها")
    renditions.render(face)
    writer = author("ليلى", role="كاتبة", bio="من دمشق", portrait=face)
    article(bylines=((writer.pk, "writer"),))
    found = said(client, writer.get_absolute_url())
    person = found["ProfilePage"]["mainEntity"]
    assert (person["name"], person["jobTitle"], person["description"]) == ("ليلى", "كاتبة", "من دمشق")
    assert person["url"] == full(writer)
    assert person["image"]["width"] == 1200
    assert found["BreadcrumbList"]["itemListElement"][1]["item"] == "http://localhost:8000/authors/"
    assert found["BreadcrumbList"]["itemListElement"][2]["name"] == "ليلى"
    head_tags = tags(client, writer.get_absolute_url())
    assert (head_tags["og:type"], head_tags["og:title"]) == (["profile"], ["ليلى"])
    assert head_tags["og:image:alt"] == ["وجهها"]


def test_a_part_of_a_section_is_reached_over_the_whole(client):
    whole = section("أخبار", deck="ما جرى")
    part = section("سوريا", parent=whole)
    found = said(client, part.get_absolute_url())
    assert [step["name"] for step in found["BreadcrumbList"]["itemListElement"]] == ["مصير", "أخبار", "سوريا"]
    assert said(client, whole.get_absolute_url())["CollectionPage"]["description"] == "ما جرى"


@pytest.mark.parametrize("kind", ["tag", "series", "source"])
def test_other_lists_say_what_they_list(kind, client):
    text = article(
        tags=("المياه",),
        series=Series.objects.create(name="مدن").pk,
        series_part=1,
        source=Source.objects.create(name="الضفّة").pk,
    )
    row = {"tag": Tag.objects.get(), "series": text.series, "source": text.source}[kind]
    assert said(client, row.get_absolute_url())["CollectionPage"]["name"] == row.name
    assert canonical(client, row.get_absolute_url()) == full(row)


def test_the_front_page_says_how_the_paper_is_searched(client):
    article()
    site = said(client, "/")["WebSite"]
    assert (site["name"], site["description"], site["url"]) == ("مصير", "صحيفة", f"{SITE}/")
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{SITE}/search/?q={{search_term_string}}"
    assert client.get(template.removeprefix(SITE).replace("{search_term_string}", "كلمة")).status_code == 200


def test_a_further_page_of_a_list_is_nobodys_original(client):
    desk = section()
    for _ in range(21):
        article(section=desk.pk)
    html = client.get(desk.get_absolute_url()).content.decode()
    further = unescape(re.search(r'href="(\?before=[^"]*)"', html)[1])
    assert 'rel="canonical"' not in head(client, desk.get_absolute_url() + further)


def test_what_is_not_public_is_told_to_no_program(text, client):
    desk, writer = Section.objects.get(name="مقالات"), Author.objects.get(name="ليلى")
    texts = {
        state: hidden(
            state,
            section=desk.pk,
            bylines=((writer.pk, "writer"),),
            tags=("المياه",),
            series=text.series_id,
            series_part=1,
        )
        for state in STATES
    }
    rows = [text, desk, writer, Tag.objects.get(name="المياه"), text.series]
    for address in ["/", *(row.get_absolute_url() for row in rows)]:
        assert CANARY not in head(client, address)
    for state, unseen in texts.items():
        answer = client.get(f"/{unseen.pk}/")
        assert answer.status_code == (410 if state == "withdrawn" else 404), state
        html = answer.content.decode()
        assert CANARY not in html, state
        assert "ld+json" not in html, state
        assert "article:" not in html, state


def test_a_proof_tells_programs_nothing(text, client, managing_editor):
    client.force_login(managing_editor)
    html = client.get(f"/admin/articles/article/{text.pk}/proof/").content.decode()
    assert "ld+json" not in html
    assert "og:" not in html
