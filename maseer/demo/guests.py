"""Who is invited to the demo paper, and what happened to the accounts there are."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.models import AccountEvent, Invitation, User
from accounts.roles import Role
from maseer.demo import content

Kind = AccountEvent.Kind

# What happened to whom, so many days ago: (account, what, by whom, detail).
EVENTS = (
    *(
        (180, role.value, Kind.JOINED, Role.ADMIN, str(role.label))
        for role in (Role.EDITOR, Role.MANAGING_EDITOR)
    ),
    (120, "contributor", Kind.JOINED, Role.ADMIN, ""),
    (90, "reporter", Kind.JOINED, Role.ADMIN, ""),
    (41, "reporter", Kind.SIGNED_IN, None, ""),
    (12, "editor", Kind.PASSWORD_CHANGED, None, ""),
    (5, "contributor", Kind.SIGNED_IN, None, ""),
    (2, "editor", Kind.SIGNED_IN, None, ""),
)


def settle(people: dict[str, User], sections: dict, authors: dict, now: datetime) -> None:
    for name, account in people.items():
        account.email = f"{name}@maseer.example"
        account.save(update_fields=["email"])
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    for days, name, kind, by, detail in EVENTS:
        people[name].record(kind, by=by and people[by.value], detail=detail)
        at = now - timedelta(days=days, hours=3)
        AccountEvent.objects.filter(pk=people[name].events.values("pk")[:1]).update(at=at)
        if kind == Kind.SIGNED_IN:
            people[name].last_login = at
            people[name].save(update_fields=["last_login"])
    for guest in content.newsroom()["guests"]:
        _invite(guest, people[Role.ADMIN.value], sections, authors, now)


def _invite(guest: dict, by: User, sections: dict, authors: dict, now: datetime) -> None:
    """Without the mail: nobody reads it, and the link would be in a file."""
    sent = now - timedelta(days=guest["days_ago"])
    made = Invitation.objects.create(
        email=guest["email"],
        display_name=guest["name"],
        role=guest["role"],
        byline=authors.get(guest["name"]),
        invited_by=by,
        sent_at=sent,
        expires_at=sent + timedelta(days=7),
        revoked_at=now - timedelta(days=guest["revoked"]) if "revoked" in guest else None,
    )
    made.sections.set(sections[name] for name in guest["sections"])
