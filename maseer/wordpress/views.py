"""How often a text was read in WordPress: kept beside our own counts, in totals and in no list of the day."""

from articles.models import ArticleCount
from maseer.wordpress.report import Report

# The column holds no more, and no newspaper has such readers.
MOST = 2_147_483_647


def keep(views: dict[int, int], report: Report) -> None:
    """`views` is by article. A newer export has newer numbers; they replace, they do not add."""
    known = dict(ArticleCount.objects.filter(pk__in=views).values_list("pk", "views_before"))
    wanted = {article: min(number, MOST) for article, number in views.items()}
    changed = [article for article, number in wanted.items() if known.get(article) != number]
    ArticleCount.objects.bulk_create(
        [ArticleCount(article_id=article, views_before=wanted[article]) for article in changed],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["views_before"],
    )
    outcome = report["views"]
    # Most rows are there already in a paper that is read: what is new is the number.
    new = sum(not known.get(article) for article in changed)
    outcome.created += new
    outcome.updated += len(changed) - new
    outcome.unchanged += len(views) - len(changed)
    report.views += sum(wanted.values())
