"""Samples from files: every form that is promised, and a place named for every mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainrule.sample_files import Samples, read_samples

TWO = Samples([[0.5, 0.3], [0.1, -2.0]], [[0.8], [1.0]], {})
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of that name; return its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


# --- CSV ------------------------------------------------------------------------------------

CSV = {
    "with a header": "x_1,x_2,y\n0.5,0.3,0.8\n0.1,-2,1\n",
    "without a header": "0.5,0.3,0.8\n0.1,-2,1\n",
    "without a last newline": "0.5,0.3,0.8\n0.1,-2,1",
    "semicolons": "x_1;x_2;y\n0.5;0.3;0.8\n0.1;-2;1\n",
    "decimal commas": "x_1;x_2;y\n0,5;0,3;0,8\n0,1;-2;1\n",
    "decimal commas and no header": "0,5;0,3;0,8\n0,1;-2,0;1\n",
    "decimal commas and points": "0,5;0.3;0,8\n.1;-2e0;1\n",
    "decimal commas between tabs": "0,5\t0,3\t8e-1\n0,1\t-2\t1\n",
    "a comma in a name between semicolons": '"x, first";"x, second";y\n0,5;0,3;0,8\n0,1;-2;1\n',
    "tabs": "x_1\tx_2\ty\n0.5\t0.3\t0.8\n0.1\t-2\t1\n",
    "a space after each comma": "x_1, x_2, y\n0.5, 0.3, 0.8\n0.1, -2, 1\n",
    "spaces": "0.5 0.3 0.8\n0.1 -2 1\n",
    "more spaces": "  0.5  0.3   0.8  \n0.1   -2 1\n",
    "a byte order mark": "\ufeffx_1,x_2,y\n0.5,0.3,0.8\n0.1,-2,1\n",
    "a byte order mark and no header": "\ufeff0.5,0.3,0.8\n0.1,-2,1\n",
    "blank lines": "\nx_1,x_2,y\n\n0.5,0.3,0.8\n   \n0.1,-2,1\n\n",
    "Windows newlines": "x_1,x_2,y\r\n0.5,0.3,0.8\r\n0.1,-2,1\r\n",
    "quotes": '"x_1","x_2","y"\n"0.5","0.3","0.8"\n"0.1","-2","1"\n',
    "exponents": "5e-1,3E-1,.8\n1e-1,-2.0e0,1.\n",
    "the target first, by its name": "y,x_1,x_2\n0.8,0.5,0.3\n1,0.1,-2\n",
    "a column called target": "target,a,b\n0.8,0.5,0.3\n1,0.1,-2\n",
    "a column called Label": "a,Label,b\n0.5,0.8,0.3\n0.1,1,-2\n",
    "no name of a target: the last column": "width,height,price\n0.5,0.3,0.8\n0.1,-2,1\n",
    "a name that only begins with y": "years,height,target\n0.5,0.3,0.8\n0.1,-2,1\n",
}


@pytest.mark.parametrize("text", CSV.values(), ids=CSV)
def test_a_csv_file_is_one_sample_a_line(text: str, write: Write) -> None:
    assert read_samples(write("s.csv", text)) == TWO


def test_a_tsv_file_is_read_too(write: Write) -> None:
    assert read_samples(write("s.tsv", CSV["tabs"])) == TWO


def test_several_columns_may_be_targets(write: Write) -> None:
    path = write("s.csv", "y_1,x,y_2\n0.8,0.5,0.1\n1,0.3,0.2\n")
    assert read_samples(path) == Samples([[0.5], [0.3]], [[0.8, 0.1], [1.0, 0.2]], {})


def test_a_path_may_be_text(write: Write) -> None:
    assert read_samples(str(write("s.csv", CSV["with a header"]))) == TWO


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.floats(-1e6, 1e6), min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    st.sampled_from([",", ", ", ";", "\t", " "]),
    st.booleans(),
)
def test_any_table_of_numbers_is_read_as_it_was_written(
    folder: Path, table: list[list[float]], between: str, header: bool
) -> None:
    lines = [between.join(map(repr, row)) for row in table]
    names = between.join(f"column_{i}" for i in range(len(table[0])))
    (folder / "s.csv").write_text("\n".join([names, *lines] if header else lines))
    samples = read_samples(folder / "s.csv")
    assert samples.x == [row[:-1] for row in table]
    assert samples.y == [row[-1:] for row in table]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "s.csv: there are no samples"),
        ("\n \n", "s.csv: there are no samples"),
        ("x_1,x_2,y\n", "s.csv: there are no samples"),
        ("1\n2\n", "s.csv: one column only"),
        ("x,y\n1,2\n3\n", "s.csv, line 3: expected 2 columns, got 1"),
        ("x,y\n1,2,3\n", "s.csv, line 2: expected 2 columns, got 3"),
        ("x,y\n1,2\n\n\n3,a\n", "s.csv, line 5, column y: 'a' is not a number"),
        ("x,y\n,2\n", "s.csv, line 2, column x: '' is not a number"),
        ("1,2\nx,y\n", "s.csv, line 2, column 1: 'x' is not a number"),
        ("x,y\n1,nan\n", "s.csv, line 2, column y: nan is not finite"),
        ("x,y\n1e999,1\n", "s.csv, line 2, column x: 1e999 is not finite"),
        ("x,y\n1,0x10\n", "s.csv, line 2, column y: '0x10' is not a number"),
        ("x\ty\n\t2\n", "s.csv, line 2, column x: '' is not a number"),
        ("a;y\n0,5;1.234,5\n", "s.csv, line 2, column y: '1.234,5' is not a number"),
        ("a;y\n0,5;1,2,3\n", "s.csv, line 2, column y: '1,2,3' is not a number"),
        ('a,y\n"1,234",5\n', "s.csv, line 2, column a: '1,234' is not a number"),
        ("x,y\n" + "1" * 200_000 + ",2\n", "s.csv"),
    ],
    ids=lambda text: repr(text[:30]),
)
def test_a_mistake_in_a_csv_file_is_named_with_its_place(
    text: str, message: str, write: Write
) -> None:
    with pytest.raises(ValueError, match=message):
        read_samples(write("s.csv", text))


# --- JSON -----------------------------------------------------------------------------------

JSON: dict[str, Any] = {
    "lists of samples": {"x": [[0.5, 0.3], [0.1, -2]], "y": [0.8, 1]},
    "targets as lists": {"x": [[0.5, 0.3], [0.1, -2]], "y": [[0.8], [1]]},
    "a list of pairs": [{"x": [0.5, 0.3], "y": 0.8}, {"x": [0.1, -2], "y": [1]}],
    "other keys beside": {"title": "moons", "x": [[0.5, 0.3], [0.1, -2]], "y": [0.8, 1]},
}
ONE: dict[str, tuple[Any, Samples]] = {
    "one sample": ({"x": [0.5, 0.3], "y": 0.8}, Samples([[0.5, 0.3]], [[0.8]], {})),
    "one target in a list": ({"x": [0.5, 0.3], "y": [0.8]}, Samples([[0.5, 0.3]], [[0.8]], {})),
    "several targets": ({"x": [0.5], "y": [0.8, 0]}, Samples([[0.5]], [[0.8, 0.0]], {})),
    "numbers": ({"x": 0.5, "y": 1}, Samples([[0.5]], [[1.0]], {})),
}
PARAMETERS = {"w_1": [[0.5, 0.3], [0.2, 0.4]], "b_1": [0.1, 0.2], "w_2": [[0.6], [0.7]],
              "b_2": [0.3]}  # fmt: skip


@pytest.mark.parametrize("data", JSON.values(), ids=JSON)
def test_a_json_file_holds_samples(data: Any, write: Write) -> None:
    assert read_samples(write("s.json", json.dumps(data))) == TWO


@pytest.mark.parametrize(("data", "samples"), ONE.values(), ids=ONE)
def test_a_json_file_may_hold_one_sample(data: Any, samples: Samples, write: Write) -> None:
    assert read_samples(write("s.json", json.dumps(data))) == samples


def test_a_json_file_may_begin_with_a_byte_order_mark(write: Write) -> None:
    assert read_samples(write("s.json", "\ufeff" + json.dumps(JSON["lists of samples"]))) == TWO


def test_a_json_file_may_hold_the_parameters(write: Write) -> None:
    data = {**JSON["lists of samples"], **PARAMETERS}
    assert read_samples(write("s.json", json.dumps(data))) == TWO._replace(parameters=PARAMETERS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "s.json, line 1: Expecting value"),
        ('{"x": [1, 2],\n "y": }', "s.json, line 2: Expecting value"),
        ("3", "s.json: expected"),
        ("[]", "s.json: there are no samples"),
        ('{"x": [], "y": []}', "s.json: "),
        ('{"x": [1, 2]}', 's.json: sample 1 has no "x" and "y"'),
        ('[{"x": [1], "y": 1}, {"y": 1}]', 's.json: sample 2 has no "x" and "y"'),
        ("[1]", 's.json: sample 1 has no "x" and "y"'),
        ('{"x": [[1], [2]], "y": [1]}', 's.json: 2 samples in "x" need as many in "y"'),
        ('{"x": [[1], [2]], "y": 1}', 's.json: 2 samples in "x" need as many in "y"'),
        ('{"x": [1, "a"], "y": 1}', "s.json: sample 1, x: 'a' is not a number"),
        ('{"x": [1, true], "y": 1}', "s.json: sample 1, x: True is not a number"),
        ('{"x": [1, [2]], "y": 1}', r"s.json: sample 1, x: \[2\] is not a number"),
        ('{"x": [1], "y": {"a": 1}}', "s.json: sample 1, y: {'a': 1} is not a number"),
        ('{"x": [1, NaN], "y": 1}', "s.json: sample 1, x: nan is not finite"),
        ('{"x": [1, 1e999], "y": 1}', "s.json: sample 1, x: inf is not finite"),
        ('{"x": [1' + "0" * 400 + '], "y": 1}', "s.json: sample 1, x"),
        ('{"x": [1' + "0" * 5000 + '], "y": 1}', "s.json"),
        ('{"x": [[1, 2], [3]], "y": [1, 2]}', "s.json: sample 2"),
        ('[{"x": [1], "y": [1]}, {"x": [1], "y": [1, 2]}]', "s.json: sample 2"),
        ('{"x": [1, 2], "y": []}', "s.json: sample 1"),
        ('{"x": [[]], "y": [1]}', "s.json: sample 1"),
        ("[" * 100_000, "s.json"),
    ],
    ids=lambda text: repr(text[:30]),
)
def test_a_mistake_in_a_json_file_is_named_with_its_place(
    text: str, message: str, write: Write
) -> None:
    with pytest.raises(ValueError, match=message):
        read_samples(write("s.json", text))


@pytest.mark.parametrize("name", PARAMETERS)
def test_missing_parameters_are_named(name: str, write: Write) -> None:
    data = {"x": [1, 2], "y": 1, **PARAMETERS}
    del data[name]
    with pytest.raises(ValueError, match=f"s.json: the parameters {name} are missing"):
        read_samples(write("s.json", json.dumps(data)))


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("w_1", 3), ("w_1", [1, 2]), ("w_1", {"a": [1]}), ("w_1", [[1, 2], [3, None]]),
        ("b_1", 1), ("b_1", ["a", "b"]), ("w_2", None), ("b_2", [True]), ("b_2", [float("nan")]),
    ],
    ids=str,
)  # fmt: skip
def test_parameters_that_are_no_numbers_are_refused_by_name(
    name: str, bad: Any, write: Write
) -> None:
    data = {"x": [1, 2], "y": 1, **PARAMETERS, name: bad}
    with pytest.raises(ValueError, match=rf"s.json: .*{name}"):
        read_samples(write("s.json", json.dumps(data)))


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["s.txt", "s", "s.xlsx", "csv"])
def test_a_file_of_another_kind_is_refused(name: str, write: Write) -> None:
    with pytest.raises(ValueError, match=r"expected a \.csv or \.json file"):
        read_samples(write(name, "1,2\n"))


@pytest.mark.parametrize("name", ["s.csv", "s.json"])
def test_a_file_that_is_no_text_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x93\x00\xff\xfe")
    with pytest.raises(ValueError, match=f"{name}: not a text file in UTF-8"):
        read_samples(tmp_path / name)


def test_a_file_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_samples(tmp_path / "s.csv")


def assert_samples_or_valueerror(path: Path, data: bytes) -> None:
    """Samples are rectangular and not empty, and a ValueError names the file."""
    path.write_bytes(data)
    message = ""
    try:
        samples = read_samples(path)
    except ValueError as error:
        message = str(error)
    if message:
        assert str(path) in message
    else:
        assert {len(row) for row in samples.x} == {len(samples.x[0])} != {0}
        assert {len(row) for row in samples.y} == {len(samples.y[0])} != {0}
        assert len(samples.x) == len(samples.y)


CELLS = st.text("0123456789.-+eyx_,;\t\r\n \"'|:naif\ufeff\u2028", max_size=40)


@given(st.text(max_size=60) | CELLS)
@example("\x00")
@example('"')
@example('x,"y\n1,2')
@example("1,2\x0c3,4")
@example("',','")
def test_any_text_is_samples_or_a_valueerror_as_csv(folder: Path, text: str) -> None:
    assert_samples_or_valueerror(folder / "s.csv", text.encode("utf-8", "surrogatepass"))


LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["x", "y", "z", *PARAMETERS]), inner, max_size=6)
    ),
    max_leaves=12,
)
PAIRS = st.fixed_dictionaries({"x": TREES, "y": TREES})


@given(TREES | PAIRS | st.lists(PAIRS, max_size=3))
@example({"x": 10**400, "y": 1})
@example({"x": [], "y": []})
def test_any_json_is_samples_or_a_valueerror(folder: Path, data: Any) -> None:
    assert_samples_or_valueerror(folder / "s.json", json.dumps(data).encode())


@given(st.text('[]{}",:0123456789.-eNaItrufls xy', max_size=40))
def test_any_text_is_samples_or_a_valueerror_as_json(folder: Path, text: str) -> None:
    assert_samples_or_valueerror(folder / "s.json", text.encode())


@given(st.binary(max_size=30))
def test_any_bytes_are_samples_or_a_valueerror(folder: Path, data: bytes) -> None:
    assert_samples_or_valueerror(folder / "s.csv", data)
