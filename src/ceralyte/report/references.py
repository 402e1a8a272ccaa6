"""The works behind a design, numbered for its methods."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ceralyte import __version__
from ceralyte.core.provenance import Source
from ceralyte.materials import Work, names_a_work, published_works, works_by_citation
from ceralyte.report.citations import cited
from ceralyte.report.environment import doi_of

PROGRAM = Source(
    used_for="the program",
    text=f"The ceralyte developers, ceralyte {__version__}: a virtual laboratory for "
    "ceramic-rich composite electrolyte membranes",
    kind="software",
)
UNCHECKED = "authors and pages unverified: recalled, not compared with the work"
_ARXIV = re.compile(r"arXiv (\d{4}\.\d{5})")


@dataclass(frozen=True)
class Reference:
    """A work in the list of references: number, text, DOI and title ("" what is not known).

    The text is "" where only the DOI is known: who wrote the work is never guessed. Where it is not
    `checked`, the DOI is right, and authors and pages are only recalled.
    """

    number: int
    text: str
    doi: str
    checked: bool = True
    title: str = ""


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
        found = [(s.used_for, work) for s in (*sources, PROGRAM) for work in _works_of(s)]
        dois = {text: key for _, (key, text) in found if text and doi_of(key) == key}
        self._works = [(use, (dois.get(key, key), text)) for use, (key, text) in found]
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
    def uncited(self) -> tuple[str, ...]:
        """What the works that are not cited yet are used for, each once."""
        uses = (use for use, (key, _) in self._works if key not in self._numbers)
        return tuple(dict.fromkeys(uses))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The works cited so far, by number."""
        return tuple(self._reference(key, number) for key, number in self._numbers.items())

    def _reference(self, key: str, number: int) -> Reference:
        text, work = self._texts[key], _known(key)
        title = work.title if work else ""
        if work and not names_a_work(text):
            return Reference(number, work.citation, key, work.checked, title)
        return Reference(number, text, key if doi_of(key) == key else "", title=title)


def _completeness(text: str) -> tuple[bool, bool]:
    found = cited(text)
    return found is not None and found.complete, text != ""


def _works_of(source: Source) -> list[tuple[str, str]]:
    """Key (the DOI in lower case, else the text) and text of every work that a source names.

    The text of a DOI is "" unless the source cites that one work.
    """
    pieces = source.text.split("; ") if source.kind == "method" else [source.text]
    told = [doi_of(part).lower() for part in source.locator.split("|")]
    dois = [doi for doi in told if doi and len(pieces) == 1]
    compilations = _ARXIV.findall(source.text)
    works = [(f"10.48550/arxiv.{n}", "" if dois else source.text) for n in compilations]
    for piece in pieces:
        found = cited(piece)
        complete = found is not None and found.complete
        text = found.text if found and complete else piece
        if dois:
            named = complete or (names_a_work(piece) and not compilations)
            works += [(doi, text if named and len(dois) == 1 else "") for doi in dois]
        elif complete or source.kind in ("method", "software"):
            known = works_by_citation().get(text)
            works.append((known.doi if known and known.doi else text, text))
    return works


def _known(key: str) -> Work | None:
    return published_works().get(key) or works_by_citation().get(key)
