import pytest

from maseer.wordpress.importer import Importer
from tests.wordpress import wxr
from tests.wordpress.paper import NOW


@pytest.fixture
def bring(tmp_path):
    def make(*items, dry_run=False, now=NOW, **head):
        file = tmp_path / "export.xml"
        file.write_text(items[0] if items and items[0].startswith("<?xml") else wxr.export(*items, **head))
        return Importer(file, now=now).run(dry_run=dry_run)

    return make
