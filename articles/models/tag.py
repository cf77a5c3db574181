from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager

from articles.models.named import Named


class Tag(Named):
    """A topic. Two spellings of one word are one tag."""

    cache_prefix = "tag"
    route = "articles:tag"
    from_article = "tagged__tag"
    is_searched = True

    class Meta(Named.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TagManager(_TaggableManager):
    """taggit finds existing tags by exact or case-insensitive name; ours are found by folded name."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        found = [Tag.objects.called(tag) if isinstance(tag, str) else tag for tag in tags]
        return super()._to_tag_model_instances(dict.fromkeys(found), tag_kwargs)
