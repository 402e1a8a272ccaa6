"""How the pages are made of their templates, and the filters that these use."""

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ceralyte.core.provenance import Source
from ceralyte.report.formulas import subscripted_page
from ceralyte.report.prose import opening, sentence, sentences, typeset
from ceralyte.report.stacking import stacking

_CODE = re.compile(r"`([^`\n]+)`")
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>|]*[^\s\"'<>|.,;)\]])")


def render(template: str, **content: Any) -> str:
    """Return the page that a template makes of its content, chemical formulas typeset."""
    return subscripted_page(stacking(_environment().get_template(template).render(**content)))


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("ceralyte.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(doi=doi_of, opening=opening, sentence=sentence, sentences=sentences)
    found.filters.update(distinct=distinct, typeset=typeset, with_code=with_code)
    return found


def distinct(sources: Iterable[Source]) -> list[Source]:
    """Return sources without those that read like one before them, whatever they are used for."""
    return list({(s.text, s.locator, s.kind): s for s in reversed(tuple(sources))}.values())[::-1]


def with_code(text: str) -> Markup:
    """Return text as HTML, what stands in backticks as code.

    Examples
    --------
    >>> with_code("run `a < b`")
    Markup('run <code>a &lt; b</code>')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def doi_of(locator: str) -> str:
    """Return the first DOI in a locator such as "doi:10.1000/182", or ""."""
    found = _DOI.search(locator)
    return found[1] if found else ""
