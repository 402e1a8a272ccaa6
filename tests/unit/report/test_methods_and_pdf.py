"""Methods in words, references, BibTeX, and the PDF."""

import csv
import re
import zlib
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from pypdfium2 import PdfDocument
from ruamel.yaml import YAML
from typer.testing import CliRunner

import ceralyte
from ceralyte.cli.main import app
from ceralyte.core.errors import InputError
from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Unavailable
from ceralyte.materials import load_catalogue, published_works
from ceralyte.pipeline import cell_sheet
from ceralyte.pipeline.methods import CELL_METHODS, METHODS
from ceralyte.recipe import load_recipe, recipe_to_yaml
from ceralyte.report.bibtex import bibtex
from ceralyte.report.citations import cited
from ceralyte.report.environment import doi_of
from ceralyte.report.figures import charts
from ceralyte.report.framing import png as png_of
from ceralyte.report.framing import slice_figure
from ceralyte.report.methods import bibtex_of, methods, works_of
from ceralyte.report.pdf import _content, _typeset_formulas, pdf
from ceralyte.report.published import published_figures
from ceralyte.report.recipe_words import cell_in_words, made_in_words
from ceralyte.report.references import UNCHECKED, Bibliography, Reference

PICTURES = {"structure": "structure.png", "slice": "slice.png"}
PUBLISHED = ("1c", "2c", "2d", "2e")


@pytest.fixture(scope="module")
def png(structure):
    return slice_figure(structure)


@pytest.fixture(scope="module")
def told(quick_design):
    works = works_of(quick_design)
    return dict(methods(quick_design, works)), works.references


def test_methods_state_the_parameters_of_the_recipe(told):
    paragraphs, _ = told
    assert "Li6PS5Cl (99.5 wt% of the solids; size lognormal(d50=3 µm" in paragraphs["Recipe"]
    assert "with PTFE (0.5 wt%), mixed dry; pressed, uniaxial, 360 MPa" in paragraphs["Recipe"]
    assert re.search(r"2 packings of \d+ particles", paragraphs["Packing and pressing"])
    assert re.search(r"voxels of [\d.]+ µm", paragraphs["Ion transport"])
    assert "level quick, seeds 0, 1" in paragraphs["Errors"]


def test_every_reference_is_cited_and_every_citation_is_there(told):
    paragraphs, references = told
    cited = {
        int(n)
        for text in paragraphs.values()
        for c in re.findall(r"\[([\d, ]+)\]", text)
        for n in c.split(", ")
    }
    assert cited == {work.number for work in references} == set(range(1, len(references) + 1))
    assert len({work.text + work.doi for work in references}) == len(references)


def test_methods_name_membrane_temperature_cell_and_analogue(told):
    paragraphs, references = told
    assert "membrane 15 µm thick" in paragraphs["Recipe"]
    assert "Fracture toughness is that of Li2S-P2S5 glass" in paragraphs["Recipe"]
    assert "Effective conductivity at 25 °C" in paragraphs["Ion transport"]
    cell = "Cathode of NMC811 80 wt%, Li6PS5Cl 20 wt%, porosity 5 %, 5 mAh/cm²; anode of lithium"
    assert paragraphs["Cell"].replace("\N{NO-BREAK SPACE}", " ").startswith(cell)
    capacity = next(r.number for r in references if r.doi == "10.1126/sciadv.adc9516")
    assert str(capacity) in re.search(r"copper.*?\[([\d, ]+)\]", paragraphs["Cell"])[1]


def test_every_work_behind_a_design_is_cited(quick_design):
    works = works_of(quick_design)
    assert works.uncited
    methods(quick_design, works)
    assert works.uncited == ()
    bib = bibtex_of(quick_design)
    one_work = [s for s in quick_design.sources if "; " not in s.text or s.kind != "method"]
    told = {doi_of(s.locator) for s in one_work} - {""}
    assert {doi for doi in told if doi.lower() not in bib.lower()} == set()
    assert bib.count("10.1021/acsenergylett.1c02261") == 1  # recipe, measured value and verdict
    behind = (
        "Farr and Groot",
        "Bruggeman",
        "Landauer",
        "McGrogan",
        "Chakrabarti",
        "Tao and others",
    )
    assert {name for name in behind if name not in bib} == set()


