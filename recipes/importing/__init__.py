"""From files to stored recipes and concepts: `read_rows` reads a file, `import_rows` upserts it. Never embedding."""

from recipes.importing.batches import SourceNameError, import_rows, rolled_back
from recipes.importing.concepts import (
    import_concepts,
    load_shipped_concepts,
    missing_shipped_concepts,
    read_concepts,
)
from recipes.importing.files import FORMATS, SourceFileError, Unreadable, read_rows
from recipes.importing.report import Finding, Findings, ImportReport
from recipes.importing.starter import load_starter

__all__ = [
    "FORMATS",
    "Finding",
    "Findings",
    "ImportReport",
    "SourceFileError",
    "SourceNameError",
    "Unreadable",
    "import_concepts",
    "import_rows",
    "load_shipped_concepts",
    "load_starter",
    "missing_shipped_concepts",
    "read_concepts",
    "read_rows",
    "rolled_back",
]
