"""Where the files of a picture lie, and how they go."""

from django.core.files.storage import default_storage


def folder(pk: int) -> str:
    """Everything made of one picture."""
    return f"renditions/{pk}"


def remove(pk: int, original: str) -> None:
    """A picture and all that was made of it: nobody can show it any more."""
    if original:
        default_storage.delete(original)
    remove_renditions(pk)


def remove_renditions(pk: int, but: str = "") -> None:
    """All editions of a picture's sizes but one."""
    top = folder(pk)
    if not default_storage.exists(top):
        return
    for edition in default_storage.listdir(top)[0]:
        if edition == but:
            continue
        for name in default_storage.listdir(f"{top}/{edition}")[1]:
            default_storage.delete(f"{top}/{edition}/{name}")
        default_storage.delete(f"{top}/{edition}")
    if not but:
        default_storage.delete(top)