def test_a_host_as_anode_and_a_load_by_mass_are_stated(examples):
    recipe = load_recipe(examples / "lpscl-ptfe-dry.yaml")
    cell = YAML(typ="safe").load(recipe_to_yaml(recipe))["cell"]
    del cell["cathode"]["areal_capacity"]
    cell["cathode"]["areal_mass"] = "20 mg/cm^2"
    host = {"mass_fractions": {"graphite": "100 %"}, "porosity": "20 %"}
    cell["anode"] = {"material": "graphite", "composite": host, "capacity_ratio": 1.1}
    words = cell_in_words(cell)
    assert "porosity 5 %, 20 mg/cm^2; anode of graphite 100 wt%, porosity 20 %, 1.1 times" in words


def test_support_and_slurry_are_stated(examples):
    recipe = load_recipe(examples / "lpscl-cellulose.yaml")
    words = made_in_words(YAML(typ="safe").load(recipe_to_yaml(recipe)))
    assert "as a slurry in toluene with 40 wt% of solids" in words
    assert "of cellulose (29 um thick, porosity 70 %, fibres of 8 um)" in words


def test_grain_boundaries_and_crystals_are_stated(examples):
    recipe = YAML(typ="safe").load(recipe_to_yaml(load_recipe(examples / "lpscl-ptfe-dry.yaml")))
    assert "grain bound" not in made_in_words(recipe)
    recipe["ceramic"] |= {
        "grain_boundary_resistance": "1 ohm*cm^2",
        "grain_boundary_activation_energy": "0.5 eV",
        "anisotropy": {"ratios": [1, 1, 0.1], "texture": "aligned"},
    }
    words = made_in_words(recipe)
    assert "; grain boundaries of 1 ohm*cm^2 and 0.5 eV; crystals that conduct 1:1:0.1" in words


def test_all_shipped_methods_are_articles_books_or_standards():
    works = Bibliography((*METHODS, *CELL_METHODS))
    works.cite("")
    entries = bibtex(works.references).split("\n\n")
    misc = [entry for entry in entries if entry.startswith("@misc")]
    assert len(entries) > 15
    assert {"ASTM" in entry or "ceralyte" in entry for entry in misc} == {True}


def test_a_doi_joins_what_several_sources_say_of_a_work():
    article = Source(used_for="b", text="A, J. Tests 1 (2000) 2: three", locator="10.1000/1")
    other = Source(used_for="a", text="a value", locator="doi:10.1000/1")
    handbook = Source(used_for="c", text="standard handbook value", kind="handbook")
    last = Source(used_for="a", text="another value", locator="10.1000/1")
    works = Bibliography((other, article, handbook, last))
    assert (works.cite("a"), works.cite("b"), works.cite("c")) == (" [1]", " [1]", "")
    assert works.references == (Reference(1, "A, J. Tests 1 (2000) 2", "10.1000/1"),)
    values = Bibliography((other, last))
    values.cite("a")
    assert values.references == (Reference(1, "", "10.1000/1"),)


def test_a_work_told_once_with_and_once_without_its_doi_is_one():
    with_doi = Source(used_for="measured", text="A, J. Tests 1 (2000) 2", locator="10.1000/1")
    bare = Source(used_for="recipe", text="A, J. Tests 1 (2000) 2")
    works = Bibliography((bare, with_doi))
    assert (works.cite("recipe"), works.cite("measured"), works.uncited) == (
        " [1]",
        " [1]",
        ("the program",),
    )


def test_a_compilation_is_cited_beside_each_work_that_it_took_a_value_from():
    locator = "10.1002/PSSA.201001117|10.1039/c3ee41655k"
    compiled = Source(used_for="a", text="OBELiX compilation (arXiv 2502.14234)", locator=locator)
    works = Bibliography((compiled,))
    assert works.cite("a") == " [1, 2, 3]"
    texts = [work.text.split(",")[0] for work in works.references]
    assert texts == ["Therrien et al.", "Rao and Adams", "Seino et al."]
    assert [work.checked for work in works.references] == [True, True, False]
    entries = bibtex(works.references).split("\n\n")
    assert "author = {Rao and Adams},\n  title = {{Studies of lithium argyrodite" in entries[1]
    assert "doi = {10.1002/pssa.201001117}" in entries[1]
    assert [UNCHECKED in entry for entry in entries] == [False, False, True]


