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


class MadeField(models.Field):
    """Made of the field or the fields named by `of`, each time the row is saved."""

    def __init__(self, *args, of, **kwargs):
        self.of = of
        kwargs.update(editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable")
        return name, path, args, kwargs | {"of": self.of}

    @property
    def sources(self) -> set[str]:
        return {self.of} if isinstance(self.of, str) else set(self.of)

    def pre_save(self, model_instance, add):
        made = self.of_row(model_instance)
        setattr(model_instance, self.attname, made)
        return made


class KeyField(MadeField, models.CharField):
    """What makes two spellings of a name the same: its folded form."""

    def __init__(self, *args, of="name", **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, of=of, **kwargs)

    def of_row(self, row) -> str:
        return self.make(getattr(row, self.of))

    @staticmethod
    def make(text: str) -> str:
        return arabic.key(text)


class SortKeyField(KeyField):
    """Where a name stands in a list: without the article, hamza and tashkeel."""

    @staticmethod
    def make(text: str) -> str:
        return arabic.sort_key(text)[: arabic.KEY_LENGTH]


class WordsField(MadeField, models.TextField):
    """All words of some fields, folded, for a back office that looks into them."""

    def of_row(self, row) -> str:
        return arabic.fold(" ".join(getattr(row, name) for name in self.of))


class SavesWhatIsMade:
    """For a model with such fields: what is made of a field is saved with it, where only some fields are saved."""

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None:
            made = [field for field in self._meta.fields if isinstance(field, MadeField)]
            changed = set(update_fields)
            update_fields = changed | {field.name for field in made if changed & field.sources}
        super().save(*args, update_fields=update_fields, **kwargs)
