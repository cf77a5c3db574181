"""Infrastructure rows only; what the newspaper is about lives in the apps."""

import secrets
import uuid
from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone


class Lease(models.Model):
    """The right to run a background task, held by one process at a time."""

    task = models.CharField(max_length=100, unique=True)
    holder = models.CharField(max_length=100)
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"{self.task}: {self.holder}"

    @classmethod
    def take(cls, task: str, holder: str, seconds: int) -> bool:
        """True if `holder` now has the task: it was free, its own, or its holder let it expire."""
        now = timezone.now()
        until = now + timedelta(seconds=seconds)
        free = models.Q(expires_at__lte=now) | models.Q(holder=holder)
        if cls.objects.filter(free, task=task).update(holder=holder, expires_at=until):
            return True
        try:
            with transaction.atomic():
                cls.objects.create(task=task, holder=holder, expires_at=until)
        except IntegrityError:
            return False
        return True

    @classmethod
    def release(cls, task: str, holder: str) -> None:
        cls.objects.filter(task=task, holder=holder).delete()


class QueuedMail(models.Model):
    """A mail written in the same transaction as its cause; the worker sends it, at least once."""

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["send_after"], condition=models.Q(sent_at=None), name="mail_unsent")]

    def __str__(self):
        return f"{self.subject} -> {self.to}"


class Invalidation(models.Model):
    """A cache tag that went stale, written with the change itself so that a crash cannot lose it."""

    # A prefix and an address, which may have 120 letters.
    tag = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self):
        return self.tag


class Throttle(models.Model):
    """How often something was done of late. A row, since counting must be exact across processes."""

    key = models.CharField(max_length=200, unique=True)
    # Seconds since 1970, the newest last; no more of them than the limit.
    moments = models.JSONField(default=list)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key}: {len(self.moments)}"


class DailySalt(models.Model):
    """What makes the number of a visitor, the same for all processes of one day. Deleted with the day after."""

    day = models.DateField(unique=True)
    salt = models.BinaryField()

    def __str__(self):
        return str(self.day)

    @staticmethod
    def new() -> bytes:
        return secrets.token_bytes(32)

    @classmethod
    def of(cls, day: date) -> bytes:
        return bytes(cls.objects.get_or_create(day=day, defaults={"salt": cls.new()})[0].salt)
