from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from images import renditions
from images.models import Gallery, GalleryItem, Image
from maseer.lib.backoffice import FoundByWords, LongList, clock_column, name_column


class ImageForm(forms.ModelForm):
    file = forms.FileField(
        label=_("File"),
        widget=AdminFileWidget(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    class Meta:
        model = Image
        fields = ["file", "alt", "caption", "credit", "focal_x", "focal_y"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        taken = renditions.take_in(upload)
        if Image.objects.filter(checksum=taken["checksum"]).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This picture is in the library already. Use that one."))
        for name, value in taken.items():
            setattr(self.instance, name, value)
        return taken["file"]


class MissingFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [
            ("alt", _("Alternative text")),
            ("file", _("File")),
            ("credit", _("Credit")),
            ("sizes", _("Sizes that could not be made")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "sizes":
            return queryset.could_not_be_made()
        return (
            queryset.filter(**{self.value(): ""}) if self.value() in {"alt", "file", "credit"} else queryset
        )


@admin.register(Image)
class ImageAdmin(FoundByWords, LongList, admin.ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "caption", "alt", "credited", "added"]
    list_display_links = ["thumbnail", "caption"]
    list_filter = [MissingFilter]
    search_fields = ["words"]
    fields = ["file", "alt", "caption", "credit", "focal_x", "focal_y"]
    view_on_site = False
    added = clock_column("created_at", _("added"))
    credited = name_column("credit", Image._meta.get_field("credit").verbose_name)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        # Whoever replaces a picture may not show the one before.
        if (replaced := form.initial.get("file")) and "file" in form.changed_data:
            transaction.on_commit(partial(default_storage.delete, replaced.name), robust=True)

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        sizes = renditions.shown(image, "square")
        address = (
            renditions.url(image, "square", sizes[0][0], Image.Format.WEBP)
            if sizes
            else image.file.url
            if image.file
            else ""
        )
        return render_to_string("admin/images/image/thumbnail.html", {"address": address})


class GalleryItemInline(admin.TabularInline):
    """Part of its gallery: who may change that may change this."""

    model = GalleryItem
    autocomplete_fields = ["image"]
    fields = ["image", "caption", "order"]
    extra = 1

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("images.view_gallery")

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("images.change_gallery" if obj else "images.add_gallery")

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


@admin.register(Gallery)
class GalleryAdmin(FoundByWords, LongList, admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["words"]
    fields = ["name"]
    inlines = [GalleryItemInline]
    view_on_site = False
