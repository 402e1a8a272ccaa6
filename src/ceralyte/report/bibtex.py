"""References as BibTeX (UTF-8)."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from ceralyte.report.citations import Citation, cited
from ceralyte.report.references import UNCHECKED, Reference

_SPECIAL = re.compile(r"([&%$#_{}])")
_NAMED = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as a BibTeX file; what no pattern knows is a note.

    Titles stand in two pairs of braces, which keep their capitals.

    Examples
    --------
    >>> from ceralyte.report.references import Reference
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
    found = cited(reference.text)
    lines = [f"  {name} = {{{text}}}" for name, text in _fields(reference, found).items()]
    if reference.doi:
        lines.append(f"  doi = {{{reference.doi}}}")
    if not reference.checked:
        lines.append(f"  annote = {{{UNCHECKED}}}")
    kind = found.kind if found else "misc"
    return f"@{kind}{{{_key(found, reference, used)},\n" + ",\n".join(lines) + "\n}\n"


def _fields(reference: Reference, found: Citation | None) -> dict[str, str]:
    if not found:
        return {"note": _escaped(reference.text or f"doi:{reference.doi}")}
    told = {name: _escaped(text) for name, text in found.fields.items()}
    fields = {"author": _authors(told.pop("authors"))} if "authors" in told else {}
    title = told.pop("title", _escaped(reference.title))
    if title:
        fields["title"] = f"{{{title}}}"
    if "eprint" in told:
        fields["archiveprefix"] = "arXiv"
    return fields | told | ({"note": _escaped(found.remark)} if found.remark else {})


def _escaped(text: str) -> str:
    return "".join(_NAMED.get(sign, _SPECIAL.sub(r"\\\1", sign)) for sign in text)


def _authors(text: str) -> str:
    if text.startswith("The "):
        return f"{{{text}}}"
    names = re.sub(r",?\s+et al\.?$", ", others", text).replace(" and ", ", ").split(", ")
    return " and ".join(names)


def _key(found: Citation | None, reference: Reference, used: set[str]) -> str:
    fields = found.fields if found else {}
    named = (fields[name] for name in ("authors", "journal", "title") if name in fields)
    first = re.split(r", | and | et al| developers| \d", next(named, f"ref{reference.number}"))[0]
    if "authors" in fields:
        first = re.sub(r"^(?:[A-Z]\.[ -]?)+", "", first)
    ascii_only = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    stem = re.sub(r"\W", "", ascii_only.removeprefix("The ")) + fields.get("year", "")
    keys = chain((stem,), (f"{stem}-{n}" for n in count(2)))
    key = next(k for k in keys if k not in used)
    used.add(key)
    return key