def test_works_behind_the_compilation_are_told_by_who_wrote_them_or_bare():
    compiled = [
        Source(used_for=m.name, text=v.source, locator=v.locator)
        for m in load_catalogue()
        for v in m.values
        if "OBELiX" in v.source
    ]
    assert len(compiled) > 60
    works = Bibliography(compiled)
    works.cite("")
    known = published_works()
    told = {w.doi: w.text for w in works.references if w.doi}
    named = {doi.lower() for s in compiled for doi in s.locator.split("|")}
    assert named < set(told)
    assert {doi for doi, text in told.items() if not text} == named - set(known)
    assert all(told[doi] == known[doi].citation for doi in told if doi in known)


def test_a_text_of_several_dois_stands_under_none_of_them():
    both = Source(used_for="a", text="A, J. Tests 1 (2000) 2", locator="10.1000/1|10.1000/2")
    works = Bibliography((both,))
    assert works.cite("a") == " [1, 2]"
    assert works.references == (Reference(1, "", "10.1000/1"), Reference(2, "", "10.1000/2"))
    bare = "@misc{ref1,\n  note = {doi:10.1000/1},\n  doi = {10.1000/1}\n}\n"
    assert bibtex(works.references).startswith(bare)


@pytest.mark.parametrize(
    "text", ["Kamaya et al., Nat. Mater. 10 (2011) 682", "Kamaya et al., Nat. Mater. (2011)"]
)
def test_the_citation_of_a_source_itself_is_not_replaced(text):
    doi = "10.1038/nmat3066"
    own = Source(used_for="a", text=text, locator=doi, confidence="high")
    compiled = Source(used_for="b", text="OBELiX compilation (arXiv 2502.14234)", locator=doi)
    works = Bibliography((compiled, own))
    works.cite("a")
    title = "A lithium superionic conductor"
    assert works.references == (Reference(1, text, doi, checked=True, title=title),)


def test_a_method_told_by_its_authors_has_title_and_doi_in_bibtex():
    text = "Cox, Br. J. Appl. Phys. 3 (1952) 72; Lévy, J. Comput. Phys. 451 (2022) 110838"
    works = Bibliography((Source(used_for="a", text=text, kind="method"),))
    works.cite("a")
    cox, levy = bibtex(works.references).split("\n\n")
    assert "title = {{The elasticity and strength of paper and other fibrous materials}}" in cox
    assert "doi = {10.1088/0508-3443/3/3/302}" in cox
    assert "title = {{Partial Optimal Transport" in levy
    assert "doi" not in levy


def test_a_work_quoted_by_another_is_not_taken_for_it():
    text = "A et al., Mater. Lett. (2013), quoted by B et al., Phys. Sci. 3 (2022) 101043"
    works = Bibliography((Source(used_for="a", text=text, locator="10.1000/1"),))
    works.cite("a")
    assert works.references == (Reference(1, text, "10.1000/1"),)
    entry = bibtex(works.references)
    assert "author = {A and others},\n  journal = {Mater. Lett.},\n  year = {2013}" in entry
    assert "note = {quoted by B et al., Phys. Sci. 3 (2022) 101043}" in entry


def test_all_citations_of_shipped_works_are_read():
    works = published_works()
    assert len(works) > 25
    read = {doi: cited(work.citation) for doi, work in works.items()}
    assert {doi for doi, c in read.items() if not (c and c.complete and "authors" in c.fields)} == {
        "10.48550/arxiv.2502.14234"
    }


