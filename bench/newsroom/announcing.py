"""Articles that fall due while the workers are killed one by one: each is announced once, none is public early."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, Notice
from articles.workflow import Stage
from bench.newsroom.cast import person, say, text_at
from maseer.models import QueuedMail

DUE = int(os.environ.get("BENCH_DUE", "500"))
# All of them fall due within this time; the workers are killed one by one meanwhile.
DUE_WITHIN = int(os.environ.get("BENCH_DUE_WITHIN", "60"))
WORKERS = 4
SCHEDULING = 0.15  # seconds for one text, at most


def announcements() -> None:
    writer = person("writer", Role.CONTRIBUTOR)
    writer.email = "writer@example.com"
    writer.save(update_fields=["email"])
    manager = person("manager", Role.MANAGING_EDITOR)
    Notice.objects.all().delete()
    Article.objects.filter(to_announce=True).update(to_announce=False)
    articles = [text_at(Stage.APPROVED, f"موعد {number}") for number in range(DUE)]
    # Late enough for all of them to be scheduled before the first is due.
    now = timezone.now() + timedelta(seconds=10 + DUE * SCHEDULING)
    for number, article in enumerate(articles):
        at = now + timedelta(seconds=DUE_WITHIN * number / DUE)
        article.apply("publish", by=manager, at=at)
    due = {article.pk: article.published_at for article in articles}
    time.sleep(max(0.0, (now - timezone.now()).total_seconds() - 5))
    kills, early, running = 0, 0, [start_worker() for _ in range(WORKERS)]
    ends = now + timedelta(seconds=DUE_WITHIN)
    last_kill = time.monotonic()
    while timezone.now() < ends + timedelta(seconds=1):
        moment = timezone.now()
        public = set(Article.objects.published(moment).filter(pk__in=due).values_list("pk", flat=True))
        early += sum(due[pk] > moment for pk in public)
        if time.monotonic() - last_kill >= 2:
            last_kill = time.monotonic()
            victim = running.pop(0)
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            kills += 1
            running.append(start_worker())
        time.sleep(0.2)
    began = time.monotonic()
    while Article.objects.filter(pk__in=due, to_announce=True).exists() and time.monotonic() - began < 60:
        time.sleep(0.2)
    drained = time.monotonic() - began
    for worker in running:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    told = Counter(Notice.objects.filter(kind="published", article__in=due).values_list("article", "to"))
    to_writer = {article for article, to in told if to == writer.pk}
    lateness = sorted(
        (notice.at - due[notice.article_id]).total_seconds()
        for notice in Notice.objects.filter(kind="published", article__in=due, to=writer)
    )
    late = lateness[int(len(lateness) * 0.99) - 1] if lateness else float("nan")
    mails = QueuedMail.objects.filter(to=writer.email, queued_at__gte=now - timedelta(seconds=5))
    say(
        f"{DUE} articles due in {DUE_WITHIN} s, {WORKERS} workers, {kills} killed: {len(to_writer)} announced,"
        f" {sum(told.values()) - len(told)} twice, {early} early, 99 % within {late:.1f} s,"
        f" all {drained:.1f} s after the last",
        each_announced=to_writer == set(due),
        none_twice=all(count == 1 for count in told.values()),
        none_early=not early,
        workers_died=kills >= DUE_WITHIN // 4,
        one_mail_each=mails.count() == mails.values("message_id").distinct().count() == DUE,
    )


def start_worker() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "django", "worker"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
