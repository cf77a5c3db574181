"""What readers said about one article, as it is shown: talks, the newest first, each with its replies in order."""

from collections import defaultdict
from dataclasses import dataclass, field

from articles.models import Article
from maseer.lib.paging import KeysetPage
from readers.models import Comment

TALKS = 20
# Replies to replies come from imports alone; they stand below the comment that began the talk.
DEEPEST = 10


@dataclass
class Talk:
    comment: Comment
    replies: list[Comment] = field(default_factory=list)


class Thread:
    def __init__(self, article: Article, query):
        self.article = article
        self.count = article.comments.shown().count()
        self.is_open = article.takes_comments()
        self.page = KeysetPage(article.comments.opening().newest_first(), query, size=TALKS)

    @property
    def talks(self) -> list[Talk]:
        talks = {comment.pk: Talk(comment) for comment in self.page.articles}
        belongs = {pk: pk for pk in talks}
        newest = list(talks)
        for _step in range(DEEPEST):
            if not newest:
                break
            found = defaultdict(list)
            for reply in Comment.objects.shown().filter(parent__in=newest, article=self.article):
                found[belongs[reply.parent_id]].append(reply)
                belongs[reply.pk] = belongs[reply.parent_id]
            newest = [reply.pk for replies in found.values() for reply in replies]
            for pk, replies in found.items():
                talks[pk].replies += replies
        for talk in talks.values():
            talk.replies.sort(key=lambda reply: (reply.posted_at, reply.pk))
        return list(talks.values())
