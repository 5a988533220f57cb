"""The pages of the documentation: every block of code runs, every table has what it is about."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import site_blocks
import site_commands
import site_fills
import site_links
import site_notations
import site_reads
import site_verdicts

import autograd
import nn
from autograd import Op, check_text
from autograd.checking.report.result import GOOD, RIGHT_IF, WRONG
from chainrule.commands import COMMANDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*sorted(DOCS.rglob("*.md")), *READMES]
INSTALLING = re.compile(
    r"git clone REPOSITORY chainrule && cd chainrule"
    r"|python3 -m venv \.venv && \. \.venv/bin/activate"
    r"|chainrule lab neuron.md|python -m http.server --directory site/lab"  # until it is ended
    r"|chainrule lab --build site/lab"  # which needs npm
    r'|pip install "?[.\w\[\],]+"?'
)
RUN = {"python", "console", "text"}
SHOWN = {"html", "yaml"}


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


# --- blocks of code ---


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_each_block_prints_what_is_shown(path: Path) -> None:
    for block, text in site_blocks.run(path.read_text("utf-8")):
        assert block.body == text


@pytest.mark.parametrize(
    "planted",
    [
        "```python\nprint(1 + 1)  # 3\n```\n",
        "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n",
        "```console\n$ chainrule --version\nchainrule 9.9\n```\n",
    ],
)
def test_planted_output_is_seen(planted: str) -> None:
    assert any(block.body != text for block, text in site_blocks.run(planted))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_block_is_run_or_is_a_file_or_installs(path: Path) -> None:
    for block in site_blocks.blocks(path.read_text("utf-8")):
        if block.language == "sh" and path in READMES:
            continue  # .ci/run runs it
        if block.language == "sh":
            assert all(INSTALLING.fullmatch(line) for line in block.body.splitlines()), block.body
        else:
            assert block.title or block.language in RUN | SHOWN, block.body


# --- tables ---


def test_every_public_name_is_in_the_reference() -> None:
    for package in (autograd, nn):
        page = (DOCS / "reference" / f"{package.__name__}.md").read_text("utf-8")
        listed = re.findall(rf"^::: {package.__name__}\.(\w+)$", page, re.MULTILINE)
        rows = {n for n in package.__all__ if isinstance(getattr(package, n), Op)}
        assert sorted(listed) == sorted(set(package.__all__) - rows)
        assert [n for n in rows if f"`{n}`" not in site_reads.operations() + several()] == []


def several() -> str:
    """What the page says of rows with any number of inputs."""
    return (DOCS / "reference" / "operations.md").read_text("utf-8")


def test_every_command_and_option_is_in_the_reference() -> None:
    page = site_commands.commands()
    for command in COMMANDS:
        name = command.EXAMPLES.split()[1]
        assert f"## chainrule {name}\n" in page
    assert "`--explain-reading`" in page


@pytest.mark.parametrize("n", site_notations.NOTATIONS, ids=lambda n: f"{n.about}: {n.said}")
def test_each_notation_is_read_and_right(n: site_notations.Notation) -> None:
    assert check_text(n.document).equations[-1].status == "right"


@pytest.mark.parametrize("example", site_verdicts.VERDICTS, ids=lambda e: e.name)
def test_each_verdict_is_that_of_its_example(example: site_verdicts.Example) -> None:
    assert check_text(example.document).equations[-1].status == example.name


@pytest.mark.parametrize("example", site_verdicts.EXPLANATIONS, ids=lambda e: e.name)
def test_each_explanation_is_that_of_its_example(example: site_verdicts.Example) -> None:
    equation = check_text(example.document).equations[-1]
    told = [e.kind for member in equation.members for e in member.explanations]
    assert told[0] == example.name


def test_every_verdict_has_an_example() -> None:
    from autograd.checking.report import result

    statuses = {v for k, v in vars(result).items() if k.isupper() and isinstance(v, str)}
    assert {e.name for e in site_verdicts.VERDICTS} == statuses
    assert statuses >= GOOD | {WRONG, RIGHT_IF}


def kinds_in(source: str) -> set[str]:
    """Return the kinds of explanation that a module names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Explanation", "edit"):
                found |= strings(node.args[0])
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "kind":
            found |= strings(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [getattr(e, "id", "") for e in node.targets[0].elts]
            if "kind" in names and isinstance(node.value, ast.Tuple):
                found |= strings(node.value.elts[names.index("kind")])
    return found


def strings(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and type(n.value) is str}


def test_every_kind_of_explanation_has_an_example() -> None:
    folders = ("mending", "judging")
    sources = [p for f in folders for p in (ROOT / "autograd" / "checking" / f).glob("*.py")]
    found = set().union(*(kinds_in(p.read_text("utf-8")) for p in sources))
    told = {e.name for e in site_verdicts.EXPLANATIONS} | set(site_verdicts.RARE)
    assert found - told == {"no graph"}  # said with a verdict
    assert len(found) > 25
    assert kinds_in('yield Explanation("planted", said)') - told == {"planted"}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_tables_that_a_page_holds_are_those_of_today(path: Path) -> None:
    page = path.read_text("utf-8")
    assert site_fills.held(page) == page
    assert set(re.findall(r"<!-- fill: (\w+) -->", page)) <= set(site_fills.FILLS)


def test_planted_table_is_seen() -> None:
    planted = "<!-- fill: words -->\n| old |\n<!-- end of words -->"
    assert site_fills.held(planted) != planted
    assert site_fills.filled("<!-- fill: words -->").startswith("| what they do")


# --- links ---


def test_links_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#here">b</a><img src="p.png"><p id="top">')
    (tmp_path / "b.html").write_text('<h1 id="here"></h1><a href="a.html#top">a</a>')
    (tmp_path / "p.png").write_text("")
    assert site_links.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ('<a href="c.html">', "leads nowhere"),
        ('<a href="#gone">', "has no such place"),
        ('<iframe src="live.html"></iframe>', "leads nowhere"),
        ('<link rel="stylesheet" href="https://fonts.example/x.css">', "loads https://"),
        ('<script src="//cdn.example/x.js"></script>', "loads //cdn"),
    ],
)
def test_planted_link_is_seen(planted: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(planted)
    assert said in " ".join(site_links.faults(tmp_path))


# --- maths, docstrings: where the extra `docs` is installed ---


def test_formulas_are_set_without_a_script() -> None:
    site_maths = pytest.importorskip("site_maths")
    page = site_maths.with_mathml(r'<p><span class="arithmatex">\(a_2 - y\)</span></p>')
    assert "<msub>" in page
    assert "arithmatex" not in page


def test_columns_of_a_docstring_become_a_list() -> None:
    pytest.importorskip("griffe")
    import site_docstrings

    text = "What it does.\n\nx    the input\n     of it\nlong a word\n\n>>> f(1)\n2\n"
    assert site_docstrings.as_markdown(text) == (
        "What it does.\n\nx    the input\n     of it\nlong a word\n\n```pycon\n>>> f(1)\n2\n\n```"
    )
    sentences = "0 of nothing.  A TypeError if it is given no list."
    assert site_docstrings.as_markdown(sentences) == sentences
    columns = "x     the input,\n      of any size\na_long_name  a word"
    told = "* `x`: the input, of any size\n* `a_long_name`: a word"
    assert site_docstrings.as_markdown(columns) == told


# --- Chinese: the same commands, files and numbers ---

PAIRS = [
    ("README.md", "README.zh.md"),
    ("docs/tutorial/first-derivation.md", "docs/tutorial/first-derivation-zh.md"),
]


def facts(page: str) -> list[tuple[str, str]]:
    """Return the blocks of a page without the words in a title's file, which may be translated."""
    return [
        (block.language, "\n".join(formulas(block.body)) if block.title else block.body)
        for block in site_blocks.blocks(page)
    ]


def formulas(text: str) -> list[str]:
    return [line for line in text.splitlines() if "=" in line]


def commands_in(page: str) -> set[str]:
    """Return the commands and names in the running text."""
    return set(re.findall(r"`([^`\n]*)`", re.sub(r"^```.*?^```$", "", page, flags=re.S | re.M)))


def numbers_in_tables(page: str) -> list[str]:
    """Return the rows of tables that hold figures, without the words."""
    rows = [line for line in page.splitlines() if line.startswith("|")]
    return [" ".join(re.findall(r"\d[\d.,]*", row)) for row in rows if re.search(r"\d\.\d", row)]


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_a_translation_has_the_same_commands_and_numbers(english: str, chinese: str) -> None:
    one, other = ((ROOT / path).read_text("utf-8") for path in (english, chinese))
    assert facts(one) == facts(other)
    assert len(facts(one)) >= 5
    assert commands_in(one) == commands_in(other)
    assert numbers_in_tables(one) == numbers_in_tables(other)


@pytest.mark.parametrize(
    ("written", "planted"),
    [("0.1", "0.7"), ("chainrule check", "chainrule chek"), ("--samples", "--sample")],
)
def test_planted_difference_is_seen(written: str, planted: str) -> None:
    one, other = ((ROOT / path).read_text("utf-8") for path in PAIRS[0])
    other = other.replace(written, planted)
    same = facts(one) == facts(other), commands_in(one) == commands_in(other)
    assert not all(same)
