from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maseer.lib import mail, throttle
from maseer.lib.http import absolute_url, client_address, is_from_here
from maseer.page_cache import public
from pages.models import Page, SiteSettings
from readers.forms import ContactForm


# Public pages carry no token, so that they can be the same for everybody; where the form came from is checked instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public("page:contact", "nav", "all", ttl=3600)
def contact(request):
    if request.method != "POST":
        return _answer(request, ContactForm(), sent="sent" in request.GET)
    if not is_from_here(request):
        raise PermissionDenied
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _answer(request, form)
    if not form.is_from_a_program:
        throttle.count(f"contact:{client_address(request)}", limit=5, seconds=3600)
        _deliver(form)
    return HttpResponseRedirect(reverse("readers:contact") + "?sent")


@transaction.atomic
def _deliver(form: ContactForm) -> None:
    message = form.save()
    if address := SiteSettings.load().contact_email:
        mail.queue(
            "contact",
            address,
            message=message,
            url=absolute_url(reverse("admin:readers_contactmessage_change", args=[message.pk])),
        )


def _answer(request, form: ContactForm, sent: bool = False):
    page = Page.objects.filter(slug=Page.CONTACT, is_public=True).first()
    return render(request, "readers/contact.html", {"page": page, "form": form, "sent": sent})
