"""Model fields that clean what is stored, on every way in: form, importer, shell and bulk writes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic, html


class LineField(models.CharField):
    """One line of text: no control characters, no characters that reorder the text around them."""

    default_error_messages = {"unseen": _("Write something that can be seen.")}

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        # Zero-width letters pass for a text, and nothing of them would be stored.
        if not self.blank and not arabic.clean_line(value):
            raise ValidationError(self.error_messages["unseen"], code="unseen")

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else arabic.clean_line(value)


class PlainField(models.TextField):
    """Text of several lines without any markup, cleaned as a `LineField` is."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else arabic.clean_text(value)


class HTMLField(models.TextField):
    """Rich text, cleaned by `maseer.lib.html.clean`."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else html.clean(value)


class KeyField(models.CharField):
    """What makes two spellings of a name the same: the folded form of the field named by `of`."""

    def __init__(self, *args, of="name", **kwargs):
        self.of = of
        kwargs.setdefault("max_length", 200)
        kwargs.update(editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable")
        return name, path, args, kwargs | {"of": self.of}

    @staticmethod
    def make(text: str) -> str:
        return arabic.key(text)

    def pre_save(self, model_instance, add):
        key = self.make(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key


class SortKeyField(KeyField):
    """Where a name stands in a list: without the article, hamza and tashkeel."""

    @staticmethod
    def make(text: str) -> str:
        return arabic.sort_key(text)[: arabic.KEY_LENGTH]


class WordsField(models.TextField):
    """The words of the fields named by `of`, folded, for a back office that looks into them."""

    def __init__(self, *args, of=(), **kwargs):
        self.of = of
        kwargs.update(editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable")
        return name, path, args, kwargs | {"of": self.of}

    def of_row(self, row) -> str:
        return arabic.fold(" ".join(getattr(row, name) for name in self.of))

    def pre_save(self, model_instance, add):
        words = self.of_row(model_instance)
        setattr(model_instance, self.attname, words)
        return words
