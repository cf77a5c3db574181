"""People, texts and processes of the newsroom's benchmarks."""

import multiprocessing
import os
import random
import sys

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import connections
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from articles.forms import ArticleForm
from articles.models import Article, Payload, Section
from articles.workflow import Stage

WORDS = 600

processes = multiprocessing.get_context("fork")
failed: list[str] = []


def say(text: str, **holds: bool) -> None:
    """Prints a line; each of `holds` that is false is a failure of the whole run."""
    wrong = [name.replace("_", " ") for name, held in holds.items() if not held]
    failed.extend(f"{text.split(':')[0]}: not {name}" for name in wrong)
    sys.stdout.write(f"  {text}{'   FAILED: ' + ', '.join(wrong) if wrong else ''}\n")
    sys.stdout.flush()


def person(name: str, role: Role) -> User:
    user, made = User.objects.get_or_create(username=f"bench-{name}", defaults={"display_name": name})
    if made:
        user.take_role(role)
    return User.objects.get(pk=user.pk)


def section() -> Section:
    return Section.objects.called("قياس")


def words(count: int, seed: int = 0) -> str:
    chance = random.Random(seed)  # noqa: S311  words for a benchmark
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 7))) for _ in range(count))


def story(title: str, seed: int = 0) -> Payload:
    paragraphs = "".join(f"<p>{words(WORDS // 10, seed + part)}.</p>" for part in range(10))
    return Payload(title=title, deck="قياس", body=paragraphs, section=section().pk)


def text_at(stage: Stage, title: str = "نصّ القياس", writer=None) -> Article:
    """A contributor's text on its way, by the verbs that everybody uses."""
    writer, editor = writer or person("writer", Role.CONTRIBUTOR), person("editor", Role.EDITOR)
    article = Article()
    article.save_revision(story(title), base=None, by=writer)
    ways = {Stage.DRAFT: (), Stage.SUBMITTED: ("submit",), Stage.IN_EDIT: ("submit", "claim")}
    for move in ways.get(stage, ("submit", "claim", "approve")):
        article.apply(move, by=writer if move == "submit" else editor)
    return article


def together(jobs: list) -> list:
    """Each job in a process of its own, all begun at the same moment; what each answered."""
    connections.close_all()
    barrier = processes.Barrier(len(jobs))
    answers = processes.SimpleQueue()

    def work(index, job):
        connections.close_all()
        barrier.wait()
        answers.put((index, job()))
        connections.close_all()
        os._exit(0)

    workers = [processes.Process(target=work, args=pair) for pair in enumerate(jobs)]
    for worker in workers:
        worker.start()
    answered = dict(answers.get() for _ in jobs)
    for worker in workers:
        worker.join()
    return [answered[index] for index in range(len(jobs))]


def attempt(verb) -> str:
    """What a verb came to: done, or refused with words for whoever asked. Anything else is an error and rises."""
    try:
        verb()
    except ValidationError as refusal:
        return "refused" if all(refusal.messages) else "speechless"
    return "done"


def signed_in(user: User) -> Client:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def form_of(article: Article, **typed) -> dict:
    """What a browser would send that has the article open now."""
    opened = {"base": article.working_revision_id, "seen": article.last_move}
    filled = ArticleForm.words_of(article.working_revision.content) | opened | typed
    return {name: value for name, value in filled.items() if name != "bylines" and value not in (None, "")}
