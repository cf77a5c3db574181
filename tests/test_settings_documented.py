import re

from django.conf import settings


def names(pattern, *files):
    return {name for file in files for name in re.findall(pattern, file.read_text())}


def test_every_variable_is_explained_in_the_example_and_in_the_docs():
    code = [
        settings.BASE_DIR / "maseer/settings.py",
        *settings.BASE_DIR.glob("maseer/management/commands/*.py"),
    ]
    read = names(r'env(?:\.\w+|iron\.get)\(\s*"([A-Z_0-9]+)"', *code)
    assert "SITE_URL" in read
    assert names(r"(?m)^# ([A-Z_0-9]+)=", settings.BASE_DIR / ".env.example") == read
    assert names(r"`([A-Z_0-9]+)`", settings.BASE_DIR / "docs/operations.md") >= read
