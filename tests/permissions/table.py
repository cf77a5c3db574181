"""Who gets in where: written by hand, apart from the code's own tables. A route without a row here fails the suite.

Six visitors: somebody not signed in, a reader (an account without a role), and the four roles.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.models import PreviewLink
from articles.sitemaps import IN_A_BLOCK
from tests.admin.forms import as_filled

ANONYMOUS, READER = "anonymous", "reader"
CONTRIBUTOR, EDITOR, MANAGING, ADMIN = "contributor", "editor", "managing_editor", "admin"
VISITORS = (ANONYMOUS, READER, CONTRIBUTOR, EDITOR, MANAGING, ADMIN)

EVERYBODY = frozenset(VISITORS)
NOBODY = frozenset()
# Whoever has an account, whatever it may do.
SIGNED_IN = frozenset(VISITORS) - {ANONYMOUS}
STAFF = frozenset({CONTRIBUTOR, EDITOR, MANAGING, ADMIN})
NEWSROOM = frozenset({CONTRIBUTOR, EDITOR, MANAGING})
EDITORS = frozenset({EDITOR, MANAGING})
CHIEFS = frozenset({MANAGING})
ADMINS = frozenset({ADMIN})

# The states an article is tried in; the first eight are nobody's business outside the newsroom.
STATES = (
    *("idea", "draft", "submitted", "in_edit", "changes_requested", "approved", "scheduled", "archived"),
    *("withdrawn", "published"),
)
# For those to whom all states are alike.
SOME_STATES = ("draft", "submitted", "scheduled", "published")
WRITERS_STATES = ("idea", "draft", "changes_requested")


# Rights over one article: (visitor, whether it is their own, its state) -> whether they get in.


def sees(visitor: str, own: bool, state: str) -> bool:
    return visitor in EDITORS or (visitor == CONTRIBUTOR and own)


def edits(visitor: str, own: bool, state: str) -> bool:
    return visitor in EDITORS or (visitor == CONTRIBUTOR and own and state in WRITERS_STATES)


def handles(visitor: str, own: bool, state: str) -> bool:
    return visitor in EDITORS


def commands(visitor: str, own: bool, state: str) -> bool:
    return visitor in CHIEFS


def nobody(visitor: str, own: bool, state: str) -> bool:
    return False


# Pages of one article in the back office: name -> {method: (right, what is sent)}.
ARTICLE = {
    "change": {"GET": (sees, {}), "POST": (edits, as_filled)},
    "history": {"GET": (sees, {})},
    "delete": {"GET": (nobody, {}), "POST": (nobody, {"post": "yes"})},
    # Every move of the workflow is tried for every role in tests/articles/test_moves.py.
    "move": {"POST": (sees, {})},
    # What somebody typed is kept for them, whatever became of the text meanwhile.
    "autosave": {"POST": (sees, {})},
    "offers": {"GET": (sees, {})},
    "heartbeat": {"POST": (sees, {})},
    "take_over": {"POST": (edits, {})},
    "let_go": {"POST": (sees, {})},
    "log_csv": {"GET": (handles, {})},
    "reads": {"GET": (sees, {})},
    "reads_csv": {"GET": (sees, {})},
    "compare": {"GET": (sees, {})},
    "versions": {"GET": (sees, {})},
    "name_version": {"POST": (edits, {"name": "..."})},
    "restore": {"POST": (edits, {})},
    "plan": {"GET": (handles, {}), "POST": (handles, {})},
    "comments": {"POST": (handles, {})},
    "duplicate": {"POST": (sees, {})},
    "as_template": {"POST": (commands, {})},
    "preview": {"GET": (sees, {})},
    "preview_typed": {"POST": (sees, {})},
    "proof": {"GET": (sees, {})},
    "links": {"GET": (edits, {}), "POST": (edits, {})},
    "revoke_link": {"POST": (edits, {})},
    "correct": {"GET": (commands, {}), "POST": (commands, {})},
    "reword": {"GET": (commands, {}), "POST": (commands, {})},
    "discussion": {"GET": (sees, {}), "POST": (sees, {"text": "..."})},
}

# Django's pages for each kind of row: who may list and look, add, change, delete.
MODELS = {
    "articles_article": (NEWSROOM, NEWSROOM, None, None),
    "articles_section": (NEWSROOM, CHIEFS, CHIEFS, CHIEFS),
    "articles_author": (NEWSROOM, EDITORS, EDITORS, CHIEFS),
    "articles_tag": (NEWSROOM, EDITORS, EDITORS, CHIEFS),
    "articles_source": (NEWSROOM, EDITORS, EDITORS, CHIEFS),
    "articles_series": (NEWSROOM, EDITORS, EDITORS, CHIEFS),
    "articles_revision": (EDITORS, NOBODY, NOBODY, NOBODY),
    "articles_transitionlog": (EDITORS, NOBODY, NOBODY, NOBODY),
    "articles_storytemplate": (EDITORS, CHIEFS, CHIEFS, CHIEFS),
    "articles_searchsynonym": (EDITORS, EDITORS, EDITORS, EDITORS),
    "articles_checklevel": (CHIEFS, NOBODY, CHIEFS, NOBODY),
    "images_image": (NEWSROOM, NEWSROOM, EDITORS, CHIEFS),
    "images_gallery": (NEWSROOM, NEWSROOM, EDITORS, CHIEFS),
    "pages_page": (CHIEFS, CHIEFS, CHIEFS, CHIEFS),
    "pages_redirect": (CHIEFS, CHIEFS, CHIEFS, CHIEFS),
    "pages_sitesettings": (CHIEFS | ADMINS, NOBODY, CHIEFS | ADMINS, NOBODY),
    "readers_contactmessage": (CHIEFS, NOBODY, CHIEFS, CHIEFS),
    "readers_comment": (EDITORS, NOBODY, EDITORS, CHIEFS),
    # Public ones, to be made private by an action: tests/readers/test_public_lists.py.
    "readers_readinglist": (CHIEFS, NOBODY, NOBODY, NOBODY),
    "accounts_user": (ADMINS, NOBODY, ADMINS, NOBODY),
    "accounts_invitation": (ADMINS, ADMINS, ADMINS, NOBODY),
    "accounts_reader": (ADMINS, NOBODY, ADMINS, NOBODY),
}

# All others: name -> {method: who gets in}.
ROUTES = {
    "admin:index": {"GET": STAFF},
    "admin:login": {"GET": STAFF},
    "admin:logout": {"POST": EVERYBODY},
    "admin:autocomplete": {"GET": NOBODY},  # what may be asked of it is in test_autocomplete below
    "admin:jsi18n": {"GET": STAFF},
    "admin:app_list": {"GET": NEWSROOM},  # of the newsroom's app
    "admin:auth_user_password_change": {"GET": NOBODY, "POST": NOBODY},  # superusers only
    "admin:accounts_invitation_many": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_invitation_resend": {"POST": ADMINS},
    "admin:accounts_invitation_revoke": {"POST": ADMINS},
    "admin:accounts_user_hand_over": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_user_remove_factor": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_user_reset_link": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_user_restore": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_user_sign_out": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_user_suspend": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_reader_remove_factor": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_reader_reset_link": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_reader_restore": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_reader_sign_out": {"GET": ADMINS, "POST": ADMINS},
    "admin:accounts_reader_suspend": {"GET": ADMINS, "POST": ADMINS},
    # Whoever has no link: tests/accounts/test_invitations.py
    "accounts:invitation": {"GET": NOBODY, "POST": NOBODY},
    "accounts:invitation_link": {"GET": NOBODY},
    "admin:notices": {"GET": STAFF},
    "admin:notices_read": {"POST": STAFF},
    "admin:notice_choices": {"GET": STAFF, "POST": STAFF},
    "admin:notice": {"POST": NOBODY},  # another's notice
    "admin:articles_transitionlog_csv": {"GET": EDITORS},
    "admin:articles_front_page": {"GET": CHIEFS, "POST": CHIEFS},
    "admin:articles_public_texts": {"GET": NEWSROOM},
    "admin:articles_read_now": {"GET": NEWSROOM},
    "admin:articles_searches": {"GET": EDITORS, "POST": EDITORS},
    "admin:articles_reads_csv": {"GET": EDITORS},
    "admin:articles_article_autosave_new": {"POST": NEWSROOM},
    "admin:articles_article_discard": {"POST": NOBODY},  # another's unsaved text
    "admin:articles_article_offers_new": {"GET": NEWSROOM},
    "admin:articles_article_session": {"GET": NEWSROOM},
    "admin:articles_article_preview_new": {"POST": NEWSROOM},
    "admin:articles_article_keep_filter": {"POST": NEWSROOM},
    "admin:articles_article_forget_filter": {"POST": NOBODY},  # another's filter
    "articles:preview": {"GET": EVERYBODY},
    "articles:corrections": {"GET": EVERYBODY},
    "account_login": {"GET": EVERYBODY},
    "account_logout": {"POST": EVERYBODY},
    "accounts:ask_for_reset": {"GET": EVERYBODY, "POST": EVERYBODY},
    # The second step, one's own alone. Who is sent on to say that it is them (account_reauthenticate) got in: nothing
    # is shown or changed before that, tests/accounts/test_second_factor.py.
    "accounts:second_step": {"GET": SIGNED_IN},
    "accounts:remove_passkey": {"GET": SIGNED_IN, "POST": SIGNED_IN},  # another's: same test
    "mfa_index": {"GET": SIGNED_IN},
    "mfa_authenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},  # who is in already is led on
    "mfa_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_activate_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_deactivate_totp": {"GET": NOBODY, "POST": NOBODY},  # nobody here has one
    "mfa_view_recovery_codes": {"GET": NOBODY},  # nor codes
    "mfa_generate_recovery_codes": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_download_recovery_codes": {"GET": NOBODY},
    "mfa_list_webauthn": {"GET": SIGNED_IN},
    "mfa_add_webauthn": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_edit_webauthn": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_remove_webauthn": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_reauthenticate_webauthn": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_login_webauthn": {
        "GET": SIGNED_IN,
        "POST": SIGNED_IN,
    },  # likewise; others without a passkey have to sign in
    "account_inactive": {"GET": EVERYBODY},
    "account_confirm_login_code": {
        "GET": SIGNED_IN
    },  # sends everybody elsewhere: nobody signs in by a mailed code
    "account_signup": {
        "GET": EVERYBODY
    },  # says that registration is closed: tests/accounts/test_registration.py
    "account_email_verification_sent": {"GET": EVERYBODY},
    "account_confirm_email": {"GET": EVERYBODY, "POST": NOBODY},  # no such link
    "accounts:confirm_address": {"GET": EVERYBODY, "POST": NOBODY},
    "account_reset_password": {"GET": EVERYBODY},
    "account_reset_password_done": {"GET": EVERYBODY},
    "account_reset_password_from_key": {"GET": EVERYBODY},  # says that there is no such link
    "account_reset_password_from_key_done": {"GET": EVERYBODY},
    "accounts:new_password": {"GET": EVERYBODY},
    "account_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account_set_password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    # One's own account alone. Whoever is asked for the password again got in.
    "accounts:overview": {"GET": SIGNED_IN},
    "accounts:profile": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts:email": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account_email": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account_change_password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts:sessions": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "usersessions_list": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "articles:own_byline": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "own_data": {"GET": SIGNED_IN},
    "own_data_download": {"POST": SIGNED_IN},
    "own_data_erase": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "admin:accounts_user_export": {"POST": ADMINS},
    "admin:accounts_user_erase": {"GET": ADMINS, "POST": ADMINS},
    "accounts:menu": {"GET": EVERYBODY},  # empty for whoever is not signed in: tests/accounts/test_sign_in.py
    "first_run": {"GET": NOBODY},  # only while there is no account at all: tests/test_first_run.py
    "images:media": {"GET": NOBODY},  # pictures: tests/images; what is not there is not there for anybody
    "pages:about": {"GET": EVERYBODY},
    "pages:page": {"GET": EVERYBODY},
    "pages:alive": {"GET": EVERYBODY},
    "pages:speculation_rules": {"GET": EVERYBODY},
    "pages:ready": {"GET": EVERYBODY},
    "readers:contact": {"GET": EVERYBODY},
    "readers:comments": {"GET": EVERYBODY},
    "readers:thread": {"GET": EVERYBODY},
    # A form that came from nowhere: tests/readers/test_comments.py.
    "readers:write_comment": {"GET": EVERYBODY, "POST": NOBODY},
    "admin:readers_comment_undo": {"POST": EDITORS},  # whose decision it is: tests/readers/test_moderation.py
    # One's own lists; the list of these rows is somebody else's.
    "readers:lists": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "readers:list": {"GET": NOBODY},
    "readers:rename_list": {"POST": NOBODY},
    "readers:set_list_public": {"POST": NOBODY},
    "readers:move_in_list": {"POST": NOBODY},
    "readers:remove_from_list": {"POST": NOBODY},
    "readers:delete_list": {"GET": NOBODY, "POST": NOBODY},
    "readers:save": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "readers:public_list": {"GET": EVERYBODY},
    "articles:home": {"GET": EVERYBODY},
    "articles:search": {"GET": EVERYBODY},
    "articles:suggest": {"GET": EVERYBODY},
    "articles:most_read": {"GET": EVERYBODY},
    "articles:most_read_window": {"GET": EVERYBODY},
    "articles:most_read_block": {"GET": EVERYBODY},
    "articles:foot": {"GET": EVERYBODY},
    "articles:numbers": {"GET": EVERYBODY},
    "articles:section": {"GET": EVERYBODY},
    "articles:author": {"GET": EVERYBODY},
    "articles:tag": {"GET": EVERYBODY},
    "articles:series": {"GET": EVERYBODY},
    "articles:source": {"GET": EVERYBODY},
    "articles:authors": {"GET": EVERYBODY},
    "articles:archive": {"GET": EVERYBODY},
    "articles:archive_month": {"GET": EVERYBODY},
    "articles:feed": {"GET": EVERYBODY},
    "articles:section_feed": {"GET": EVERYBODY},
    "articles:author_feed": {"GET": EVERYBODY},
    "articles:tag_feed": {"GET": EVERYBODY},
    "articles:feed_atom": {"GET": EVERYBODY},
    "articles:section_feed_atom": {"GET": EVERYBODY},
    "articles:author_feed_atom": {"GET": EVERYBODY},
    "articles:tag_feed_atom": {"GET": EVERYBODY},
    "articles:robots": {"GET": EVERYBODY},
    "articles:sitemap_index": {"GET": EVERYBODY},
    "articles:sitemap_of_pages": {"GET": EVERYBODY},
    "articles:sitemap_of_news": {"GET": EVERYBODY},
    "articles:sitemap": {"GET": EVERYBODY},
}

# The public pages of an article: whoever comes, its state alone decides.
PUBLIC_ARTICLE = ("articles:short", "articles:article")


# How a route of the tables above is reached.

# Lists that programs read, the writers and the archive.
MACHINES = (
    "articles:authors",
    "articles:archive",
    "articles:feed",
    "articles:section_feed",
    "articles:robots",
    "articles:sitemap",
)


def yesterday():
    """When the public texts of the paper came out."""
    return timezone.localtime() - timedelta(days=1)


LIST_PAGES = ("list", "rename_list", "set_list_public", "move_in_list", "remove_from_list", "delete_list")


def link_to(article) -> PreviewLink:
    ends = {"revision": article.working_revision, "expires_at": timezone.now() + timedelta(days=1)}
    return article.preview_links.get_or_create(recipient="...", defaults=ends)[0]


def address_of(name: str, of) -> str:
    """`of` is the article, or for the routes of `ROUTES` the paper."""
    if hasattr(of, "working_revision"):
        further = {
            "name_version": lambda: of.working_revision_id,
            "restore": lambda: of.working_revision_id,
            "revoke_link": lambda: link_to(of).pk,
            "reword": lambda: of.corrections.get_or_create(text="...")[0].pk,
        }.get(name.removeprefix("admin:articles_article_"))
        return reverse(name, args=[of.pk, further()] if further else [of.pk])
    args = {
        "admin:app_list": ["articles"],
        "admin:notice": [of.notice.pk],
        "admin:articles_article_discard": [of.autosave.pk],
        "admin:articles_article_forget_filter": [of.filter.pk],
        "account_confirm_email": ["x:y"],
        "accounts:confirm_address": ["x:y"],
        "account_reset_password_from_key": ["x", "y-z"],
        "accounts:new_password": ["x", "y-z"],
        "articles:preview": [of.link.token],
        "accounts:remove_passkey": [0],
        "mfa_edit_webauthn": [0],
        "mfa_remove_webauthn": [0],
        "admin:auth_user_password_change": [of.stranger.pk],
        "admin:accounts_invitation_resend": [of.rows["accounts_invitation"].pk],
        "admin:accounts_invitation_revoke": [of.rows["accounts_invitation"].pk],
        "admin:accounts_user_hand_over": [of.stranger.pk],
        "accounts:invitation_link": ["nothing"],
        **{
            f"admin:accounts_{model}_{act}": [pk]
            for model, pk in (("user", of.stranger.pk), ("reader", of.people[READER].pk))
            for act in ("remove_factor", "reset_link", "restore", "sign_out", "suspend")
        },
        "admin:accounts_user_export": [of.stranger.pk],
        "admin:accounts_user_erase": [of.stranger.pk],
        "images:media": ["nothing.webp"],
        "pages:page": ["terms"],
        **{f"readers:{name}": [of.private_list.pk] for name in LIST_PAGES},
        **{
            f"readers:{name}": [of.articles["stranger", "published"].pk]
            for name in ("comments", "thread", "write_comment")
        },
        "admin:readers_comment_undo": [0],
        "readers:save": [of.articles["stranger", "published"].pk],
        "readers:public_list": [of.rows["readers_readinglist"].address],
        "articles:section": [of.section.slug],
        "articles:author": [of.rows["articles_author"].slug],
        "articles:tag": [of.rows["articles_tag"].slug],
        "articles:most_read_window": ["week"],
        "articles:most_read_block": ["week"],
        "articles:series": [of.rows["articles_series"].slug],
        "articles:source": [of.rows["articles_source"].slug],
        "articles:archive_month": [yesterday().year, yesterday().month],
        "articles:section_feed": [of.section.slug],
        "articles:author_feed": [of.rows["articles_author"].slug],
        "articles:tag_feed": [of.rows["articles_tag"].slug],
        "articles:sitemap": ["articles", of.articles["stranger", "published"].pk // IN_A_BLOCK],
    }
    return reverse(name, args=args.get(name.removesuffix("_atom"), []))


def data(sent, article) -> dict:
    """What is sent: the same for every article, or a function of it."""
    return sent(article) if callable(sent) else sent


def lists(paper) -> list[str]:
    """Every page that lists texts, in the back office and outside."""
    return [
        reverse("admin:index"),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_changelist") + "?q=canary",
        reverse("admin:articles_revision_changelist"),
        reverse("admin:articles_transitionlog_changelist"),
        reverse("admin:articles_searches"),
        reverse("admin:articles_public_texts"),
        reverse("admin:articles_public_texts") + "?term=canary",
        reverse("admin:articles_read_now"),
        reverse("admin:articles_reads_csv"),
        "/",
        "/search/?q=canary",
        "/search/suggest/?q=canary",
        paper.section.get_absolute_url(),
        *(address_of(name, paper) for name in ROUTES if name.startswith(MACHINES)),
        paper.rows["readers_readinglist"].get_absolute_url(),
        reverse("admin:readers_readinglist_change", args=[paper.rows["readers_readinglist"].pk]),
    ]
