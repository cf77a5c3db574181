"""What readers see in the place of the pictures and embeds of a text."""

import pytest

from images import figures
from images.models import Image
from images.tasks import make_renditions
from maseer.lib import html
from tests.factories import article, image

pytestmark = pytest.mark.django_db

EMBED = '<figure class="embed" data-embed-url="https://www.video.example/watch?v=1&amp;t=2"></figure>'


def shown(body: str) -> str:
    assert html.clean(body) == body
    return figures.filled(body)


def test_a_text_shows_its_pictures_in_every_way_it_may_hold_them(client, django_assert_num_queries):
    first, second = image(alt="نهر"), image(alt="جسر")
    make_renditions()
    body = (
        f'<figure data-image="{first.pk}"><figcaption>تعليق</figcaption></figure>'
        f'<figure data-image="{second.pk}"><img data-image="{second.pk}" alt="من &quot;فوق&quot; &gt;"></figure>'
        f'<p>قبل <img data-image="{first.pk}" alt=""> بعد</p>'
    )
    with django_assert_num_queries(1):
        page = shown(body)
    assert page.count("<picture>") == 3
    assert page.count(f"/media/renditions/{second.pk}/") == page.count(f"/media/renditions/{first.pk}/") / 2
    assert "</picture><figcaption>تعليق</figcaption></figure>" in page
    assert 'alt="من &quot;فوق&quot; &gt;"' in page
    assert page.count('alt="نهر"') == 2
    assert "data-image" not in page


def test_a_text_without_pictures_is_printed_as_it_is(django_assert_num_queries):
    body = '<p>كلام <a href="https://a.example/" rel="noopener">رابط</a></p><figure><figcaption>ت</figcaption></figure>'
    with django_assert_num_queries(0):
        assert shown(body) == body


def test_a_picture_that_is_not_there_leaves_its_words_alone():
    imported = Image.objects.create(source_url="https://old.example/a.jpg")
    for number in (imported.pk, 9_999_999_999):
        figure = f'<figure data-image="{number}">'
        assert (
            shown(f"{figure}</figure>{figure}<figcaption>ت</figcaption></figure>")
            == "<figure><figcaption>ت</figcaption></figure>"
        )


def test_an_embed_is_a_link_to_its_host(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = shown(EMBED)
    assert page == (
        '<figure class="embed"><a href="https://www.video.example/watch?v=1&amp;t=2" rel="noopener">'
        "<bdi>video.example</bdi></a></figure>"
    )


def test_words_that_look_like_a_figure_are_words():
    body = '<p>&lt;figure data-image="1"&gt;</p>'
    assert shown(body) == body


def test_an_article_and_a_standing_page_show_what_is_in_their_text(client, django_assert_max_num_queries):
    inside = "".join(f'<figure data-image="{image().pk}"></figure>' for _ in range(5)) + EMBED
    text = article(body=f"<p>متن</p>{inside}", image=image().pk)
    with django_assert_max_num_queries(10):
        page = client.get(text.get_absolute_url()).content.decode()
    assert page.count("<picture>") == 6
    assert ">video.example<" in page