@pytest.mark.parametrize(
    ("text", "kind", "fields", "remark"),
    [
        (
            "mean over 5 to 95 % of the fit of Ai et al., J. Tests 16 (2020) 013, as elsewhere",
            "article",
            {"authors": "Ai et al.", "journal": "J. Tests", "volume": "16", "pages": "013"},
            "as elsewhere",
        ),
        (
            "Reaction of salts, acids and bases with water, J. Tests 139 (2001) 309 (abstract)",
            "article",
            {"title": "Reaction of salts, acids and bases with water", "volume": "139"},
            "abstract",
        ),
        (
            "Hayashi et al., Nat. Commun. (2019): glass",
            "article",
            {"authors": "Hayashi et al.", "journal": "Nat. Commun."},
            "glass",
        ),
        (
            "Nguyen et al., Solid State Ionics (2022) 115837",
            "article",
            {"journal": "Solid State Ionics", "pages": "115837"},
            "",
        ),
        ("Tabor, The Hardness of Metals (1951)", "book", {"title": "The Hardness of Metals"}, ""),
        (
            "Therrien et al., OBELiX: a dataset, arXiv 2502.14234 (2025), CC BY 4.0",
            "misc",
            {"title": "OBELiX: a dataset", "eprint": "2502.14234"},
            "CC BY 4.0",
        ),
    ],
)
def test_a_citation_is_told_from_titles_and_remarks(text, kind, fields, remark):
    found = cited(text)
    assert (found.kind, found.remark) == (kind, remark)
    assert {name: found.fields.get(name) for name in fields} == fields
    assert ("authors" in found.fields) == (" et al." in text or kind == "book")


@pytest.mark.parametrize(
    ("text", "authors", "title", "remark"),
    [
        (
            "Prat et al., CHEM21 selection guide, Green Chem. 18 (2016) 288, table 7",
            "Prat et al.",
            "CHEM21 selection guide",
            "table 7",
        ),
        (
            "Spange, Polarity of mixtures, Liquids 4 (2024) 191 (abstract: the co-solvents)",
            "Spange",
            "Polarity of mixtures",
            "abstract: the co-solvents",
        ),
        (
            "J. Smith, A. B. Jones, J. Power Sources 3 (2001) 12",
            "J. Smith, A. B. Jones",
            None,
            "",
        ),
        (
            "Z M / V with Z = 12, a = 15.1 of Chotard et al., Chem. Mater. (2015)",
            "Chotard et al.",
            None,
            "",
        ),
        (
            "The ratio of paper, Fibre Sci. Technol. (1983) 297 (abstract): 1/3",
            None,
            "The ratio of paper",
            "(abstract): 1/3",
        ),
        ("A et al., J. Tests 1 (2000) 2: things (abstract)", "A et al.", None, "things (abstract)"),
    ],
)
def test_authors_title_and_remark_of_an_article(text, authors, title, remark):
    found = cited(text)
    told = (found.fields.get("authors"), found.fields.get("title"), found.remark)
    assert told == (authors, title, remark)


def test_no_shipped_source_has_authors_or_a_formula_in_its_title_or_half_a_bracket():
    texts = set()
    for file in Path(ceralyte.__file__).parent.rglob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines()
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            texts |= {row[name] for name in ("source", "source_url", "citation") if row.get(name)}
    found = [c for text in texts if (c := cited(text))]
    titles = [c.fields["title"] for c in found if "title" in c.fields]
    assert len(found) > 150
    assert len(titles) > 15
    assert not [t for t in titles if re.search(r"et al|=|^(Spange|Prat|Baggetto|Liu)\b", t)]
    assert not [c.remark for c in found if c.remark.count("(") != c.remark.count(")")]


@pytest.mark.parametrize(
    "text",
    [
        "review article quoting Nam et al., Nano Lett. 15 (2015) 3317",
        "A, B and C, perspective, on its reference 19: Wang et al., Tests 7 (2022) 410",
        "Cho et al. (2012), hot-pressed",
        "recalled, not checked: Li et al., J. Tests 12 (2019) 2665",
    ],
)
def test_what_is_quoted_or_recalled_is_not_told_as_a_work(text):
    assert cited(text) is None
    assert "@misc{ref1,\n  note = {" in bibtex([Reference(1, text, "10.1000/1")])


