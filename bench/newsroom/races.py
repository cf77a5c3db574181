"""Two people and fifty, one text: of each race one wins, and nothing is lost."""

import itertools
import os
import time
from collections import Counter

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Revision
from articles.workflow import Stage, Status
from bench.newsroom.cast import attempt, form_of, person, say, signed_in, story, text_at, together

EDITORS = int(os.environ.get("BENCH_EDITORS", "50"))
SAVES = 20
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "200"))


def saves_of_many() -> None:
    article = text_at(Stage.IN_EDIT)
    editors = [signed_in(person(f"editor-{number}", Role.EDITOR)) for number in range(EDITORS)]
    address = reverse("admin:articles_article_change", args=[article.pk])
    first = Revision.objects.filter(article=article).count()

    def editor(number: int, client: Client):
        def saves() -> Counter:
            came = Counter()
            for save in range(SAVES):
                title = f"محرّر {number} حفظ {save}"
                row = Article.objects.select_related("working_revision").get(pk=article.pk)
                answer = client.post(address, form_of(row, title=title))
                kept = answer.status_code == 200 and f'value="{title}"' in answer.content.decode()
                came["accepted" if answer.status_code == 302 else "refused" if kept else "lost"] += 1
                if answer.status_code == 302:
                    came[title] += 1
            return came

        return saves

    began = time.perf_counter()
    came = sum(together([editor(*pair) for pair in enumerate(editors)]), Counter())
    took = time.perf_counter() - began
    chain = list(Revision.objects.filter(article=article).order_by("pk").values_list("pk", "base", "title"))
    stored = {title for _pk, _base, title in chain[first:]}
    say(
        f"{EDITORS} editors x {SAVES} saves: {came['accepted']} accepted + {came['refused']} refused"
        f" of {EDITORS * SAVES}, {len(chain) - first} revisions, {took:.0f} s",
        every_save_answered=came["accepted"] + came["refused"] == EDITORS * SAVES,
        each_accepted_text_stored=len(chain) - first == came["accepted"]
        and all(came[title] for title in stored),
        each_on_top_of_the_one_before=all(
            base == before[0] for before, (_pk, base, _title) in itertools.pairwise(chain)
        ),
        some_were_refused=came["refused"] > 0,
    )


def publishes_of_many() -> None:
    article, manager = text_at(Stage.APPROVED), person("manager", Role.MANAGING_EDITOR)
    revision, seen = article.working_revision_id, article.last_move

    def publish() -> str:
        row = Article.objects.get(pk=article.pk)
        return attempt(lambda: row.apply("publish", by=manager, revision=revision, seen=seen))

    came = Counter(together([publish] * EDITORS))
    entries = article.log.filter(transition="publish").count()
    say(
        f"{EDITORS} simultaneous publishes: {came['done']} done, {came['refused']} calm notices, {entries} log entry",
        one_winner=came["done"] == entries == 1,
        all_others_told=came["refused"] == EDITORS - 1,
    )


def decide(article: Article, name: str, by: User, **arguments):
    """A button pressed by somebody who sees the article as it is now."""
    seen = {"revision": article.working_revision_id, "seen": article.last_move}
    return lambda: attempt(lambda: Article.objects.get(pk=article.pk).apply(name, by=by, **seen, **arguments))


def save(article: Article, by: User):
    seen = {"base": article.working_revision_id, "seen": article.last_move}
    return lambda: attempt(
        lambda: Article.objects.get(pk=article.pk).save_revision(story("غيره", 1), by=by, **seen)
    )


def approve_and_save(number: int):
    article = text_at(Stage.IN_EDIT)
    jobs = [
        decide(article, "approve", person("approver", Role.EDITOR)),
        save(article, person("editor", Role.EDITOR)),
    ]

    def whole(article) -> bool:
        approved = article.stage == Stage.APPROVED
        return approved == (article.approved_revision_id == article.working_revision_id)

    return article, jobs, whole


def approve_and_send_back(number: int):
    article = text_at(Stage.IN_EDIT)
    jobs = [
        decide(article, "approve", person("approver", Role.EDITOR)),
        decide(article, "send_back", person("editor", Role.EDITOR), note="اختصر"),
    ]
    return article, jobs, lambda article: article.stage in {Stage.APPROVED, Stage.CHANGES_REQUESTED}


def publish_and_withdraw(number: int):
    editor, manager = person("editor", Role.EDITOR), person("manager", Role.MANAGING_EDITOR)
    article = text_at(Stage.APPROVED)
    article.apply("publish", by=manager)
    article.save_revision(story("جديد", 2), base=article.working_revision_id, by=editor)
    article.apply("approve", by=person("approver", Role.EDITOR))
    jobs = [decide(article, "publish", manager), decide(article, "withdraw", manager, note="تراجع المصدر")]

    def whole(article) -> bool:
        if article.status == Status.WITHDRAWN:
            return article.live_revision_id != article.approved_revision_id
        return (
            article.live_revision_id == article.approved_revision_id
            and article.body == article.live_revision.content.body
        )

    return article, jobs, whole


def publish_and_archive(number: int):
    manager = person("manager", Role.MANAGING_EDITOR)
    article = text_at(Stage.APPROVED)
    jobs = [decide(article, "publish", manager), decide(article, "archive", manager)]
    return (
        article,
        jobs,
        lambda article: (article.status == Status.PUBLISHED) == bool(article.live_revision_id),
    )


RACES = {
    "approve against save": approve_and_save,
    "approve against sending back": approve_and_send_back,
    "publish against withdraw": publish_and_withdraw,
    "publish against archive": publish_and_archive,
}


def rounds(name: str, race) -> None:
    came, mixed = Counter(), 0
    for number in range(ROUNDS):
        article, jobs, whole = race(number)
        if number % 2:
            jobs.reverse()
        answers = together(jobs)
        came[answers.count("done"), answers.count("refused")] += 1
        article.refresh_from_db()
        mixed += not whole(article)
    say(
        f"{name}: {came[1, 1]} of {ROUNDS} rounds with one winner, {mixed} mixed states",
        always_one_winner=came == {(1, 1): ROUNDS},
        no_mixed_state=not mixed,
    )
