"""Check a hand derivation: say which `=` is wrong, and why.

    report = check_file("notes/backprop.md")
    print(report)

Every member of every equality chain is judged at random points against the engine's own
derivative, in the graph that the document's own forward equations define.

The work is loaded at the first call: `import autograd` stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..engine.value import Value

if TYPE_CHECKING:
    from pathlib import Path

    from .grading.classroom import ClassMarks
    from .grading.exercises import Exercise
    from .grading.marks import Marks
    from .many import Reports
    from .reading.vocabulary import Function
    from .report.result import Report


def check(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> Report:
    """Check claims about the derivatives of a graph of Values, whose nodes have labels.

    `claims` maps `"dL/dw_2"` or `("L", "w_2")` to a formula (LaTeX or Python) or to a callable
    whose parameters are labels; or it is a list of equations as text.  The graph is not changed.

    >>> from autograd import Value, check
    >>> w, b = Value(3.0, label="w"), Value(0.5, label="b")
    >>> L = (2 * w + b) ** 2
    >>> L.label = "L"
    >>> report = check(L, {"dL/dw": "4 (2 w + b)", "dL/db": "2 w + b"})
    >>> [equation.status for equation in report.equations]
    ['right', 'wrong']
    >>> report.equations[1].members[1].explanations[0].text
    'the factor 2 is missing'

    A claim that cannot be read is a member of status "unreadable", no error.
    """
    from .judging.claims import check_claims

    return check_claims(root, claims)


def check_text(text: str, *, kind: str = "md", root: Value | None = None) -> Report:
    """Check every equation of a text: its derivatives, identities and arithmetic.

    They are judged against the graph of `root`, or against the graph that the text's own forward
    equations define.  `kind` is "md", "tex" or "txt" (which may be a page copied from a blog).

    >>> from autograd import check_text
    >>> report = check_text("$L = (a - y)^2$ and $dL/da = 2 (a - y)$")
    >>> report.ok
    True
    """
    from .judging.documents import check_document
    from .reading.document import read_document

    return check_document(read_document(text, kind), root)


def check_file(path: str | Path) -> Report:
    r"""Check every equation of a .md, .tex, .txt or .ipynb file; see `check_text`.

    Of a notebook the Markdown cells are read; LaTeX takes in what it names with `\input` in its
    folder.  A ValueError says if the file is not text in UTF-8, or no notebook.
    """
    from pathlib import Path

    from .judging.documents import check_document
    from .reading.document import read_file

    report = check_document(read_file(Path(path)))
    report.source = str(path)
    return report


def check_files(
    paths: Iterable[str | Path],
    *,
    jobs: int = 1,
    on_report: Callable[[], object] | None = None,
    timeout: float = 0.0,
) -> Reports:
    """Check many files; return their reports, a list that renders itself as one.

    jobs       how many processes share the work, 0 for as many as there are cores
    on_report  called after each file
    timeout    how many seconds a file may take, 0 for any time

    A file that cannot be read, that has no equation, or that takes too long, is a report with a
    `fault`: it never ends the others.  A LaTeX file that another one takes in by `input` is
    checked as a part of that.

    >>> from autograd import check_files
    >>> reports = check_files(["no/such/file.md"])
    >>> reports.ok, reports[0].fault
    (False, 'No such file or directory')
    """
    from .many import check_paths
    from .processes import cores

    return check_paths(paths, jobs or cores(), on_report, timeout)


def mark(homework: str | Path, key: str | Path) -> Marks:
    """Mark a homework against a key: files, or texts; `float(mark(...))` are the points.

    The key fixes the forward pass; each of its equations about a derivative is a question, worth a
    point, or what a comment before it says: `<!-- chainrule: points 2 -->`.  It is answered by
    the equations about the same derivative.  What follows from a slip is not punished twice.

    >>> from autograd import mark
    >>> key = "$L = (w x - y)^2$ and $dL/dw = 2 (w x - y) x$ and $dL/dy = -2 (w x - y)$"
    >>> marks = mark("$dL/dw = 2 x (w x - y)$ and $dL/dy = w x - y$", key)
    >>> float(marks), marks.of
    (1.0, 2.0)
    >>> marks.marks[1].why
    'wrong: the factor -2 is missing'

    A ValueError says what is wrong with the key; of a homework that cannot be read, `marks.fault`.
    """
    from .grading.classroom import mark_one
    from .grading.key import read_key

    return mark_one(homework, read_key(key))


def mark_files(
    paths: Iterable[str | Path],
    key: str | Path,
    *,
    jobs: int = 1,
    on_marks: Callable[[], object] | None = None,
    timeout: float = 0.0,
) -> ClassMarks:
    """Mark many homeworks against a key; return a list that writes itself as a table or as pages.

    jobs      how many processes share the work, 0 for as many as there are cores
    on_marks  called after each homework
    timeout   how many seconds a homework may take, 0 for any time; see its `fault`

    >>> from autograd import mark_files
    >>> key = "$L = w^2$ and $dL/dw = 2 w$"
    >>> mark_files(["no/such/homework.md"], key)[0].fault
    'No such file or directory'

    A ValueError says what is wrong with the key.
    """
    from .grading.classroom import mark_many
    from .grading.key import read_key
    from .processes import cores

    files = [str(path) for path in paths]
    return mark_many(files, read_key(key), jobs or cores(), on_marks, timeout)


def exercise(widths: Sequence[int], seed: int = 0) -> Exercise:
    """Return an exercise about a network of these widths: its sheet and its key, in Markdown.

    The same seed draws the same functions and the same loss.

    >>> from autograd import exercise, mark
    >>> drawn = exercise([2, 3, 1], seed=7)
    >>> float(mark(drawn.key, drawn.key)) == mark(drawn.sheet, drawn.key).of
    True

    A ValueError says which widths make no network.
    """
    from .grading.exercises import drawn_exercise

    return drawn_exercise(widths, seed)


def assert_derivation(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> None:
    """Raise an AssertionError with the diagnosis unless every claim is right."""
    report = check(root, claims)
    if not report.ok:
        raise AssertionError(f"\n{report}")


def formula(text: str, /, **numbers: float) -> Value:
    """Return the graph of a formula, in LaTeX or in Python's notation, at these numbers.

    >>> from autograd import formula
    >>> L = formula("z = w x + b; L = (z - y)**2", w=3, x=0.5, b=-0.5, y=2)
    >>> L.backward()
    >>> L, L.inputs[0].inputs[0]
    (Value(1.0, grad=1.0, label='L'), Value(1.0, grad=-2.0, label='z'))

    Each name needs a number, except those that the text itself defines.  The text is read, not
    run.  A ValueError says what cannot be read, or which number is missing or too many.
    """
    from .meaning.graphs import graph_of

    return graph_of(text, numbers)


def functions_read() -> list[Function]:
    """Return the functions that a formula may call: name, other spellings, derivative.

    >>> from autograd import functions_read
    >>> next(f for f in functions_read() if f.name == "atan")
    Function(name='atan', spellings=('arctan', 'arctg'), derivative='1 / (1 + x * x)')

    The derivative is by x, what the function is applied to; z is the result.  It is "" where
    there are several arguments.
    """
    from .reading.vocabulary import table

    return table()
