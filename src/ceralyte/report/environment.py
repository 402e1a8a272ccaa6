"""Where the pages' templates are read, and the filters that they use."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

from ceralyte.report.prose import opening, sentence, typeset

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>]*[^\s\"'<>.,;)\]])")


def environment() -> Environment:
    """Return the Jinja environment of all pages."""
    found = Environment(
        loader=PackageLoader("ceralyte.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(doi=doi_of, opening=opening, sentence=sentence, typeset=typeset)
    return found


def doi_of(locator: str) -> str:
    """Return the DOI in a locator such as "doi:10.1000/182", or ""."""
    found = _DOI.search(locator)
    return found[1] if found else ""
