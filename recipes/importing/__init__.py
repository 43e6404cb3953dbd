"""From recipe files to stored recipes: `read_rows` reads a file, `import_rows` upserts its rows. Never embedding."""

from recipes.importing.batches import SourceNameError, import_rows, rolled_back
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
    "import_rows",
    "load_starter",
    "read_rows",
    "rolled_back",
]
