"""The command `chainrule`: the main job, its options, and one line for every mistake."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import autograd
from chainrule.commands import main
from nn import TwoLayerMLP

NUMBERS = [f"8-{n}" for n in range(12, 20)]
PARAMETERS = {"w_1": [[0.5, 0.3], [0.2, 0.4]], "b_1": [0.1, 0.2], "w_2": [[0.6], [0.7]],
              "b_2": [0.3]}  # fmt: skip
Run = Callable[..., str]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, as a user without a preference for colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `chainrule inspect` with these options; return what it prints, when all is well."""

    def inspected(*options: str) -> str:
        assert main(["inspect", *options]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return inspected


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `chainrule` with bad input; return its one line."""

    def line(*arguments: str) -> str:
        try:
            code = main(arguments)
        except SystemExit as leaving:  # argparse's way
            code = int(leaving.code or 0)
        printed = capsys.readouterr()
        assert code == 2
        assert printed.out == ""
        (only,) = printed.err.splitlines()
        assert only.startswith("chainrule")
        return only

    return line


# --- the main job ---------------------------------------------------------------------------


def test_by_default_it_shows_the_worked_example_and_writes_its_page(run: Run) -> None:
    out = run()
    assert all(number in out for number in NUMBERS)
    assert "2-2-1 network, x = (0.5, 0.3), y = 0.8: L = 0.507769" in out  # claims.md
    assert "For L: all 8 equations hold." in out
    assert "Parameters: those of the worked example" in out
    assert out.endswith("Page: network.html\n")
    assert Path("network.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_piped_it_is_plain_and_at_most_100_columns_wide(run: Run) -> None:
    out = run("--widths", "3-3-2", "--seed", "4")
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_output_that_cannot_show_the_maths_still_gets_the_table(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows pipes are cp1252, which has no ∂."""
    piped = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(piped, encoding=encoding))
    assert main(["inspect"]) == 0
    sys.stdout.flush()
    assert b"-0.2728902" in piped.getvalue()


def test_the_installed_command_does_the_main_job(tmp_path: Path) -> None:
    command = shutil.which("chainrule", path=sysconfig.get_path("scripts"))
    if command is None:
        pytest.skip("the package is not installed beside this Python")
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([command, "inspect"], cwd=tmp_path, env=env, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(number in done.stdout.decode() for number in NUMBERS)
    assert (tmp_path / "network.html").stat().st_size > 1000


def on_a_terminal(*arguments: str, code: int = 0, **env: str) -> str:
    """What `chainrule` writes to a terminal, `inspect` to one of 100 columns if nothing is said."""
    pty = pytest.importorskip("pty", reason="there are pseudo-terminals on POSIX only")
    ours, theirs = pty.openpty()
    words = list(arguments or ["inspect"])
    program = f"import sys; from chainrule.commands import main; sys.exit(main({words}))"
    written = b""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **env},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # how Linux tells that the other end is closed
            while chunk := os.read(ours, 65536):
                written += chunk
        os.close(ours)
    assert process.returncode == code
    return written.decode()


def plain(text: str) -> list[str]:
    """The lines of what a terminal is sent, without its codes and what is overwritten."""
    bare = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", text.replace("\r\n", "\n"))
    return [line.rsplit("\r", 1)[-1] for line in bare.split("\n")]


def colours(text: str) -> set[int]:
    """The codes of foreground colours in the text."""
    codes = re.findall(r"\x1b\[([\d;]*)m", text)
    return {int(n) for code in codes for n in code.split(";") if n} & {
        *range(30, 39),
        *range(90, 98),
    }


def test_on_a_terminal_it_is_in_colour() -> None:
    written = on_a_terminal()
    assert 32 in colours(written)  # green
    assert all(number in written for number in NUMBERS)


