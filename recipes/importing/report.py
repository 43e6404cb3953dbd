"""What an import did: counts, and what it refused or noted, with lines and reasons. Nothing is printed here."""

from collections import Counter
from dataclasses import dataclass, field

MAX_EXAMPLES = 100
MAX_REASONS = 200
OTHER_REASONS = "other reasons"


@dataclass(frozen=True)
class Finding:
    line: int
    reason: str
    detail: str = ""

    def __str__(self):
        return f"line {self.line}: {self.reason}" + (f" ({self.detail})" if self.detail else "")

    @property
    def place(self) -> str:
        return f"line {self.line}" + (f" ({self.detail})" if self.detail else "")


@dataclass
class Findings:
    """Counts by reason, the first MAX_EXAMPLES in full, and the first of every reason: bounded, whatever comes."""

    counts: Counter = field(default_factory=Counter)
    examples: list[Finding] = field(default_factory=list)

    def add(self, line: int, reason: str, detail: str = "") -> None:
        if reason not in self.counts and len(self.counts) >= MAX_REASONS:
            reason = OTHER_REASONS
        if len(self.examples) < MAX_EXAMPLES or reason not in self.counts:
            self.examples.append(Finding(line, reason, detail))
        self.counts[reason] += 1

    @property
    def total(self) -> int:
        return self.counts.total()

    def summary(self) -> list[str]:
        """ "12 rows: total_minutes not understood, first in line 3 (ages)", the most frequent first."""
        first = {finding.reason: finding for finding in reversed(self.examples)}
        return [
            f"{count:,} {'row' if count == 1 else 'rows'}: {reason}, first in {first[reason].place}"
            for reason, count in self.counts.most_common()
        ]


@dataclass
class ImportReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: Findings = field(default_factory=Findings)
    notes: Findings = field(default_factory=Findings)

    @property
    def rows(self) -> int:
        """How many rows have been decided on."""
        return self.created + self.updated + self.unchanged + self.rejects.total

    def findings(self, rejects: int) -> list[str]:
        """Lines for a person: the first so many rejects, counts of all of them where there are more, and the notes."""
        lines = [f"rejected: {finding}" for finding in self.rejects.examples[:rejects]]
        if self.rejects.total > rejects:
            lines += [f"rejected in all: {line}" for line in self.rejects.summary()]
        return lines + [f"note: {line}" for line in self.notes.summary()]