def test_bibtex_escapes_and_keeps_keys_apart():
    works = [Reference(n, f"Müller et al., J. A & B {n} (2001) 1", "") for n in (1, 2)]
    text = bibtex([*works, Reference(3, "50 % of {it}", "")])
    assert "@article{Muller2001,\n  author = {Müller and others},\n  journal = {J. A \\& B}" in text
    assert "@article{Muller2001-2," in text
    same = bibtex([Reference(n, f"Li et al., J. A {n} (2001) 1", "") for n in range(40)])
    assert len(set(re.findall(r"@article{(.+),", same))) == 40
    initials = bibtex([Reference(1, "J. Smith and A. B. Jones, J. Tests 3 (2001) 12", "")])
    assert initials.startswith("@article{Smith2001,\n  author = {J. Smith and A. B. Jones},")
    assert "@misc{ref3,\n  note = {50 \\% of \\{it\\}}" in text
    assert r"note = {a\textasciitilde{}b\textbackslash{}c}" in bibtex([Reference(1, "a~b\\c", "")])
    title = bibtex([Reference(1, "The ceralyte developers, ceralyte 1: a laboratory", "")])
    assert "@misc{ceralyte,\n  author = {{The ceralyte developers}},\n  title = {{cer" in title


def test_the_pdf_is_set_and_the_same_for_the_same_design(synthetic_design, png):
    drawn, pictures = charts(synthetic_design), {"structure": png, "slice": png}
    first = pdf(synthetic_design, drawn, pictures, [])
    assert first.startswith(b"%PDF-")
    assert b"D:20000101" in first
    assert first == pdf(synthetic_design, drawn, pictures, [])


@pytest.mark.parametrize("size", [(9, 3), (3, 9)])
def test_pictures_are_not_cut_in_the_pdf(synthetic_design, size):
    figure = Figure(figsize=size)
    figure.text(0.5, 0.5, "wide or high")
    plate = png_of(figure)
    made = pdf(synthetic_design, charts(synthetic_design), {"structure": plate, "slice": plate}, [])
    drawn = [
        b for stream in _streams(made) for b in re.findall(rb"([-\d. ]+) cm\n?/x\d+ Do", stream)
    ]
    assert len(drawn) == 3
    for width, _, _, height, left, below in (map(float, box.split()) for box in drawn):
        assert left > 50
        assert left + width < 595 - 50
        assert below > 50
        assert below + height < 842 - 50
        assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def _streams(document):
    """The compressed parts of a PDF that are text: what is drawn on its pages."""
    for part in document.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(part)
        except zlib.error:
            continue


def test_text_of_a_recipe_stays_text_in_the_pdf(synthetic_design, png):
    rogue = "#panic(1) *bold* $x$ \\ ]"
    named = synthetic_design.model_copy(update={"name": rogue, "notes": (rogue,), "recipe": rogue})
    assert _content(named, charts(named), PICTURES, [])["title"] == rogue
    made = pdf(named, charts(named), {"structure": png, "slice": png}, [])
    assert made.startswith(b"%PDF-")


def test_a_design_without_curves_and_verdicts_is_set(empty_design, png):
    made = pdf(empty_design, charts(empty_design), {"structure": png}, [])
    assert made.startswith(b"%PDF-")


def test_the_pdf_has_the_tables_of_the_cell(synthetic_design, examples, png):
    sheet = cell_sheet(examples / "lpscl-ptfe-dry.yaml")
    design = synthetic_design.model_copy(update={"cell": sheet})
    told = _content(design, charts(design), PICTURES, [])["cell"]
    assert [basis for basis, *_ in told["bases"]] == [b.basis for b in sheet.bases]
    assert all(energy.endswith("Wh/kg") for _, energy, _ in told["bases"])
    parts = {row["label"]: row["value"] for row in told["resistances"]}
    assert "not stated: counted as none" in parts["interface at the anode"]
    assert parts["sum of what is known"].endswith("Ω cm²")
    bare = design.model_copy(update={"cell": None})
    drawn, pictures = charts(synthetic_design), {"structure": png, "slice": png}
    heading = re.compile(rb"/Title ?\(Cell\)")
    assert heading.search(pdf(design, drawn, pictures, []))
    assert not heading.search(pdf(bare, drawn, pictures, []))


