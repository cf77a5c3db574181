from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# The editor's import map is an inline script, and its style sheet an (empty) inline sheet: both carry the page's nonce.
STAFF_POLICY = {"script-src": [NONCE], "style-src": [NONCE]}


class NewsroomSite(AdminSite):
    site_header = _("Maseer newsroom")
    site_title = _("Maseer")
    index_title = _("The desk")
    enable_nav_sidebar = True

    def admin_view(self, view, cacheable=False):
        return csp_update(STAFF_POLICY)(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """There is one sign-in page. To ask those again who are signed in and have no desk would go in circles."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("accounts:login"))
