"""Whatever the arguments and the files: one line that says what is wrong, and exit code 2."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import GOOD, NET, Case, command_lines, model_files

from chainrule.commands import main
from nn import load_model
from nn.model_loading import model_of

CASES = list(command_lines())
MODELS = list(model_files())
COMMAND = [sys.executable, "-m", "chainrule_command"]
ROOT = str(Path(__file__).parent.parent)


def test_there_are_enough() -> None:
    assert len({(*case.argv, *map(str, case.files.items())) for case in CASES}) >= 500
    assert len({text for _, text in MODELS}) >= 200


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder with what is no file: a folder, a pipe, a circle of links."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    return tmp_path


def written(files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        Path(name).write_bytes(data)


def ran(argv: list[str]) -> int:
    try:
        return main(argv)
    except SystemExit as left:  # argparse
        return int(left.code or 0)


@pytest.mark.parametrize("chunk", range(20))
def test_one_line_and_code_2(chunk: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in CASES[chunk::20]:
        written(case.files)
        code = ran(case.argv)
        said = capsys.readouterr().err
        assert code == 2, case.argv
        assert said.count("\n") == 1, (case.argv, said)
        assert len(said) < 700, (case.argv, said)
        assert said.startswith("chainrule"), (case.argv, said)
        assert "model.json" not in os.listdir(folder), case.argv


@pytest.mark.usefixtures("folder")
def test_what_is_right_is_not_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Without this, a command that refused all would pass."""
    written({"t.csv": GOOD})
    assert ran(["train", "t.csv", "--epochs", "2", "--hidden", "3"]) == 0
    assert ran(["inspect", "--widths", "3-2-1", "-o", "n.gv"]) == 0
    assert ran(["explain", "x*x", "x=2"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("chunk", range(5))
@pytest.mark.usefixtures("folder")
def test_a_broken_network_is_a_value_error_that_names_the_file(chunk: int) -> None:
    for what, text in MODELS[chunk::5]:
        written({"net.json": text})
        with pytest.raises(ValueError, match=r"^net\.json") as raised:  # noqa: PT012  (a loop)
            load_model("net.json")
            raise AssertionError(what)
        assert len(str(raised.value)) < 500, what


def test_the_network_that_was_broken_is_one() -> None:
    assert model_of(NET)([0.0, 1.0]).data == 0.0


# --- through real processes ---


def process(argv: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
    how = {"capture_output": True, "timeout": 60, **how}
    environment = {**os.environ, "PYTHONPATH": ROOT, "PYTHONUNBUFFERED": ""}
    return subprocess.run([*COMMAND, *argv], text=True, env=environment, **how)


SAMPLE = [case for case in CASES if not any("\x00" in x or "\ud800" in x for x in case.argv)][::67]


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: " ".join(case.argv)[:40])
def test_a_process_ends_so_too(case: Case, folder: Path) -> None:
    written(case.files)
    done = process(case.argv, cwd=folder)
    assert done.returncode == 2, done
    assert done.stderr.count("\n") == 1


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))


@pytest.mark.parametrize(
    "argv",
    [
        ["check", "/dev/zero"],
        ["train", "/dev/zero"],
        ["check", "large.md"],
        ["train", "large.csv"],
        ["inspect", "--samples", "large.csv"],
        ["train", "t.csv", "-H", "10000000000"],
        ["inspect", "--widths", "2-99999999999-1"],
    ],
    ids=" ".join,
)
def test_a_limit_of_memory_is_no_traceback(argv: list[str], folder: Path) -> None:
    written({"t.csv": GOOD, "large.csv": "1,2,3\n" * 8_000_000 * ("large.csv" in argv)})
    with (folder / "large.md").open("wb") as file:
        file.truncate(2**40)
    done = process(argv, cwd=folder, preexec_fn=limited)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_a_closed_or_full_output_is_one_line(folder: Path) -> None:
    closed = process(["inspect"], cwd=folder, preexec_fn=lambda: os.close(1), stdout=None,
                     capture_output=False, stderr=subprocess.PIPE)  # fmt: skip
    assert (closed.returncode, closed.stderr) == (2, "chainrule: standard output is closed\n")
    for argv in (["inspect"], ["--help"], ["explain"]):
        with open("/dev/full", "w") as full:
            done = process(argv, cwd=folder, stdout=full, capture_output=False,
                           stderr=subprocess.PIPE)  # fmt: skip
        assert done.returncode == 2, argv
        assert done.stderr == "chainrule: output: No space left on device\n"
    both = process(["nothing"], cwd=folder, preexec_fn=lambda: (os.close(1), os.close(2)),
                   capture_output=False)  # fmt: skip
    assert both.returncode == 2


def test_a_second_ctrl_c_is_quiet_too(folder: Path) -> None:
    code = (
        "import sys, chainrule_command as command\n"
        "def press(*_): raise KeyboardInterrupt\n"
        "command._run = command._refused = press\n"
        "sys.exit(command.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": ROOT})  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize(
    "module",
    ["chainrule", "chainrule.commands", "autograd", "autograd.engine.ops", "nn.inspection",
     "argparse", "rich.console"],
)  # fmt: skip
def test_ctrl_c_while_a_module_loads_is_quiet(module: str, folder: Path) -> None:
    code = (
        "import sys, chainrule_command\n"
        "class Press:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Press())\n"
        "sys.argv[1:] = ['inspect']\n"
        "sys.exit(chainrule_command.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": ROOT})  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "chainrule: interrupted\n")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_a_signal_in_training_keeps_the_best_weights(
    number: signal.Signals, code: int, folder: Path
) -> None:
    written({"t.csv": GOOD})
    argv = [*COMMAND, "train", "t.csv", "--epochs", "100000000", "--hidden", "4"]
    with subprocess.Popen(
        argv, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": ROOT},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        while "Epoch 3/" not in running.stdout.readline():
            pass
        running.send_signal(number)
        said, wrong = running.stdout.read(), running.stderr.read()
    assert running.returncode == code
    assert wrong == ""
    assert "Stopped: interrupted; the weights are those of epoch " in said
    assert load_model(folder / "model.json").classes == ["blue", "red"]


def test_a_full_disk_keeps_the_old_network(folder: Path) -> None:
    written({"t.csv": GOOD, "m.json": "old"})

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    argv = ["train", "t.csv", "-H", "600", "-e", "1", "-o", "m.json"]
    done = process(argv, cwd=folder, preexec_fn=limit)
    assert done.returncode == 2
    assert done.stderr == "chainrule: m.json: File too large\n"
    assert (folder / "m.json").read_text() == "old"
    assert sorted(os.listdir(folder)) == ["folder.csv", "loop.csv", "m.json", "pipe.csv", "t.csv"]
