"""A text in each state that readers do not find, with a word in it that stands nowhere else."""

from datetime import timedelta

from django.utils import timezone

from articles.workflow import Stage, Status
from tests.factories import article

CANARY = "كناري"

STATES = {
    **{stage: {"status": Status.UNPUBLISHED, "stage": stage} for stage in Stage},
    "scheduled": {"status": Status.PUBLISHED, "published_at": timedelta(hours=1)},
    "withdrawn": {"status": Status.WITHDRAWN, "published_at": timedelta(hours=-1)},
    "archived": {"status": Status.ARCHIVED, "published_at": timedelta(hours=-1)},
}


def hidden(state: str, **fields):
    kept = dict(STATES[state])
    if "published_at" in kept:
        kept["published_at"] += timezone.now()
    words = {"title": f"{CANARY} الحقل", "deck": CANARY, "body": f"<p>{CANARY}</p>"}
    return article(**words | kept | fields)
