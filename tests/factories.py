"""Plain functions that make rows. What a test does not name is filled in."""

import hashlib
import io
from datetime import timedelta
from functools import cache
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import Invitation, User
from accounts.roles import Role
from articles.models import Article, Author, Payload, Section, Tag
from articles.workflow import Stage, Status
from images.models import Image

number = count(1)


def user(username: str = "", role=None, **fields) -> User:
    made = User.objects.create_user(username or f"user{next(number)}", password="password", **fields)
    if role:
        made.take_role(role)
    # Permissions are remembered on the object; whoever has just got a role starts fresh.
    return User.objects.get(pk=made.pk)


def invitation(role=Role.CONTRIBUTOR, **fields) -> Invitation:
    """An open one, as if its mail had been sent."""
    kept = {"email": f"guest{next(number)}@example.com", "display_name": "ضيفة", "role": role}
    return Invitation.objects.create(**kept | {"expires_at": timezone.now() + timedelta(days=7)} | fields)


def section(name: str = "", **fields) -> Section:
    return Section.objects.create(name=name or f"قسم {next(number)}", **fields)


def author(name: str = "", **fields) -> Author:
    return Author.objects.create(name=name or f"كاتب {next(number)}", **fields)


def payload(**fields) -> Payload:
    defaults = {"title": f"عنوان {next(number)}", "deck": "مقدّمة", "body": "<p>متن الخبر.</p>"}
    fields["tags"] = tuple(
        tag if isinstance(tag, int) else Tag.objects.called(tag).pk for tag in fields.get("tags", ())
    )
    if "section" not in fields:
        defaults["section"] = section().pk
    return Payload(**defaults | fields)


def draft(by: User, **fields) -> Article:
    article = Article()
    article.save_revision(payload(**fields), base=None, by=by)
    return article


def article(*, status=Status.PUBLISHED, stage=Stage.APPROVED, published_at=None, **fields) -> Article:
    """An article in any state, as an import would bring it."""
    if status == Status.PUBLISHED:
        published_at = published_at or timezone.now()
    return Article.bring_in(
        payload(**fields),
        import_ref=f"test:{next(number)}",
        status=status,
        stage=stage,
        published_at=published_at,
    )


@cache
def picture_bytes(size=(1200, 800), colour="teal", encoding="JPEG") -> bytes:
    buffer = io.BytesIO()
    Pillow.new("RGB", size, colour).save(buffer, encoding)
    return buffer.getvalue()


def image(size=(1200, 800), **fields) -> Image:
    data = picture_bytes(size)
    made = Image(
        alt="صورة",
        checksum=hashlib.sha256(data + str(next(number)).encode()).hexdigest(),
        format=Image.Format.JPEG,
        width=size[0],
        height=size[1],
    )
    for name, value in fields.items():
        setattr(made, name, value)
    made.file.save("x.jpg", ContentFile(data), save=False)
    made.save()
    return made
