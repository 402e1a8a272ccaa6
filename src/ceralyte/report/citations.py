"""What the text of a source says of the work behind it: who wrote it, and where it appeared."""

import re
from dataclasses import dataclass, field

_INITIALS = r"(?:[A-Z]\.[ -]?)*"
_SURNAME = r"(?:(?:de|den|der|van|von) )*[A-Z](?:[^\W\d_]|['’-])*(?: [A-Z](?:[^\W\d_]|['’-])+)?"
_NAME = _INITIALS + _SURNAME
_PEOPLE = rf"(?P<authors>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?(?:,? et al\.?)?)"
_TITLE = r"(?P<title>[A-Z](?:(?!\(\d{4}\)| et al\b)[^;:=])*?)"
_BY_WHOM = rf"(?:(?:(?:[a-z]|[^;:]*=)[^;:]*? of )?{_PEOPLE}, )?(?:{_TITLE}, )?"
_YEAR = r"\((?P<year>\d{4})\)"
_JOURNAL = r"(?P<journal>[A-Z][^,;:]*?)"
_ABBREVIATED = r"(?P<journal>(?![^,(]* et al\.)[A-Z][^,;:()]*?\.[^,;:()]*?)"
_EPRINT = r"(?P<eprint>\d{4}\.\d{5})"
_FULL = re.compile(rf"{_BY_WHOM}{_JOURNAL} (?P<volume>\d+) {_YEAR} (?P<pages>[A-Z]?\w+)")
_PATTERNS = (
    ("article", _FULL),
    ("article", re.compile(rf"{_BY_WHOM}{_JOURNAL} (?P<volume>\d+) {_YEAR}")),
    ("article", re.compile(rf"{_BY_WHOM}{_JOURNAL} {_YEAR} (?P<pages>\d\w*)")),
    ("article", re.compile(rf"{_BY_WHOM}{_ABBREVIATED} {_YEAR}")),
    ("book", re.compile(rf"{_PEOPLE}, {_TITLE} {_YEAR}$")),
    ("misc", re.compile(rf"(?:{_PEOPLE}, )?(?P<title>[A-Z].*), arXiv[ :]{_EPRINT} {_YEAR}")),
    ("misc", re.compile(rf"(?P<title>ASTM [^()]+) {_YEAR}$")),
    ("misc", re.compile(r"(?P<authors>The \w+ developers), (?P<title>.+)")),
)
"""What is tried in this order. `of` before the authors ends what was made of their work, told in
words or as an equation."""


@dataclass(frozen=True)
class Citation:
    """A work as a text cites it.

    Attributes
    ----------
    kind : str
        "article", "book" or "misc", as BibTeX has it.
    text : str
        The citation alone: "A and B, J. Tests 1 (2000) 2".
    fields : dict of str to str
        What of `authors`, `title`, `journal`, `volume`, `year`, `pages` and `eprint` is told.
    remark : str
        What the text says behind the citation.
    """

    kind: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def complete(self) -> bool:
        """Whether it can be looked up: a book, or an article with volume, year and pages."""
        return self.kind == "book" or {"volume", "year", "pages"} <= self.fields.keys()


def cited(text: str) -> Citation | None:
    """Return the work that a text begins with, None where no pattern knows it.

    Examples
    --------
    >>> found = cited("mean over the curve of A and B, J. Tests 1 (2000) 2: three per cent")
    >>> found.text, found.fields["authors"], found.remark
    ('A and B, J. Tests 1 (2000) 2', 'A and B', 'three per cent')
    >>> cited("review quoting A et al. (2000)")
    """
    for kind, pattern in _PATTERNS:
        if found := pattern.match(text):
            fields = {name: part for name, part in found.groupdict().items() if part}
            start = min(found.start(name) for name in fields)
            return Citation(kind, text[start : found.end()], fields, _remark(text[found.end() :]))
    return None


def _remark(rest: str) -> str:
    """What follows a citation, without the signs that part them and without brackets around all."""
    inner = rest.strip(" ,;:.")
    return re.sub(r"^\(([^()]*)\)$", r"\1", inner)
