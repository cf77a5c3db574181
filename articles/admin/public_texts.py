"""What the field for related texts finds while somebody types: what readers can read, nothing else."""

from django.db.models import prefetch_related_objects
from django.http import JsonResponse

from articles.choices import named_with_section, public_by_number
from articles.models import Article
from articles.search.suggest import suggest

MOST = 20


def public_texts(request):
    """As Select2 reads it. Without a word the newest; a number or an address finds the one text."""
    typed = request.GET.get("term", "").strip()
    if not typed:
        found = Article.objects.newest_first().as_cards()[:MOST]
    elif numbered := public_by_number(typed):
        found = [numbered]
    else:
        found = suggest(typed, MOST).articles
        prefetch_related_objects(found, "section")
    results = [{"id": str(article.pk), "text": named_with_section(article)} for article in found]
    return JsonResponse({"results": results, "pagination": {"more": False}})
