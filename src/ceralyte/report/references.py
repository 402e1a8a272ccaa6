"""The works behind a design, numbered for its methods and as BibTeX."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ceralyte import __version__
from ceralyte.core.provenance import Source
from ceralyte.materials import names_a_work, published_works
from ceralyte.report.environment import doi_of

PROGRAM = Source(
    used_for="the program",
    text=f"The ceralyte developers, ceralyte {__version__}: a virtual laboratory for "
    "ceramic-rich composite electrolyte membranes",
    kind="software",
)
UNCHECKED = "authors and pages unverified: recalled, not compared with the work"
_ARTICLE = re.compile(
    r"(?:(?P<authors>[^;:()]+?), )?(?P<journal>[A-Z][^,;:]*?) (?P<volume>\d+) \((?P<year>\d{4})\) "
    r"(?P<pages>[A-Z]?\w+)"
)
_BOOK = re.compile(r"(?P<authors>[^;:]+?), (?P<title>[A-Z][^;:]*?) \((?P<year>\d{4})\)$")
_ARXIV = re.compile(r"arXiv (\d{4}\.\d{5})")
_SPECIAL = re.compile(r"([&%$#_{}])")


@dataclass(frozen=True)
class Reference:
    """A work in the list of references: its number, its text and its DOI ("" if not known).

    The text is "" where only the DOI is known: who wrote the work is never guessed. Where it is not
    `checked`, the DOI is right, and authors and pages are only recalled.
    """

    number: int
    text: str
    doi: str
    checked: bool = True


class Bibliography:
    """Numbers works in the order in which they are first cited.

    A source counts as a work if it has a DOI, names an article or a book, or is a method's;
    values of handbooks and derived ones stay in the table of sources. A compilation on arXiv is
    cited beside the works that it took a value from. The citation that a source gives itself comes
    before that of `published_works`; without either the DOI stands alone.

    Examples
    --------
    >>> sources = [Source(used_for="x", text="A and B, J. Tests 1 (2000) 2: three per cent")]
    >>> found = Bibliography(sources)
    >>> found.cite("x"), found.references[0].text
    (' [1]', 'A and B, J. Tests 1 (2000) 2')
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._works = [(s.used_for, work) for s in (*sources, PROGRAM) for work in _works_of(s)]
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        for _, (key, text) in self._works:
            self._texts[key] = max(self._texts.get(key, ""), text, key=_completeness)

    def cite(self, *uses: str) -> str:
        """Return " [1, 2]" for all works used for what begins with one of `uses`; "" for none."""
        keys = dict.fromkeys(key for use, (key, _) in self._works if use.startswith(uses))
        numbers = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys]
        return f" [{', '.join(map(str, sorted(numbers)))}]" if numbers else ""

    @property
    def references(self) -> tuple[Reference, ...]:
        """The works cited so far, by number."""
        return tuple(self._reference(key, number) for key, number in self._numbers.items())

    def _reference(self, key: str, number: int) -> Reference:
        text, work = self._texts[key], published_works().get(key)
        if work and not names_a_work(text):
            return Reference(number, work.citation, key, work.checked)
        return Reference(number, text, key if doi_of(key) == key else "")


def _completeness(text: str) -> tuple[bool, bool]:
    return _ARTICLE.match(text) is not None, text != ""


def _works_of(source: Source) -> list[tuple[str, str]]:
    """Key (the DOI in lower case, else the text) and text of every work that a source names.

    The text of a DOI is "" unless the source cites that one work.
    """
    pieces = source.text.split("; ") if source.kind == "method" else [source.text]
    named = [doi_of(part).lower() for part in source.locator.split("|")]
    dois = [doi for doi in named if doi and len(pieces) == 1]
    compilations = _ARXIV.findall(source.text)
    works = [(f"10.48550/arxiv.{n}", "" if dois else source.text) for n in compilations]
    for piece in pieces:
        article = _ARTICLE.match(piece)
        text = article[0] if article else piece
        if dois:
            cited = article or (names_a_work(piece) and not compilations)
            works += [(doi, text if cited and len(dois) == 1 else "") for doi in dois]
        elif article or _BOOK.match(piece) or source.kind in ("method", "software"):
            works.append((text, text))
    return works


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as a BibTeX file (UTF-8); what no pattern knows is a note.

    Examples
    --------
    >>> print(bibtex([Reference(1, "A and B, J. Tests 1 (2000) 2", "10.1000/1")]), end="")
    @article{A2000,
      author = {A and B},
      journal = {J. Tests},
      volume = {1},
      year = {2000},
      pages = {2},
      doi = {10.1000/1}
    }
    """
    used: set[str] = set()
    return "\n".join(_entry(reference, used) for reference in references)


def _entry(reference: Reference, used: set[str]) -> str:
    article, book = _ARTICLE.fullmatch(reference.text), _BOOK.match(reference.text)
    found = article or book
    fields = {k: v for k, v in found.groupdict().items() if v} if found else {}
    if "authors" in fields:
        fields = {"author": _authors(fields.pop("authors"))} | fields
    if not found and reference.text:
        fields["note"] = reference.text
    lines = [f"  {name} = {{{_escaped(text)}}}" for name, text in fields.items()]
    if reference.doi:
        lines.append(f"  doi = {{{reference.doi}}}")
    if not reference.checked:
        lines.append(f"  annote = {{{UNCHECKED}}}")
    kind = "article" if article else "book" if book else "misc"
    return f"@{kind}{{{_key(fields, reference, used)},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _authors(text: str) -> str:
    names = re.sub(r"\s+et al\.?$", ", others", text).replace(" and ", ", ").split(", ")
    return " and ".join(names)


def _key(fields: dict[str, str], reference: Reference, used: set[str]) -> str:
    first = fields.get("author", fields.get("journal", "ref")).split(" and ")[0]
    ascii_only = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    stem = re.sub(r"\W", "", ascii_only) + fields.get("year", f"{reference.number}")
    key = next(k for k in (stem, *(f"{stem}{c}" for c in "bcdefghijklmnop")) if k not in used)
    used.add(key)
    return key
