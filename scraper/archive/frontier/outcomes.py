"""How the columns `outcome`, `reason` and `detail` of `leads` express an outcome."""

from __future__ import annotations

from scraper.model import Failed, Gone, NotAnArticle, Outcome, Refused, Revised, Stored, Unchanged

NAMES: dict[type[Outcome], str] = {
    Stored: "stored",
    Revised: "revised",
    Unchanged: "unchanged",
    NotAnArticle: "not-an-article",
    Refused: "refused",
    Gone: "gone",
    Failed: "failed",
}
"""An outcome's name in the column `outcome`."""

STORED = frozenset(NAMES[kind] for kind in (Stored, Revised, Unchanged))
"""The names of those outcomes that leave an article in the archive."""


def reason(outcome: Outcome) -> tuple[str | None, str | None]:
    """The reason of an outcome in a word, and its detail for people, where it has them."""
    match outcome:
        case NotAnArticle(kind, evidence):
            return kind.value, evidence
        case Refused(refusal, detail):
            return refusal.value, detail or None
        case Gone(status):
            return str(status), None
        case Failed(fault, detail):
            return fault, detail or None
        case Stored(_, cut) | Revised(_, cut) | Unchanged(_, cut):
            return ("cut", cut) if cut else (None, None)
