"""What the paper knows of one person: told to them as a file, and forgotten when they ask. Every app is asked here."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from accounts.models.standing import wait_your_turn
from articles.models import (
    Article,
    Author,
    Autosave,
    Correction,
    EditLock,
    FrontPageEdition,
    Notice,
    Remark,
    TransitionLog,
)
from images.models import Image
from maseer.lib import mail
from maseer.lib.http import absolute_url
from maseer.models import QueuedMail
from readers.models import Comment, ContactMessage

# Told


# What an administrator is not told of somebody else: what people keep for themselves, and, unless they read every text
# anyway, what is not published and what was said about it. The person finds all of it in their own file.
THEIR_OWN = {"reading_lists", "saved_filters"}
UNPUBLISHED = {"unsaved_texts", "moves", "remarks", "notices"}


def export(user: User, to: User) -> dict:
    """Everything about one person that may be told, with names that can be read, and hours with their zone."""
    reads_drafts = to.pk == user.pk or to.has_perm("articles.see_all_article")
    told = _everything(user, reads_drafts)
    if to.pk == user.pk:
        return told
    left_out = THEIR_OWN if reads_drafts else THEIR_OWN | UNPUBLISHED
    kept = {name: value for name, value in told.items() if name not in left_out}
    return kept | {"left_out": sorted(left_out)}


def _everything(user: User, reads_drafts: bool) -> dict:
    # What bears an address is theirs only if they have shown that the address is.
    addresses = list(user.emailaddress_set.filter(verified=True).values_list("email", flat=True))
    return {
        "paper": settings.SITE_URL,
        "written_at": timezone.now(),
        "account": _account(user),
        "addresses": list(user.emailaddress_set.values("email", "verified", "primary")),
        "second_factors": [
            {"kind": row.get_type_display(), "added": row.created_at, "last_used": row.last_used_at}
            for row in user.authenticator_set.all()
        ],
        "sessions": list(user.usersession_set.values("ip", "user_agent", "created_at", "last_seen_at")),
        "events": [
            {
                "what": str(event.get_kind_display()),
                "when": event.at,
                "by": str(event.by) if event.by else None,
                "detail": event.detail,
                "network_address": event.address,
            }
            for event in user.events.select_related("by")
        ],
        "byline": _byline(user),
        "texts": _texts(user, reads_drafts),
        "unsaved_texts": list(Autosave.objects.unsaved(user).values("title", "begun_at", "saved_at", "data")),
        "moves": list(TransitionLog.objects.filter(by=user).values("article_id", "transition", "note", "at")),
        "remarks": list(Remark.objects.filter(by=user).values("article_id", "text", "at")),
        "notices": list(user.notices.values("kind", "article_id", "note", "at", "read_at")),
        "notice_choices": list(user.notice_choices.values("kind", "in_newsroom", "by_mail")),
        "saved_filters": list(user.saved_filters.values("name", "query")),
        "reading_lists": [
            {
                "name": reading_list.name,
                "public": reading_list.is_public,
                "made": reading_list.made_at,
                "articles": [
                    {"id": entry.article_id, "title": entry.article.title, "added": entry.added_at}
                    for entry in reading_list.entries.select_related("article")
                ],
            }
            for reading_list in user.reading_lists.all()
        ],
        "comments": list(
            Comment.objects.of_person(user, addresses).values(
                "article_id", "name", "text", "posted_at", "state"
            )
        ),
        "decisions_about_comments": list(user.moderations.values("state", "at", "undone_at")),
        "messages_to_the_paper": list(
            ContactMessage.objects.filter(_email_in(addresses)).values("name", "subject", "text", "sent_at")
        ),
        "mails": list(QueuedMail.objects.filter(to__in=addresses).values("subject", "queued_at", "sent_at")),
    }


def _account(user: User) -> dict:
    return {
        "user_name": user.username,
        "display_name": user.display_name,
        "email": user.email,
        "interface_language": user.language,
        "roles": [role.value for role in user.roles],
        "sections": [str(section) for section in user.sections.all()],
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
    }


def _byline(user: User) -> dict | None:
    author = Author.objects.filter(user=user).first()
    return author and {
        "name": author.name,
        "line_under_the_name": author.role,
        "about": author.bio,
        "portrait": absolute_url(author.portrait.file.url)
        if author.portrait and author.portrait.file
        else None,
        "page": absolute_url(author.get_absolute_url()),
    }


def _texts(user: User, reads_drafts: bool) -> list[dict]:
    def title(article: Article) -> str | None:
        if reads_drafts:
            return article.working_title
        return article.title if article.is_public() else None

    own = Article.objects.filter(Q(created_by=user) | Q(bylines__author__user=user)).distinct()
    return [
        {
            "id": article.pk,
            "title": title(article),
            "stage": article.stage,
            "status": article.status,
            "begun": article.created_at,
            "published": article.published_at,
        }
        for article in own.select_related("working_revision").order_by("pk")
    ]


# Forgotten


@transaction.atomic
def erase(user: User, *, by: User, keep_byline: bool) -> None:
    """Nothing is left but what the person wrote and did for the paper. There is no way back.

    Published texts and the workflow log stay as they are; so does the byline if it is to be kept. Raises
    ValidationError for the last administrator.
    """
    # Of two administrators who go at the same moment one stays.
    wait_your_turn()
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.refuse_if_last_administrator()
    name, email, language = str(user), user.email, user.language
    confirmed = list(user.emailaddress_set.filter(verified=True).values_list("email", flat=True))
    _forget_articles(user, name, keep_byline)
    _forget_readers(user, confirmed)
    QueuedMail.objects.filter(to__in={email, *confirmed} - {""}).delete()
    user.erase(by=by)
    if email:
        with translation.override(language):
            mail.queue("account-erased", email, name=name)


def _forget_articles(user: User, name: str, keep_byline: bool) -> None:
    author = Author.objects.filter(user=user).first()
    if author and keep_byline:
        author.user = None
        author.save(update_fields=["user"])
    elif author:
        face = author.portrait
        author.anonymise()
        if face and not _is_shown(face):
            face.delete()
    nobody = _nobody()
    for said in (Remark, Correction, FrontPageEdition):
        said.objects.filter(by=user).update(by_name=nobody)
    Notice.objects.filter(by_name=name).update(by_name=nobody)
    Article.objects.filter(assignee=user).update(assignee=None)
    Article.objects.filter(claimed_by=user).update(claimed_by=None, claimed_at=None)
    EditLock.objects.filter(by=user).delete()
    Autosave.objects.filter(by=user).delete()
    for own in (user.notices, user.notice_choices, user.saved_filters):
        own.all().delete()


def _is_shown(picture: Image) -> bool:
    used = Q(image=picture) | Q(body__contains=f'data-image="{picture.pk}"')
    return (
        Author.objects.filter(portrait=picture).exists()
        or picture.gallery_items.exists()
        or Article.objects.filter(
            Q(working_revision__payload__image=picture.pk)
            | Q(working_revision__payload__body__icontains=f'data-image="{picture.pk}"')
        ).exists()
        or Article.objects.filter(used).exists()
    )


def _forget_readers(user: User, addresses: list[str]) -> None:
    for reading_list in user.reading_lists.all():
        # One by one: each takes its page out of the cache.
        reading_list.delete()
    # What was said in public stays; to whom it belonged does not.
    Comment.objects.of_person(user, addresses).disown(_nobody())
    ContactMessage.objects.filter(_email_in(addresses)).delete()


def _nobody() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Deleted account")


def _email_in(addresses: list[str]) -> Q:
    found = Q(pk=None)
    for address in addresses:
        found |= Q(email__iexact=address)
    return found
