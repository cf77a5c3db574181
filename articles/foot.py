"""What stands above the foot of every page: one small answer, fetched when a reader comes near it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import article_page, most_read
from articles.models import Article, MostRead, bylines_of
from articles.models.payload import Kind
from maseer.lib.http import absolute_url
from maseer.page_cache import public

MINUTE = 60
VIEWED = 2
NETWORKS = ("whatsapp", "telegram", "facebook", "x")


@require_safe
@public("home", "nav", "all", ttl=MINUTE)
def foot(request):
    viewed = most_read.list_of(window=MostRead.Window.ALL, places=VIEWED)
    cartoon = Article.objects.newest_first().filter(kind=Kind.CARTOON).as_full_cards().first()
    bylines_of([*viewed, cartoon])
    return render(
        request,
        "articles/foot.html",
        {"viewed": [(article, _ways(article)) for article in viewed], "cartoon": cartoon},
    )


def _ways(article: Article) -> list:
    links = article_page.links_to(article.title, absolute_url(article.short_url), is_counted=True)
    return [link for link in links if link.icon in NETWORKS]