NOTES = """$z = w x$, $L = z^2$

$dL/dw = 2 z x$ and $dL/dw = z x$
"""
COMMANDS: dict[str, tuple[list[str], int]] = {
    "inspect": (["inspect"], 0),
    "explain": (["explain"], 0),
    "explain --derive": (["explain", "--derive"], 0),
    "check": (["check", "notes.md"], 1),
    "train": (["train", "data.csv", "--epochs", "2"], 0),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_color_is_respected(name: str) -> None:
    Path("notes.md").write_text(NOTES, encoding="utf-8")
    Path("data.csv").write_text("a,y\n" + "1,0\n2,1\n" * 4, encoding="utf-8")
    arguments, code = COMMANDS[name]
    assert not colours(on_a_terminal(*arguments, code=code, NO_COLOR="1"))


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("name", ["inspect", "explain", "explain --derive"])
def test_it_fits_into_the_terminal(name: str, columns: int) -> None:
    lines = plain(on_a_terminal(*COMMANDS[name][0], COLUMNS=str(columns), NO_COLOR="1"))
    assert max(map(len, lines)) <= columns
    assert not any("…" in line for line in lines)
    assert all(any(number in line for line in lines) for number in NUMBERS)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes differ on Windows")
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    code = "import sys; from chainrule.commands import main; sys.exit(main(['inspect']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


# --- explain and view -----------------------------------------------------------------------


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `chainrule` with these arguments; return what it prints, when all is well."""

    def output(*arguments: str) -> str:
        assert main(arguments) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        return shown.out

    return output


def test_explain_tells_every_step_of_the_worked_example(printed: Run) -> None:
    out = printed("explain")
    assert all(number in out for number in NUMBERS)
    assert "8-13  ∂L/∂z₂ += ∂L/∂a₂ · ∂a₂/∂z₂" in out
    assert "(-0.2729) · 0.1882 = -0.05135" in out  # claims.md: -0.05135072214579717


def test_explain_a_formula(printed: Run) -> None:
    """The slope of sigmoid at 2 is 0.10499."""
    out = printed("explain", "sigmoid(w*x+b)", "w=0.5", "x=2", "b=1", "--digits", "5")
    assert out.startswith("∂f/∂f = 1\n\nf = σ(v₄) = 0.8808\n")
    assert "∂f/∂w += ∂f/∂v₂ · ∂v₂/∂w = ∂f/∂v₂ · x = 0.10499 · 2   = 0.20999" in out


def test_explain_one_node(printed: Run) -> None:
    for name in ("w_{1,11}", "w₁,₁₁"):
        out = printed("explain", "--to", name)
        assert out.endswith("∂L/∂w₁,₁₁ = -0.003694\n")
        assert "8-14" not in out


@pytest.mark.slow
def test_explain_closed_forms(printed: Run) -> None:
    pytest.importorskip("sympy")
    lines = printed("explain", "--derive").splitlines()
    assert lines[0] == "8-12  ∂L/∂a₂ = -y/a₂ + (1 - y)/(1 - a₂)"
    assert printed("explain", "--derive", "--to", "z_2").endswith(" = a₂ - y\n")
    formula = ("z = w x + b; (z - y)^2", "w=0.5", "x=2", "b=1", "y=3")
    assert "∂f/∂b = ∂f/∂z · ∂z/∂b = 2 (z - y) · 1 = 2 (z - y)" in printed("explain", *formula, "-d")


def test_explain_in_other_formats(printed: Run) -> None:
    told = {kind: printed("explain", "x*x", "x=3", "-f", kind) for kind in ("latex", "md", "json")}
    assert told["latex"].startswith("\\begin{align*}")
    assert told["md"].startswith("| eq. |")
    assert json.loads(told["json"])["steps"][-1]["after"] == 6.0


def test_view_writes_the_page_of_a_formula_or_a_network(printed: Run) -> None:
    assert printed("view", "x*x + sin(x)", "x=2") == "Page: graph.html\n"
    assert Path("graph.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert printed("view", "--widths", "3-4-2", "-o", "net.html") == "Page: net.html\n"
    assert printed("view", "x*x", "x=2", "-o", "p.svg") == "Picture: p.svg\n"
    assert ElementTree.parse("p.svg").getroot().tag.endswith("svg")


def test_view_of_nothing_is_a_page_to_type_a_formula_in(printed: Run) -> None:
    assert printed("view") == "Page: graph.html\n"
    empty = Path("graph.html").read_text(encoding="utf-8")
    assert "<title>A formula</title>" in empty
    printed("view", "--title", "Type here")
    assert "<title>Type here</title>" in Path("graph.html").read_text(encoding="utf-8")
    printed("view", "--widths", "2-2-1")
    assert "<title>L</title>" in Path("graph.html").read_text(encoding="utf-8")
    assert len(empty.encode()) < 150_000


def test_view_opens_the_browser_if_asked(printed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    printed("view", "--title", "Two layers", "--language", "zh")
    assert opened == []
    printed("view", "--open")
    assert opened == [Path("graph.html").absolute().as_uri()]


# --- options --------------------------------------------------------------------------------


def test_samples_from_csv_are_inspected(run: Run) -> None:
    Path("s.csv").write_text("x_1,x_2,y\n0.5,0.3,0.8\n0.1,0.2,0.3\n0.9,-1,1\n")
    out = run("--samples", "s.csv")
    assert "one sample's L: sample 1 of 3, x = (0.5, 0.3), y = 0.8" in out
    assert "The mean over 3 samples: J = " in out
    assert "those of the worked example" in out


def test_the_picture_is_of_one_sample_where_all_would_be_illegible(run: Run) -> None:
    Path("s.csv").write_text("0.5,0.3,0.8\n" * 20)
    assert re.search(r"Picture: p.svg .*sample 1.* 20 ", run("-s", "s.csv", "-o", "p.svg"))
    few = ElementTree.parse("p.svg")
    assert run("-s", "s.csv").endswith("Page: network.html\n")
    Path("s.csv").write_text("0.5,0.3,0.8\n" * 2)
    assert run("-s", "s.csv", "-o", "p.svg").endswith("Picture: p.svg\n")
    assert len(list(few.iter())) < len(list(ElementTree.parse("p.svg").iter()))


@pytest.mark.slow
def test_the_page_is_of_one_sample_where_all_would_be_too_many(run: Run) -> None:
    Path("s.csv").write_text("0.5,0.3,0.8\n" * 600)
    assert re.search(r"Page: network.html .*sample 1; .* 600 has \S+ nodes", run("-s", "s.csv"))


def test_another_sample_can_be_shown(run: Run) -> None:
    Path("s.csv").write_text("x_1,x_2,y\n0.5,0.3,0.8\n0.1,0.2,0.3\n0.9,-1,1\n")
    out = run("--samples", "s.csv", "--sample", "3")
    assert "one sample's L: sample 3 of 3, x = (0.9, -1), y = 1" in out
    Path("s.csv").write_text("0.5,0.3,0.8\n" * 20)
    told = run("-s", "s.csv", "--sample", "20", "-o", "network.svg")
    assert re.search(r"Picture: network.svg .*sample 20; ", told)


def test_european_csv_is_read(run: Run) -> None:
    Path("s.csv").write_text("x_1;x_2;y\n0,5;0,3;0,8\n")
    assert run("-s", "s.csv").startswith(run().partition("Parameters")[0])


def test_as_json_it_is_for_other_programs(run: Run) -> None:
    Path("s.csv").write_text("0.5,0.3,0.8\n0.1,0.2,0.3\n")
    data = json.loads(run("-s", "s.csv", "--format", "json"))
    assert data["widths"] == [2, 2, 1]
    assert data["parameters"].startswith("those of the worked example")
    assert data["output"] == "Page: network.html"
    first = {row["wrt"]: row["autodiff"] for row in data["rows"] if row["sample"] == 1}
    assert first["z_2^{(1)}"] == pytest.approx(-0.05135072214579717, rel=1e-12)  # claims.md
    assert {row["sample"] for row in data["rows"]} == {1, 2, None}


def test_as_markdown_it_is_for_notes(run: Run) -> None:
    out = run("-f", "md")
    assert "| 8-13 | ∂L/∂z₂ | a₂ - y | -0.0513507 | -0.0513507 | -0.0513507 | ✓ |" in out
    assert out.endswith("\nPage: network.html\n")


def test_samples_from_json_bring_their_parameters(run: Run) -> None:
    """In the worked example with b_2 = 0.3 - 1.0914213567828495, z_2 is 0, and a_2 a half."""
    data = {**PARAMETERS, "b_2": [0.3 - 1.0914213567828495], "x": [0.5, 0.3], "y": 0.75}
    Path("s.json").write_text(json.dumps(data))
    out = run("-s", "s.json")
    assert "Parameters: from s.json." in out
    assert re.search(r"8-13 +∂L/∂z₂ +a₂ - y +-0.2500000 ", out)


def test_samples_of_other_widths_get_a_network_that_fits(run: Run) -> None:
    Path("s.csv").write_text("1,2,3,0.5\n")
    assert "3-2-1 network" in run("-s", "s.csv")
    assert "3-5-1 network" in run("-s", "s.csv", "--widths", "3-5-1")


@pytest.mark.parametrize("widths", ["3-4-2", "3x4x2", "3,4,2"])
def test_widths_make_another_network(widths: str, run: Run) -> None:
    out = run("--widths", widths)
    assert "3-4-2 network" in out
    assert "∂L/∂w₂,₄₂" in out


def test_a_seed_makes_the_run_repeatable(run: Run) -> None:
    first, again, other = (run("--widths", "3-4-2", "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again
    assert first != other.replace("seed 2", "seed 1")
    assert "random, seed 1." in first


def test_a_seed_is_for_the_weights_where_there_are_samples(run: Run) -> None:
    Path("s.csv").write_text("0.5,0.3,0.8\n")
    out = run("-s", "s.csv", "--seed", "1")
    assert "x = (0.5, 0.3), y = 0.8" in out
    assert "Parameters: random, seed 1." in out


@pytest.mark.parametrize("loss", ["mse", "half"])
def test_another_loss_breaks_the_texts_equations(loss: str, run: Run) -> None:
    out = run("--loss", loss)
    assert "For L: none of 8 equations holds." in out
    assert f"this loss is {loss}." in out


@pytest.mark.parametrize(
    ("name", "starts"),
    [("p.svg", b"<?xml"), ("p.SVG", b"<?xml"), ("p.png", b"\x89PNG"), ("p.gv", b"digraph")],
)
def test_the_picture_is_of_the_kind_its_name_says(name: str, starts: bytes, run: Run) -> None:
    out = run("--output", name)
    assert out.splitlines()[-1].endswith(f": {name}")
    assert Path(name).read_bytes().startswith(starts)


def test_a_pdf_is_written_by_any_program(run: Run) -> None:
    pytest.importorskip("svglib")  # by which graphviz-pure's picture is written
    assert run("-o", "p.pdf").splitlines()[-1].endswith("Picture: p.pdf")
    assert Path("p.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_pdf_the_source_is_left_with_a_word_why(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "graphviz-pure" not in str(autograd.dot_program()):
        pytest.skip("Graphviz draws PDF itself")
    monkeypatch.setitem(sys.modules, "svglib.svglib", None)
    last = run("-o", "p.pdf").splitlines()[-1]
    assert "Graph: p.gv; a picture as PDF needs Graphviz, or svglib" in last
    assert Path("p.gv").read_text(encoding="utf-8").startswith("digraph")


def test_the_picture_goes_into_another_folder(run: Run) -> None:
    Path("deep").mkdir()
    run("-o", "deep/p.svg")
    assert Path("deep/p.svg").exists()
    assert not Path("network.html").exists()


def test_without_a_dot_program_it_writes_the_source_and_says_how_to_get_pictures(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda *_: str(tmp_path))
    out = run("-o", "p.svg")
    assert all(number in out for number in NUMBERS)
    assert "Graph: p.gv" in out
    assert "pip install chainrule[dot]" in out
    assert Path("p.gv").read_text(encoding="utf-8").startswith("digraph")
    assert not Path("p.svg").exists()
    assert run().endswith("Page: network.html\n")  # which needs no program


def test_help_shows_examples_and_version_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    examples = {
        "inspect": "chainrule inspect --samples data.csv",
        "explain": 'chainrule explain "sigmoid(w*x+b)" w=0.5 x=2 b=1',
        "view": 'chainrule view "x*x + sin(x)" x=2',
    }
    for command, example in examples.items():
        for arguments in (["--help"], [command, "--help"]):
            with pytest.raises(SystemExit, match="0"):
                main(arguments)
            assert example in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"chainrule {autograd.__version__}\n"


def test_without_a_command_it_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "usage: chainrule" in capsys.readouterr().out


# --- mistakes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("nonsense", "invalid choice: 'nonsense'"),
        ("inspect --nonsense", "unrecognized arguments: --nonsense"),
        ("inspect extra", "unrecognized arguments: extra"),
        ("inspect --seed one", "--seed: 'one' is not a whole number"),
        ("inspect --loss mae", "--loss: invalid choice: 'mae'"),
        ("inspect --widths 3-4", "'3-4' is not of the form 3-4-2"),
        ("inspect --widths 3-0-1", "'3-0-1' is not of the form 3-4-2"),
        ("inspect --widths a-b-c", "'a-b-c' is not of the form 3-4-2"),
        ("inspect --widths ²-2-1", "'²-2-1' is not of the form 3-4-2"),
        ("inspect --samples", "--samples: expected one argument"),
        ("inspect --sample 2", "no sample 2: there is only 1"),
        ("inspect --sample 0", "--sample: '0' is no sample's number"),
        ("inspect --sample s.csv", "'s.csv' is no sample's number; a file is for --samples"),
        ("inspect --format xml", "--format: invalid choice: 'xml'"),
        ("inspect --samples missing.csv", "missing.csv: No such file or directory"),
        ("inspect --samples folder.csv", "folder.csv"),
        ("inspect --samples s.xlsx", "s.xlsx: expected a .csv or .json file"),
        ("inspect --output p.jpg", "--output p.jpg: expected .html, .svg, .png, .pdf or .gv"),
        ("inspect --output p", "--output p: expected .html, .svg, .png, .pdf or .gv"),
        ("inspect --output no/p.svg", "--output no/p.svg: there is no folder no"),
        ("inspect --output folder.svg", "folder.svg"),
        ("view --output folder.svg", "folder.svg"),
        ("view --output p.txt", "--output p.txt: expected .html, .svg, .png, .pdf or .gv"),
        ("view x*y x=1", "y has no number: give it one, y=0.5"),
        ("view --language fr", "--language: invalid choice: 'fr'"),
        ("explain x*y x=1", "y has no number: give it one, y=0.5"),
        ("explain x*y x=1 y=", "'y=' is not of the form x=0.5"),
        ("explain x*y x=1 2", "'2' is not of the form x=0.5"),
        ("explain x+ x=1", "x+: expected a number, a name or a bracket"),
        ("explain log(x) x=0", "log(x = 0.0): outside its domain"),
        ("explain x*x x=1 --seed 3", "--seed is for a network, here is a formula"),
        ("explain --to q", "--to q: no such node, there are "),
        ("explain --digits 0", "--digits 0: expected 1 to 17"),
        ("explain --format pdf", "--format: invalid choice: 'pdf'"),
        ("explain --samples missing.csv", "missing.csv: No such file or directory"),
    ],
)
def test_bad_options_are_one_line_and_code_2(arguments: str, message: str, refused: Run) -> None:
    Path("folder.csv").mkdir()
    Path("folder.svg").mkdir()
    Path("s.xlsx").write_text("")
    assert message in refused(*arguments.split())
    assert sorted(p.name for p in Path().iterdir()) == ["folder.csv", "folder.svg", "s.xlsx"]


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", "", "s.csv: there are no samples in it"),
        ("x,y\n1,2\n1,b\n", "", "s.csv, line 3, column y: 'b' is not a number"),
        ("x,y\n1,nan\n", "", "s.csv, line 2, column y: nan is not finite"),
        ("1,2,3\n", "--widths 3-2-1", "2 inputs and 1 targets, --widths says 3 and 1"),
    ],
)
def test_bad_csv_is_one_line_and_code_2(
    text: str, options: str, message: str, refused: Run
) -> None:
    Path("s.csv").write_text(text)
    assert message in refused("inspect", "-s", "s.csv", *options.split())


X_Y = {"x": [[0.5, 0.3]], "y": [0.8]}


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ('{"x": [1, 2]', "", "s.json, line 1: "),
        (json.dumps({"x": [[1, 2], [3]], "y": [1, 2]}), "", "s.json: sample 2"),
        (json.dumps({**X_Y, "w_1": [[1]]}), "", "s.json: the parameters b_1, w_2, b_2 are missing"),
        (json.dumps({**X_Y, **PARAMETERS, "w_1": [[1, 2]]}), "", "w_1|x has 2 numbers"),
        (json.dumps({**X_Y, **PARAMETERS, "w_1": {"aa": 1, "bb": 2}}), "", "w_1"),
        (json.dumps({**X_Y, **PARAMETERS, "w_1": 3}), "", "w_1"),
        (json.dumps({**X_Y, **PARAMETERS, "b_2": [float("nan")]}), "", "b_2"),
        (json.dumps({**X_Y, **PARAMETERS, "b_2": ["a"]}), "", "b_2"),
        (json.dumps({**X_Y, **PARAMETERS}), "--widths 2-5-1", "--widths"),
        (json.dumps({"x": [[1, 2, 3]], "y": [1], **PARAMETERS}), "", "x has 3 numbers|w_1"),
        ("[" * 100_000, "", "s.json"),
        ('{"x": [1' + "0" * 400 + '], "y": 1}', "", "s.json: sample 1, x"),
    ],
    ids=lambda text: repr(text[:40]),
)
def test_bad_json_is_one_line_and_code_2(
    text: str, options: str, message: str, refused: Run
) -> None:
    Path("s.json").write_text(text)
    assert re.search(message, refused("inspect", "-s", "s.json", *options.split()))


def test_weights_that_saturate_the_network_are_no_mistake(run: Run) -> None:
    data = {**X_Y, "w_1": [[50, 50]] * 2, "b_1": [50, 50], "w_2": [[50]] * 2, "b_2": [50]}
    Path("s.json").write_text(json.dumps(data))
    out = run("-s", "s.json")
    assert all(number in out for number in NUMBERS)


def test_ctrl_c_is_one_line_and_code_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TwoLayerMLP, "inspect", interrupted)
    for command in (["inspect"], ["explain"], ["view", "--widths", "2-2-1"]):
        assert main(command) == 130
        assert capsys.readouterr() == ("", "chainrule: interrupted\n")


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("$z = w x$\n$$\\frac{\\partial z}{\\partial w} = x$$", [], 0),
        ("$z = w x$\n$$\\frac{\\partial z}{\\partial w} = x$$", ["--all", "--explain-reading"], 0),
        ("$z = w x$\n$$\\frac{\\partial z}{\\partial w} = w$$", [], 1),
        ("$z = w x$", [], 2),
        ("no formula at all", [], 2),
    ],
)
def test_exit_code_of_a_check(text: str, options: list[str], code: int) -> None:
    Path("notes.md").write_text(text)
    assert main(["check", "notes.md", *options]) == code


def test_file_of_which_nothing_can_be_judged_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("notes.md").write_text("$z = w x$")
    assert main(["check", "notes.md"]) == 2
    assert capsys.readouterr().err.endswith("notes.md: none of its equations could be judged\n")
