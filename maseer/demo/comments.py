"""What readers of the demo said about one text: a talk, a reply, and two comments that wait for an editor."""

from datetime import timedelta

from articles.models import Article, Commenting
from maseer.demo import content
from readers.models import Comment


def settle(articles: dict[str, Article], by, now) -> None:
    said: dict[str, Comment] = {}
    for row in content.newsroom()["comments"]:
        article = articles[row["about"]]
        article.set_commenting(Commenting.OPEN, by=by)
        said[row["name"]] = Comment.objects.create(
            article=article,
            name=row["name"],
            text=row["text"],
            parent=said.get(row.get("to", "")),
            state=row.get("state", Comment.State.APPROVED),
            # A demo that is made early in the day has no comments of the evening.
            posted_at=min(article.published_at + timedelta(minutes=row["after"]), now),
        )
