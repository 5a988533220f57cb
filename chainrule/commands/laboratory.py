"""`chainrule lab`: write a derivation and see it marked as it is typed, its graph beside it."""

from __future__ import annotations

import argparse
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

EXAMPLES = """\
  chainrule lab notes.md                     an editor that marks every = as it is typed
  chainrule lab --build site/lab             the same as a folder for any web server
"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "lab",
        help="an editor in the browser that marks every = of a derivation as it is typed",
        description="Open a page from this machine, which no other can reach: on the left what "
        "you write, marked as you type, on the right its graph.  With a FILE it is read, written "
        "back, and followed when another editor changes it.  Ctrl-C ends it.",
    )
    parser.set_defaults(run=run)
    option = parser.add_argument
    option("file", metavar="FILE", nargs="?", type=Path, help="a .md, .tex or .txt file to edit")
    option("--port", type=int, default=0, help="default: one that is free")
    option(
        "--build",
        metavar="DIR",
        type=Path,
        help="instead write a folder for any web server, where Python runs in the browser",
    )
    option("--no-open", action="store_true", help="only print the address")


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C, or write its folder; return the exit code."""
    from chainrule.laboratory.server import LabServer
    from chainrule.laboratory.watched import WatchedFile

    if not 0 <= arguments.port < 2**16:
        raise ValueError(f"--port {arguments.port}: expected a number below {2**16}")
    if arguments.build:
        from chainrule.laboratory.folder import build

        size = build(arguments.build)
        print(f"Lab: {arguments.build}, {size / 1e6:.1f} MB; any web server will do, such as")
        print(f"python -m http.server --directory {arguments.build}")
        return 0
    file = WatchedFile(arguments.file) if arguments.file else None
    server = LabServer(file, arguments.port)
    try:
        with suppress(KeyboardInterrupt):
            server.checks.start()
            print(f"Lab: {server.address}\nCtrl-C ends it.", flush=True)
            if not arguments.no_open:
                webbrowser.open(server.address)
            server.serve_forever()
    finally:
        server.server_close()
    return 0
