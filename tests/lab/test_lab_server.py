"""`chainrule lab`: who may ask, what is answered, the file, and how it ends."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import running

import autograd
from chainrule.commands import main
from chainrule.laboratory.process import CheckProcess
from chainrule.laboratory.server import LARGEST, LabServer
from chainrule.laboratory.watched import WatchedFile

ROOT = Path(__file__).parents[2]
TEXT = "$L = (a - y)^2$ and $dL/da = a - y$\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A server with a file, whose checks take two seconds at most."""
    path = tmp_path_factory.mktemp("lab") / "notes.md"
    path.write_text(TEXT, "utf-8")
    with running(LabServer(WatchedFile(path), limit=2.0)) as server:
        yield server


def asked(
    server: LabServer, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Send one request; return its status, its headers, its body.  {token} stands for the token."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        given = {"Content-Type": "application/json", **given}
    connection.request(method, path.replace("{token}", server.token), body, given)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def told(server: LabServer, name: str, body: Any) -> Any:
    status, _, found = asked(server, "POST", f"/{{token}}/{name}", body)
    assert status == 200
    return json.loads(found)


# --- who may ask ---


def test_the_page_is_at_the_address_with_the_token(served: LabServer) -> None:
    for name, kind in [("", "text/html"), ("lab.js", "text/javascript"), ("lab.css", "text/css")]:
        status, headers, body = asked(served, "GET", f"/{{token}}/{name}")
        assert status == 200
        assert headers["Content-Type"].startswith(kind)
        assert body


@pytest.mark.parametrize(
    "path",
    ["/", "/lab.js", "/x/", "//", "/{token}", "/{token}/nothing", "/{token}/../{token}/",
     "/{token}/../../etc/passwd", "/{token}/..%2f..%2fetc%2fpasswd", "/{token}//etc/passwd",
     "/{token}/lessons/../lab.js", "/{token}/notes.md", "/{token}/%2e%2e/lab.js"],
)  # fmt: skip
def test_nothing_else_is_there(served: LabServer, path: str) -> None:
    """/{token} alone is not the page: its script would be asked for beside it."""
    if path == "/{token}":
        path = f"/{served.token}x/"
    status, _, body = asked(served, "GET", path)
    assert status == 404
    assert served.token.encode() not in body


def test_a_token_that_is_nearly_right_is_wrong(served: LabServer) -> None:
    near = ("B" if served.token[0] == "A" else "A") + served.token[1:]
    assert len(served.token) >= 40
    for token in (near, served.token[:-1], served.token.swapcase(), "", "%C3%BC"):
        assert asked(served, "GET", f"/{token}/")[0] == 404
    with LabServer(None) as other:
        assert other.token != served.token


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:{port}", "", "[::1]"])
def test_another_name_is_refused(served: LabServer, host: str) -> None:
    """A site whose name is made to lead here (DNS rebinding) asks under that name."""
    name = host.replace("{port}", str(served.server_port))
    assert asked(served, "GET", "/{token}/", Host=name)[0] == 403
    assert asked(served, "POST", "/{token}/ask", {"do": "check", "text": ""}, Host=name)[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}"])
def test_another_origin_is_refused(served: LabServer, origin: str) -> None:
    named = origin.replace("{port}", str(served.server_port))
    assert asked(served, "POST", "/{token}/write", {"text": "x"}, Origin=named)[0] == 403
    assert asked(served, "GET", "/{token}/", Sec_Fetch_Site="cross-site")[0] == 403
    own = f"http://127.0.0.1:{served.server_port}"
    assert asked(served, "GET", "/{token}/", Origin=own, Sec_Fetch_Site="same-origin")[0] == 200


def test_forms_of_other_sites_cannot_send_json(served: LabServer) -> None:
    body = json.dumps({"do": "check", "text": ""})
    assert asked(served, "POST", "/{token}/ask", body, Content_Type="text/plain")[0] == 415
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert asked(served, method, "/{token}/ask")[0] in (400, 501)


def test_only_this_machine_is_listened_to(served: LabServer) -> None:
    assert served.server_address[0] == "127.0.0.1"
    assert served.address.startswith("http://127.0.0.1:")


def test_the_page_may_run_and_ask_for_its_own_alone(served: LabServer) -> None:
    _, headers, body = asked(served, "GET", "/{token}/")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"  # the token is in the address
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b'http-equiv="Content-Security-Policy"' in body
    assert b"<script>" not in body


# --- requests ---


def test_a_check_is_answered(served: LabServer) -> None:
    found = told(served, "ask", {"do": "check", "text": TEXT})
    assert found["marks"]["counts"] == {"definition": 1, "wrong": 1}


@pytest.mark.parametrize("body", ["", "{", "[]", "3", '"x"', "[" * 5000, b"\xff\xfe"])
def test_what_is_no_request_is_refused(served: LabServer, body: Any) -> None:
    assert asked(served, "POST", "/{token}/ask", body)[0] == 400


def test_a_request_that_is_too_large_is_refused_unread(served: LabServer) -> None:
    status, _, _ = asked(served, "POST", "/{token}/ask", "", Content_Length=str(LARGEST + 1))
    assert status == 413
    assert asked(served, "POST", "/{token}/ask", "{}", Content_Length="-1")[0] in (400, 413)


def test_a_line_that_is_no_http_ends_the_connection_alone(served: LabServer) -> None:
    with socket.create_connection(served.server_address, 5) as line:
        line.sendall(b"\x00\x01 nonsense\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert asked(served, "GET", "/{token}/")[0] == 200


# --- a check that takes too long ---


def test_a_check_that_takes_too_long_is_ended_and_the_next_is_answered() -> None:
    """Forty names in one sum of products: no matter what it is, it takes longer than that."""
    checks = CheckProcess(0.001)
    try:
        assert checks.ask({"do": "check", "text": TEXT * 40}) == {"late": 0.001}
        checks.limit = 30.0
        assert "marks" in checks.ask({"do": "check", "text": TEXT})
    finally:
        checks.close()


def test_what_lies_in_the_users_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "random", "autograd"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')", "utf-8")
    monkeypatch.chdir(tmp_path)
    checks = CheckProcess(30.0)
    try:
        assert "marks" in checks.ask({"do": "check", "text": TEXT})
    finally:
        checks.close()


def test_a_process_that_has_died_is_begun_anew() -> None:
    checks = CheckProcess(30.0)
    try:
        checks.start()
        process = checks._process
        assert process is not None
        process.kill()
        process.wait()
        assert checks.ask({"do": "check", "text": TEXT}) == {"late": 30.0}
        assert "marks" in checks.ask({"do": "check", "text": TEXT})
    finally:
        checks.close()


# --- the file ---


def test_the_file_is_read_written_and_followed(served: LabServer) -> None:
    assert served.file is not None
    path = served.file.path
    first = told(served, "file", {"seen": ""})
    assert (first["text"], first["kind"], first["name"]) == (TEXT, "md", "notes.md")
    written = told(served, "write", {"text": "mine\n", "seen": first["mark"]})["written"]
    assert path.read_text("utf-8") == "mine\n"
    assert list(path.parent.iterdir()) == [path]  # nothing is left beside it
    path.write_text("theirs\n", "utf-8")
    refused = told(served, "write", {"text": "mine again\n", "seen": written})
    assert (refused["text"], "written" in refused) == ("theirs\n", False)
    assert path.read_text("utf-8") == "theirs\n"
    assert told(served, "file", {"seen": written})["text"] == "theirs\n"
    path.write_text(TEXT, "utf-8")


def test_the_definitions_of_a_file_beside_it_are_used(tmp_path: Path) -> None:
    """As `chainrule check` uses them; of a request alone no file is read."""
    (tmp_path / "common.md").write_text("$z = w x$ and $L = (z - y)^2$\n", "utf-8")
    text = "<!-- chainrule: use common.md -->\n$dL/dw = 2 (z - y) x$ and $dL/dx = 2 (z - y) x$\n"
    path = tmp_path / "notes.md"
    path.write_text(text, "utf-8")
    statuses = [equation.status for equation in autograd.check_file(path).equations]
    assert statuses == ["right", "wrong"]
    request = {"do": "check", "text": text, "kind": "md", "path": str(path)}
    with running(LabServer(WatchedFile(path))) as at:
        found = told(at, "ask", request)["marks"]
        assert [equation["status"] for equation in found["equations"]] == statuses
        assert found["repairs"] == []
        aside = {**request, "text": text.replace("common.md", "../common.md")}
        (message,) = told(at, "ask", aside)["marks"]["equations"][0]["members"][0]["told"]
        assert "it leads out of the folder" in message[1]
    with running(LabServer(None)) as at:
        found = told(at, "ask", request)["marks"]
        assert found["equations"][0]["status"] == "unreadable"


def test_files_are_taken_in_from_the_folder_and_none_from_outside(tmp_path: Path) -> None:
    r"""`\input` as `chainrule check` follows it; of a text without a file it is said why not."""
    book = tmp_path / "book"
    (book / "parts").mkdir(parents=True)
    (tmp_path / "secret.tex").write_text("$L = 7 w$", "utf-8")
    (book / "link.tex").symlink_to(tmp_path / "secret.tex")
    (book / "parts" / "forward.tex").write_text("$L = w^2$ and $dL/dw = 3 w$\n", "utf-8")
    outside = ["../secret", "parts/../../secret", f"{tmp_path}/secret.tex", "link", "~/secret"]
    path = book / "notes.tex"
    path.write_text(
        "\\input{parts/forward}\n$dL/dw = 2 w$\n" + "".join(f"\\input{{{x}}}\n" for x in outside),
        "utf-8",
    )
    checked = autograd.check_file(path)
    assert [(e.file, e.status) for e in checked.equations] == [
        ("parts/forward.tex", "definition"), ("parts/forward.tex", "wrong"), ("", "right"),
    ]  # fmt: skip
    request = {"do": "check", "text": path.read_text("utf-8"), "kind": "tex"}
    with running(LabServer(WatchedFile(path))) as at:
        found = told(at, "ask", request)["marks"]
        equations = found["equations"]
        assert [(e["file"], e["status"]) for e in equations] == [
            (e.file, e.status) for e in checked.equations
        ]
        assert len([one for one in found["told"] if "it leads out of the folder" in one]) == 4
        assert len([one for one in found["told"] if "there is none" in one]) == 1
    with running(LabServer(None)) as at:
        for kind in ("tex", "md"):
            found = told(at, "ask", {**request, "kind": kind, "path": str(path)})["marks"]
            assert [one["file"] for one in found["equations"]] == [""]
            assert found["told"][0] == (
                "\\input{parts/forward} (line 1) is not followed: the text is in no folder."
            )
            assert len(found["told"]) == 6


def test_a_change_is_seen_while_it_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("one", "utf-8")
    file = WatchedFile(path)
    seen = file.read().mark
    assert file.changed(seen, 0.0) is None
    timer = threading.Timer(0.2, path.write_text, ("two", "utf-8"))
    timer.start()
    found = file.changed(seen, 20.0)
    timer.join()
    assert found is not None
    assert found.text == "two"


def test_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "notes.tex"
    path.write_bytes(b"one\r\ntwo\r\n")
    file = WatchedFile(path)
    version = file.read()
    assert version.text == "one\ntwo\n"
    assert file.write("one\nthree\n", version.mark)
    assert path.read_bytes() == b"one\r\nthree\r\n"


def test_a_file_that_is_not_there_is_made_when_it_is_written(tmp_path: Path) -> None:
    file = WatchedFile(tmp_path / "new.md")
    assert file.read().text == ""
    assert not file.path.exists()
    assert file.write("text", file.read().mark)
    assert file.path.read_text("utf-8") == "text"


# --- the command ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["notes.pdf"], "expected a .md, .tex or .txt file"),
     (["nowhere/notes.md"], "there is no folder nowhere"),
     (["--port", "70000"], "expected a number below 65536")],
)  # fmt: skip
def test_bad_input_is_one_line(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["lab", "--no-open", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_with_its_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "chainrule", "lab", "--no-open", "new.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env=environment, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().split()[1]
    port = int(address.split(":")[2].split("/")[0])
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of the command's processes
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    time.sleep(0.1)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 2)


def test_what_is_asked_after_the_end_starts_no_process() -> None:
    checks = CheckProcess(30.0)
    checks.start()
    checks.end()
    assert checks.ask({"do": "check", "text": TEXT}) == {"late": 30.0}
    checks.start()
    assert checks._process is None
