"""Importing: official records of the national portal become guides, without a guess.

`read_records` finds the records in files and folders, `convert` turns one into a guide and a report line,
`import_records` does both for a whole source.
"""

from knowledge.importing.official import Imported, convert
from knowledge.importing.reading import Damage, Raw, read_records
from knowledge.importing.run import Import, import_records

__all__ = ["Damage", "Import", "Imported", "Raw", "convert", "import_records", "read_records"]
