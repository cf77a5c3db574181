"""What saving and publishing a story costs, against a plain ModelAdmin save."""

import statistics
import time

from django.test.utils import override_settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from articles.workflow import Stage
from bench import plain_admin
from bench.newsroom.cast import WORDS, form_of, person, say, signed_in, story, text_at

COST_ROUNDS = 60


def costs() -> None:
    """Against the same story saved by a plain ModelAdmin for the same row; the three take turns."""
    editor, manager = person("approver", Role.EDITOR), person("manager", Role.MANAGING_EDITOR)
    chief = signed_in(manager)
    article = text_at(Stage.APPROVED)
    article.apply("publish", by=manager)
    ours = reverse("admin:articles_article_change", args=[article.pk])
    button = reverse("admin:articles_article_move", args=[article.pk])
    times = {"a plain ModelAdmin save": [], "our save": [], "our publish": []}

    def post(what: str, address: str, sent: dict) -> None:
        began = time.perf_counter()
        answer = chief.post(address, sent)
        times[what].append((time.perf_counter() - began) * 1000)
        if answer.status_code != 302:
            raise SystemExit(f"{address}: {answer.status_code}")

    with override_settings(ROOT_URLCONF="bench.plain_admin"):
        # Only a superuser passes the plain one's own permission checks.
        User.objects.filter(pk=manager.pk).update(is_superuser=True)
        for turn in range(COST_ROUNDS):
            text = story("كلفة", turn)
            post("a plain ModelAdmin save", plain_admin.address(article), plain_admin.form(text))
            row = Article.objects.select_related("working_revision").get(pk=article.pk)
            post("our save", ours, form_of(row, body=text.body))
            row.apply("approve", by=editor)
            seen = {"revision": row.working_revision_id, "seen": row.last_move}
            post("our publish", button, {"move": "publish", **seen})
        User.objects.filter(pk=manager.pk).update(is_superuser=False)
    plain, saved, published = (statistics.median(times[what]) for what in times)
    say(
        f"{WORDS} words: a plain ModelAdmin save {plain:.1f} ms, our save x {saved / plain:.2f},"
        f" our publish x {published / plain:.2f}",
        save_at_most_twice=saved <= 2 * plain,
        publish_at_most_twice=published <= 2 * plain,
    )
