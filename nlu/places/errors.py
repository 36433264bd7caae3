"""The one error of the tables of units: it names the file and the row."""


class UnitsError(ValueError):
    """A table of units cannot be used: `file`, `row` (1 is the header; 0 is the whole file) and what is wrong."""

    def __init__(self, file: str, row: int, problem: str) -> None:
        """Keep where it is and what is wrong; the sentence reads "wards.csv, dòng 12: …"."""
        where = f"{file}, dòng {row}" if row else file
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.row = row
        self.problem = problem
