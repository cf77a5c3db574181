import logging
from functools import update_wrapper

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from articles import dashboard, handing_over, notices
from articles.models import Article, StoryTemplate
from maseer import errors, own_data
from readers.models import Comment

log = logging.getLogger("maseer.newsroom")

# The editor's import map is an inline script, and its style sheet an (empty) inline sheet: both carry the page's nonce.
STAFF_POLICY = {"script-src": [NONCE], "style-src": [NONCE]}

LEFT_OUT = {
    # /admin/r/ leads to the address of any row for whoever may sign in, and an address tells an unpublished title.
    "view_on_site",
    # There is one page for it, in one's account: it tells the owner by mail and writes to the account's log.
    "password_change",
    "password_change_done",
}

# In the order they are needed on a working day; within an app, what is listed here comes before the rest.
APPS = ("articles", "images", "readers", "pages", "accounts")
FIRST = ("Article", "Image", "Author", "Section")


class NewsroomSite(AdminSite):
    site_header = _("Maseer newsroom")
    site_title = _("Maseer")
    index_title = _("The desk")

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], FIRST))
        return sorted(apps, key=lambda app: _place(app["app_label"], APPS))

    def index(self, request, extra_context=None):
        """Not Django's own, which finds out once more what somebody may open: `available_apps` says it."""
        user = request.user
        may_write = user.has_perm("articles.add_article")
        request.current_app = self.name
        return TemplateResponse(
            request,
            "admin/index.html",
            {
                **self.each_context(request),
                "title": self.index_title,
                "desk": dashboard.desk(user),
                "may_write": may_write,
                "waiting_comments": _waiting_comments(user),
                # Where it is required, nobody comes this far without one.
                "offers_second_factor": user.should_have_second_factor and not user.has_second_factor,
                "may_bring_pictures": user.has_perm("images.add_image"),
                "templates": StoryTemplate.objects.offered_to(user) if may_write else (),
                **(extra_context or {}),
            },
        )

    def get_urls(self):
        urls = [url for url in super().get_urls() if getattr(url, "name", "") not in LEFT_OUT]
        return [*self._own_pages(), *urls]

    def _own_pages(self):
        """Those that need to know more than the app of their model does."""
        return [
            path(address, self.admin_view(view), name=name)
            for address, view, name in (
                ("notices/", notices.notices, "notices"),
                ("notices/read/", notices.read_all, "notices_read"),
                ("notices/choices/", notices.choices, "notice_choices"),
                ("notices/<int:pk>/", notices.open_notice, "notice"),
                (
                    "accounts/user/<int:account_id>/hand-over/",
                    handing_over.hand_over,
                    "accounts_user_hand_over",
                ),
                ("accounts/user/<int:pk>/export/", own_data.export_account, "accounts_user_export"),
                ("accounts/user/<int:pk>/erase/", own_data.erase_account, "accounts_user_erase"),
            )
        ]

    def each_context(self, request):
        unread = SimpleLazyObject(lambda: notices.unread(request.user))
        return super().each_context(request) | {"unread_notices": unread}

    def admin_view(self, view, cacheable=False):
        """A form that comes after its session has ended is not lost on the way to the sign-in page."""
        inner = super().admin_view(view, cacheable)

        def keep_what_was_typed(request, *args, **kwargs):
            if request.method == "POST" and not request.user.is_authenticated:
                log.warning("refused: POST %s by=%s (no session)", request.path, None)
                if len(request.POST) > 1 and (kept := errors.send_again(request)):
                    return kept
            return inner(request, *args, **kwargs)

        return csp_update(STAFF_POLICY)(update_wrapper(keep_what_was_typed, inner))

    def login(self, request, extra_context=None):
        """There is one sign-in page. To ask those again who are signed in and have no desk would go in circles."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))


def _waiting_comments(user) -> int:
    """How many wait for somebody who decides about them; "99+" beyond, as all numbers of the desk."""
    if not user.has_perm("readers.change_comment"):
        return 0
    waiting = Article.objects.among_visible(Comment.objects.waiting(), user)
    return waiting.order_by().values("pk")[: dashboard.MOST_COUNTED + 1].count()


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
