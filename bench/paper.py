"""The paper that is measured, under `VAR_DIR`; what is there already is kept."""

import io

from django.core.management import call_command

from articles.models import Article, Section


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("sync_roles", verbosity=0)


def with_demo() -> None:
    prepare()
    if not Section.objects.exists():
        call_command("seed_demo", stdout=io.StringIO())


def with_archive(articles: int) -> None:
    """The demo and so many synthetic articles."""
    prepare()
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest < articles:
        call_command("seed_demo", articles=articles - newest)
