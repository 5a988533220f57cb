"""`chainrule train`: data as they come, what is told, what is left, and one line for mistakes."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from oracles import required

from chainrule.commands import main
from chainrule.csv_table import read_table
from nn import load_model

Run = Callable[..., str]


def table(path: str, label: Callable[[float, float], object], m: int = 60) -> None:
    """Write samples with two features in different units, and a target that follows from them."""
    rng = random.Random(0)
    lines = ["width,height,kind"]
    for _ in range(m):
        a, b = rng.uniform(-1, 1), rng.uniform(-1, 1)
        lines.append(f"{1000 + 50 * a:.3f},{b / 100:.6f},{label(a, b)}")
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def side(a: float, b: float) -> str:
    return "left" if a + b < 0 else "right"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def train(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `chainrule train` with these options; return what it prints, when all is well."""

    def trained(*options: str) -> str:
        assert main(["train", *options]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return trained


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run it with bad input; return its one line."""

    def line(*options: str) -> str:
        try:
            code = main(["train", *options])
        except SystemExit as leaving:  # argparse's way
            code = int(leaving.code or 0)
        (only,) = capsys.readouterr().err.splitlines()
        assert code == 2
        return only

    return line


# --- what it does ---


def test_words_are_classes(train: Run) -> None:
    table("data.csv", side)
    out = train("data.csv", "--target", "kind", "--hidden", "8", "--epochs", "60")
    lines = out.splitlines()
    assert lines[0] == "data.csv: 60 samples, 2 features (width, height)"
    assert re.fullmatch(r"Target kind: 2 classes \(left \d+, right \d+\)", lines[1])
    assert lines[2] == "48 samples to train on, 12 to validate with, drawn at random (seed 0)"
    assert lines[3] == (
        "Features are standardised by the training samples' mean and deviation: the first layer"
    )
    assert lines[4] == ("Network 2-8-2, relu, softmax and cross-entropy; Adam, rate 0.01")
    assert lines[5].startswith("Computed by a NumPy program")
    assert [line.split(":")[0] for line in lines[6:66]] == [f"Epoch {k}/60" for k in range(1, 61)]
    assert lines[66].startswith("Stopped: all 60 epochs are done (")
    assert re.match(r"Validation: 1[12] of 12 right \(\d+\.\d%\), cross-entropy 0\.\d+; the weight",
                    lines[67])  # fmt: skip
    assert lines[68].startswith("Network: model.json")


def test_the_network_it_leaves_predicts_from_raw_features(train: Run) -> None:
    table("data.csv", side)
    train("data.csv", "--epochs", "60", "-o", "net.json")
    net = load_model("net.json")
    assert (net.features, net.classes) == (["width", "height"], ["left", "right"])
    (left,) = net.predict([[1000 - 40, -0.005]])
    (right,) = net.predict([[1000 + 40, 0.005]])
    assert left[0] > 0.9 > 0.1 > right[0]


def test_whole_numbers_are_classes_in_their_order(train: Run) -> None:
    table("data.csv", lambda a, _: 10 if a > 0.3 else 9)
    out = train("data.csv", "--epochs", "2")
    assert "Target kind: 2 classes (9 " in out
    assert json.loads(Path("model.json").read_text())["classes"] == ["9", "10"]


def test_other_numbers_are_a_quantity(train: Run) -> None:
    table("data.csv", lambda a, b: f"{5000 + 800 * a - 300 * b:.2f}", m=100)
    out = train("data.csv", "--epochs", "150", "--hidden", "none")
    assert "Target kind: a quantity" in out
    assert "Features and target are standardised by the training samples' mean and dev" in out
    assert "Network 2-1, relu, squared error; Adam, rate 0.01" in out
    (found,) = re.findall(r"Validation: mean absolute error (\S+), root mean square", out)
    assert float(found) < 80  # of a quantity with the deviation 490
    ((price,),) = load_model("model.json").predict([[1025.0, 0.0]])
    assert price == pytest.approx(5400, abs=100)


def test_whole_numbers_may_be_a_quantity(train: Run, refused: Run) -> None:
    table("data.csv", lambda a, _: 10 if a > 0.3 else 9)
    assert "Target kind: a quantity" in train("data.csv", "--epochs", "2", "--quantity")
    table("data.csv", side)
    assert "the target kind: 'right' is not a number" in refused("data.csv", "--quantity")


def test_it_is_repeatable_by_its_seed(train: Run) -> None:
    table("data.csv", side)

    def trained(seed: str) -> str:
        train("data.csv", "--epochs", "3", "--seed", seed)
        return Path("model.json").read_text()

    assert trained("0") == trained("0") != trained("1")


def test_the_weights_are_those_of_the_best_epoch(train: Run) -> None:
    table("data.csv", side)
    out = train("data.csv", "--epochs", "300", "--rate", "0.1", "--patience", "15")
    losses = [float(x) for x in re.findall(r"val_loss (\S+),", out)]
    assert "val_loss has not improved for 15 epochs" in out
    (epoch,) = re.findall(r"the weights are those of epoch (\d+), the best", out)
    assert int(epoch) == len(losses) - 15
    assert losses[int(epoch) - 1] == pytest.approx(min(losses), rel=0.01)


def test_without_validation_all_samples_are_trained_on(train: Run) -> None:
    table("data.csv", side)
    out = train("data.csv", "--epochs", "2", "--validation", "0")
    assert "60 samples to train on, 0 to validate with" in out
    assert "val_loss" not in out
    assert "Best epoch: loss " in out


def test_learning_curves_are_drawn(train: Run) -> None:
    required("matplotlib")
    table("data.csv", side)
    out = train("data.csv", "--epochs", "3", "--plot", "curves.svg")
    assert out.endswith("Learning curves: curves.svg\n")
    assert ElementTree.parse("curves.svg").getroot().tag.endswith("svg")


def test_ctrl_c_keeps_the_best_weights() -> None:
    table("data.csv", side)
    command = [sys.executable, "-m", "chainrule", "train", "data.csv", "--epochs", "1000000"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    ) as process:  # fmt: skip
        assert process.stdout
        line = ""
        while not line.startswith("Epoch 5/"):
            line = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == ""
    assert "Stopped: interrupted; the weights are those of epoch" in out
    assert load_model("model.json").classes == ["left", "right"]


# --- the table ---


def written(text: str) -> Path:
    path = Path("t.csv")
    path.write_text(text, encoding="utf-8")
    return path


def test_the_target_is_named_or_numbered_or_the_last() -> None:
    path = written("a,b,c\n1,2,3\n4,5,6\n")
    assert read_table(path).cells == ["3", "6"]
    assert read_table(path, "b").cells == ["2", "5"]
    assert read_table(path, "1") == (["b", "c"], "a", [[2.0, 3.0], [5.0, 6.0]], ["1", "4"])
    assert read_table(written("label,b\n1,2\n")).target == "label"


def test_columns_may_be_left_out() -> None:
    found = read_table(written("id,a,b\nx1,2,3\nx2,5,6\n"), "b", ["id"])
    assert (found.features, found.x) == (["a"], [[2.0], [5.0]])


def test_a_header_is_told_from_samples() -> None:
    assert read_table(written("1,2,red\n3,4,blue\n")).features == ["1", "2"]
    assert read_table(written("1;2;red\n3;4;blue\n")).cells == ["red", "blue"]


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["b", "a", "b"], ["a", "b"]),
        (["10", "9", "10"], ["9", "10"]),
        (["1.0", "2.0"], ["1", "2"]),
        (["1", "1.0", "01", "0", "0.0"], ["0", "1"]),
        (["1.5", "2.5"], []),
        (["1", "x"], ["1", "x"]),
        ([str(k) for k in range(21)], []),
    ],
)
def test_classes_are_words_or_few_whole_numbers(cells: list[str], classes: list[str]) -> None:
    path = written("a,b\n" + "".join(f"1,{cell}\n" for cell in cells))
    assert read_table(path, "b").classes() == classes


# --- mistakes ---


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        ("", [], "t.csv: there are no samples in it"),
        ("a,b\n", [], "t.csv: there are no samples below its header"),
        ("a,b\n1,2\n3\n", [], "t.csv, line 3: expected 2 columns, got 1"),
        ("a,b\n1,2\n?,2\n", [], "t.csv, line 3, column a: '?' is not a number"),
        ("a,b\n1,2\n,2\n", [], "t.csv, line 3, column a: '' is not a number"),
        ("a,b\n1,2\nnan,2\n", [], "t.csv, line 3, column a: nan is not finite"),
        ("a,b\n1,2\n1,\n", [], "t.csv, line 3: the target b is missing"),
        ("a,b\n1,2\n1,inf\n", [], "t.csv, line 3, column b: inf is not finite"),
        ("a,b\n1,2\n1,2\n", [], "t.csv: the target b is '2' in every sample"),
        ("a,b\n1,2\n1,3\n", ["-t", "c"], "t.csv: no column 'c': there are a, b"),
        ("a,b\n1,2\n1,3\n", ["--drop", "c"], "t.csv: no column 'c': there are a, b"),
        ("a,b\n1,2\n1,3\n", ["--drop", "a"], "t.csv: there must be a target and a feature"),
        ("a,a\n1,2\n1,3\n", [], "t.csv: two columns are called 'a'"),
        ("a\n1\n", [], "t.csv: there must be a target and a feature"),
    ],
)
def test_a_mistake_in_the_file_is_one_line(
    text: str, options: list[str], complaint: str, refused: Run
) -> None:
    written(text)
    assert refused("t.csv", *options).startswith(f"chainrule: {complaint}")
    assert not Path("model.json").exists()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--hidden", "0"], "'0' is not a whole number from 1 to 10^12"),
        (["--hidden", "8-x"], "'x' is not a whole number from 1 to 10^12"),
        (["--epochs", "-1"], "'-1' is not a whole number from 1 to 10^12"),
        (["--rate", "0"], "'0' is not a number above 0"),
        (["--rate", "inf"], "'inf' is not a number above 0"),
        (["--validation", "1"], "'1' is not a number from 0 to 0.9"),
        (["--output", "no/such/net.json"], "--output no/such/net.json: there is no such place"),
        (["--plot", "curves.gif"], "--plot curves.gif: expected .svg, .png or .pdf"),
        (["--activation", "step"], "invalid choice: 'step'"),
    ],
)
def test_a_bad_option_is_one_line(options: list[str], complaint: str, refused: Run) -> None:
    table("t.csv", side)
    assert complaint in refused("t.csv", *options)


def test_a_file_that_is_not_there_is_one_line(refused: Run) -> None:
    assert refused("no.csv") == "chainrule: no.csv: No such file or directory"


def test_a_picture_without_matplotlib_is_refused_before_training(
    monkeypatch: pytest.MonkeyPatch, refused: Run
) -> None:
    table("t.csv", side)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert refused("t.csv", "--plot", "c.svg").endswith("pip install chainrule[plot]")


def test_divergence_is_one_line(refused: Run) -> None:
    table("t.csv", lambda a, _: f"{a:.3f}")
    assert "smaller learning rate than 1e+300" in refused("t.csv", "--rate", "1e300")