def test_published_membranes_stand_around_the_design_in_the_pdf(synthetic_design, png):
    published = published_figures(synthetic_design)
    told = _content(synthetic_design, (), PICTURES, published)
    assert [file for file, *_ in told["published"]] == [f"published_{n}.svg" for n in PUBLISHED]
    assert "average thickness of 65 µm" in " ".join(s["against"] for s in told["statements"])
    pictures = {"structure": png, "slice": png}
    heading = re.compile(rb"/Title ?\(Among published membranes\)")
    assert heading.search(pdf(synthetic_design, (), pictures, published))
    assert not heading.search(pdf(synthetic_design, (), pictures, []))


def test_formulas_of_the_pdf_have_low_digits_but_in_the_recipe(synthetic_design):
    named = synthetic_design.model_copy(update={"name": "Li6PS5Cl", "recipe": "name: Li6PS5Cl"})
    told = _typeset_formulas(_content(named, (), PICTURES, []))
    assert told["title"] == "Li₆PS₅Cl"
    assert told["recipe"] == "name: Li6PS5Cl"


def test_the_recipe_leaves_out_what_is_empty_and_stays_the_same(quick_design, tmp_path):
    shown = _content(quick_design, (), PICTURES, [])["recipe"]
    assert not re.search(r": (''|{}|\[\])$", shown, re.MULTILINE)
    assert re.search(r": {}$", quick_design.recipe, re.MULTILINE)
    path = tmp_path / "recipe.yaml"
    path.write_text(shown, encoding="utf-8")
    assert recipe_to_yaml(load_recipe(path)) == quick_design.recipe


def test_without_typst_the_way_out_is_told_before_any_work(monkeypatch, examples, tmp_path):
    monkeypatch.setattr("ceralyte.report.pdf.find_spec", lambda _: None)
    recipe = str(examples / "lpscl-ptfe-dry.yaml")
    done = CliRunner().invoke(app, ["design", recipe, "--pdf", "--out", str(tmp_path / "o")])
    assert isinstance(done.exception, InputError)
    assert 'pip install "ceralyte[report]"' in str(done.exception)
    assert not (tmp_path / "o").exists()


def test_a_pdf_needs_a_folder(examples):
    done = CliRunner().invoke(app, ["design", str(examples / "lpscl-ptfe-dry.yaml"), "--pdf"])
    assert "--pdf: is given without a place" in str(done.exception)


@pytest.fixture(scope="module")
def cellulose(examples):
    """A sheet whose bases are not all available."""
    return cell_sheet(examples / "lpscl-cellulose.yaml")


def test_no_text_of_the_pdf_stands_upon_another(synthetic_design, cellulose, png):
    assert any(isinstance(b.specific_energy, Unavailable) for b in cellulose.bases)
    design = synthetic_design.model_copy(update={"cell": cellulose})
    made = pdf(design, charts(design), {"structure": png, "slice": png}, [])
    with PdfDocument(made) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(i) for i in range(text.count_rects())]
            struck = [
                (text.get_text_bounded(*a), text.get_text_bounded(*b))
                for a, b in combinations(boxes, 2)
                if all(min(a[i + 2], b[i + 2]) - max(a[i], b[i]) > 1 for i in (0, 1))
            ]
            assert struck == []


def test_the_pdf_says_on_what_basis_the_energy_under_current_stands(
    synthetic_design, cellulose, png
):
    design = synthetic_design.model_copy(update={"cell": cellulose})
    made = pdf(design, (), {"structure": png, "slice": png}, [])
    with PdfDocument(made) as document:
        text = " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)
    assert "Wh/kg estimate, on the basis of the numbers above; only losses to the" in text


def test_in_the_pdf_a_reason_takes_the_room_of_value_and_method(synthetic_design, png):
    reason = " ".join(["missing of the binder, with a source in your own materials file"] * 4)
    missing = Unavailable(unit="", reason=reason)
    design = synthetic_design.model_copy(update={"porosity": missing})
    made = pdf(design, (), {"structure": png, "slice": png}, [])
    widest = 0.0
    with PdfDocument(made) as document:
        for page in document:
            text = page.get_textpage()
            for left, bottom, right, top in (text.get_rect(i) for i in range(text.count_rects())):
                if "materials file" in text.get_text_bounded(left, bottom, right, top):
                    widest = max(widest, (right - left) / page.get_width())
    assert widest > 0.5
