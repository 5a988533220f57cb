"""The lab in a browser: marks as one types, messages, repairs, the graph beside, the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_pages import Opened, marked, opening_in, serving, settle, text_of, typed
from test_accessibility import violations

from chainrule.laboratory.server import LabServer
from chainrule.laboratory.watched import WatchedFile

NEURON = "$$z = w x + b$$\n$$a = \\sigma(z)$$\n$$L = (a - y)^2$$\n"
WRONG = NEURON + "$$\\frac{dL}{dw} = (a - y) \\sigma'(z) x$$\n"
RIGHT = WRONG.replace("= (a - y) \\sigma", "= 2 (a - y) \\sigma")


@pytest.fixture(scope="module")
def server() -> Iterator[LabServer]:
    with serving() as found:
        yield found


@pytest.fixture
def opened(browser: Any, server: LabServer) -> Iterator[Opened]:
    """Open the lab with a text, or with its first lesson: `opened(None, width=390, dark=True)`."""
    with opening_in(browser, server) as opening:
        yield lambda text=WRONG, **options: opening(text, **options)


# --- marks ---


def test_what_is_wrong_is_marked_where_it_stands(opened: Opened) -> None:
    page = opened()
    assert (
        marked(page, "wrong") == ["(a - y) \\sigma'(z) x"]
        or "".join(marked(page, "wrong")) == "(a - y) \\sigma'(z) x"
    )
    assert page.locator(".src.wrong .margin").inner_text() == "✗"
    assert page.locator(".mark.relation.wrong").inner_text().strip() == "="
    assert page.locator(".verdict").inner_text() == "1 judged: 1 wrong"
    assert "the factor 2 is missing" in page.locator(".equations").inner_text()


def test_the_drawn_text_lies_under_the_field_sign_for_sign(opened: Opened) -> None:
    page = opened("# Ein Satz 中文 😀\n" + "word " * 60 + "\n" + WRONG)
    drawn = page.evaluate(
        "() => [...document.querySelectorAll('.src')].map((line) => [...line.childNodes]"
        ".filter((one) => !one.classList?.contains('margin'))"
        ".map((one) => one.textContent).join('')).join('')"
    )
    assert drawn == text_of(page) + "\n"
    sizes = page.evaluate(
        "() => ['.drawn', '.field'].map((name) => { const one = document.querySelector(name);"
        " return [one.clientWidth, getComputedStyle(one).fontSize,"
        " getComputedStyle(one).lineHeight, one.scrollHeight]; })"
    )
    assert sizes[0] == sizes[1]


def test_the_field_lies_over_all_of_a_long_text(opened: Opened) -> None:
    page = opened(WRONG + "A line.\n\n" * 60 + "The end")
    box = "(name) => { const one = document.querySelector(name); return one.offsetHeight; }"
    assert page.evaluate(box, ".field") == page.evaluate(box, ".drawn") > 1000
    page.evaluate("() => { document.querySelector('.paper').scrollTop = 1e6; }")
    last = page.locator(".src").last.bounding_box()
    page.mouse.click(last["x"] + 60, last["y"] + 12)
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert text_of(page).endswith("The end!")


def test_it_is_marked_as_one_types_and_marks_move_along(opened: Opened) -> None:
    page = opened()
    page.locator(".field").press("Control+Home")
    page.keyboard.type("Some words before it.\n")
    assert "".join(marked(page, "wrong")) == "(a - y) \\sigma'(z) x"
    settle(page)
    typed(page, "$$\\frac{dL}{dy} = -2 (a - y)$$")
    assert page.locator(".verdict").inner_text() == "2 judged: 1 right, 1 wrong"


def test_a_click_puts_it_right_and_undo_takes_it_back(opened: Opened) -> None:
    page = opened()
    page.locator(".equations .mend").click()
    settle(page)
    assert text_of(page) == RIGHT
    assert page.locator(".verdict").inner_text() == "All 1 judged equations are right."
    page.keyboard.press("Control+z")
    settle(page)
    assert text_of(page) == WRONG
    assert "".join(marked(page, "wrong")) == "(a - y) \\sigma'(z) x"


def test_what_comments_tell_the_checker_is_heeded(opened: Opened) -> None:
    slip = "<!-- chainrule: expected-wrong -->\n$$\\frac{dL}{dy} = a - y$$\n"
    page = opened(f"{RIGHT}50 % of {slip}")
    assert page.locator(".verdict").inner_text() == "2 judged: 1 right, 1 wrong as expected"
    assert "wrong, as expected" in page.locator(".equations").inner_text()
    assert marked(page, "wrong") == []
    assert page.locator(".src-comment").text_content() == "<!-- chainrule: expected-wrong -->"
    typed(page, "<!-- chainrule: skp -->")
    assert page.locator(".verdict").inner_text().endswith("1 could not be read")
    assert marked(page, "open") == ["skp"]
    assert "did you mean skip?" in page.locator(".equations").inner_text()


def test_the_message_comes_under_the_pointer_and_goes(opened: Opened) -> None:
    page = opened()
    page.locator(".mark.member.wrong").first.hover(force=True)
    message = page.locator(".labmessage")
    message.wait_for(state="visible")
    assert "the factor 2 is missing" in message.inner_text()
    message.locator(".mend").click()
    settle(page)
    assert text_of(page) == RIGHT
    assert message.is_hidden()


def test_a_tap_opens_the_message_and_another_closes_it(browser: Any, server: LabServer) -> None:
    """A finger hovers over nothing."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_function("() => globalThis.chainruleLab?.lessons.length")
    page.evaluate("(text) => chainruleLab.load(text, 'md')", WRONG)
    settle(page)
    message = page.locator(".labmessage")
    assert not message.is_visible()
    box = page.locator(".mark.member.wrong").first.bounding_box()
    page.touchscreen.tap(box["x"] + 16, box["y"] + 8)
    message.wait_for(state="visible")
    assert "the factor 2 is missing" in message.inner_text()
    inside = message.bounding_box()
    assert inside["x"] >= 0
    assert inside["x"] + inside["width"] <= 390
    page.touchscreen.tap(200, 700)
    message.wait_for(state="hidden")
    context.close()


def test_it_goes_by_keyboard_alone(opened: Opened) -> None:
    page = opened()
    page.locator(".field").focus()
    page.keyboard.press("F8")
    assert page.evaluate("() => getSelection().toString()") in ("", "(a - y) \\sigma'(z) x")
    assert page.locator(".labmessage").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".labmessage").is_hidden()
    page.keyboard.press("Alt+Enter")
    settle(page)
    assert text_of(page) == RIGHT
    page.keyboard.press("F8")
    assert page.locator(".lab > .notice").inner_text() == "Nothing is wrong."
    page.keyboard.press("Alt+3")
    assert page.evaluate("() => document.activeElement.closest('.graphpane') !== null")
    page.keyboard.press("Alt+1")
    assert page.evaluate("() => document.activeElement.className") == "field"


def test_the_verdict_is_said_to_who_does_not_see_it(opened: Opened) -> None:
    page = opened()
    said = page.locator("p.sr[role=status]").first
    assert said.inner_text() == "1 judged: 1 wrong In line 4: the factor 2 is missing"


def test_names_and_commands_are_completed(opened: Opened) -> None:
    page = opened("$$\\hat{y} = w x$$\n$$")
    page.locator(".field").press("Control+End")
    page.keyboard.type("\\sig")
    options = page.locator(".completion li")
    assert options.all_text_contents() == ["\\sigma"]
    page.keyboard.press("Enter")
    assert text_of(page).endswith("$$\\sigma")
    page.keyboard.type(" \\ha")
    assert options.all_text_contents()[0] == "\\hat{y}"
    page.keyboard.press("Escape")
    assert page.locator(".completion").is_hidden()
    page.keyboard.press("Control+Space")
    page.keyboard.press("Tab")
    assert text_of(page).endswith("\\sigma \\hat{y}")


def test_brackets_are_matched(opened: Opened) -> None:
    page = opened("$f(x) = (x + 1)$")
    page.locator(".field").focus()
    page.evaluate("() => chainruleLab.editor.field.setSelectionRange(8, 8)")
    page.wait_for_selector(".bracket")
    assert page.locator(".bracket").all_text_contents() == ["(", ")"]


# --- the graph ---


def test_a_click_on_an_equation_shows_its_path(opened: Opened) -> None:
    page = opened(RIGHT)
    page.locator(".verdictcard.right .chainbutton").click()
    assert page.locator(".graphpage .tab[aria-selected=true]").inner_text() == "Paths"
    assert page.locator(".scene .node.chosen .name").text_content() == "w"
    assert page.locator(".scene .edge.flow").count() == 5


def test_the_whole_path_comes_into_sight(opened: Opened) -> None:
    """Also that of a derivative between, in a graph of which a part is seen."""
    page = opened(None)
    page.select_option(".lessons", "softmax_regression")
    settle(page)
    lit = """() => {
      const pane = document.querySelector(".stage").getBoundingClientRect();
      const lines = [...document.querySelectorAll(".scene .edge:is(.lit, .flow) .line")];
      const seen = lines.filter((line) => {
        const { left, right, top, bottom } = line.getBoundingClientRect();
        return left >= pane.left && right <= pane.right && top >= pane.top && bottom <= pane.bottom;
      });
      return [lines.length, seen.length]; }"""
    for name in ("∂pk∂zj", "∂L∂zk"):
        page.locator(".chainbutton", has_text=re.compile(".*".join(name))).first.click()
        page.wait_for_timeout(500)
        lines, seen = page.evaluate(lit)
        assert lines == seen > 2


def test_a_click_before_the_new_graph_has_come_shows_its_path_in_that(opened: Opened) -> None:
    """What is chosen in the graph before, which is still shown, does not take the path back."""
    page = opened(RIGHT)
    page.evaluate("""async () => {
      const lab = globalThis.chainruleLab, { text } = lab.editor;
      const { graph } = await lab.checker.ask({ do: "graph", text, kind: "md" });
      graph.trace.title = "another";
      lab.graph.follow(lab.marks.equations.findLastIndex(({ status }) => status === "right"));
      lab.graph.show(graph); }""")
    assert page.locator(".scene .node.chosen .name").text_content() == "w"
    assert page.locator(".scene .edge.flow").count() == 5


def test_a_click_in_the_text_shows_it_as_well(opened: Opened) -> None:
    page = opened(RIGHT)
    page.locator(".field").focus()
    box = page.locator(".mark.member.right").last.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 8)
    assert page.locator(".scene .node.chosen .name").text_content() == "w"


def test_a_click_on_a_node_shows_the_equations_about_it(opened: Opened) -> None:
    page = opened(RIGHT)
    page.locator(".scene .node", has=page.locator("text=/^z$/")).first.click()
    assert page.locator(".verdictcard.pointed .chain").text_content().startswith("z")


def test_sliders_change_numbers_and_verdicts_stay(opened: Opened) -> None:
    page = opened()
    before = page.locator(".graphpage .brand .result").inner_text()
    page.locator(".graphpage .tab[data-panel=change]").click()
    slider = page.locator(".graphpage .leafrow input[type=range]").first
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator(".graphpage .brand .result").inner_text() != before
    assert page.locator(".verdict").inner_text() == "1 judged: 1 wrong"


def test_prose_has_no_graph_and_a_half_written_page_keeps_none(opened: Opened) -> None:
    page = opened("Nothing yet.")
    assert page.locator(".emptygraph").is_visible()
    assert page.locator(".verdict").inner_text().startswith("No equation yet")
    typed(page, " $$L = w x")
    typed(page, "$$ and so on $dL/dw = x$")
    assert page.locator(".emptygraph").is_hidden()


# --- lessons, language, looks ---


def test_lessons_are_begun_with_in_the_readers_language(opened: Opened) -> None:
    page = opened(None, locale="zh-CN")
    assert text_of(page).startswith("# 两层网络")
    assert "个错误" in page.locator(".verdict").inner_text()
    page.select_option(".lessons", "softmax_regression")
    page.wait_for_function("() => document.querySelector('.lessons').value === ''")
    settle(page)
    assert text_of(page).startswith("# softmax 回归")
    page.select_option(".labhead-bar .language", "en")
    assert page.locator(".verdict").inner_text() == "7 judged: 6 right, 1 wrong"
    assert page.locator(".graphpage .tab").first.inner_text() == "Node"


def test_the_textbooks_page_is_put_right_with_one_click(opened: Opened) -> None:
    page = opened(None)
    page.locator(".forward .mend").click()
    settle(page)
    assert "z_2 = w_2 a_1 + b_2" in text_of(page)
    assert page.locator(".verdict").inner_text() == "All 8 judged equations are right."


def test_light_and_dark(opened: Opened) -> None:
    page = opened(dark=True)
    colour = "() => getComputedStyle(document.querySelector('.paper')).backgroundColor"
    assert page.evaluate(colour) == "rgb(30, 32, 36)"
    page.locator(".labhead-bar .theme").click()
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert page.locator(".graphpage").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("pane", ["write", "verdicts", "graph"])
def test_on_a_phone_there_are_tabs_and_nothing_is_cut_off(opened: Opened, pane: str) -> None:
    page = opened(width=390)
    page.locator(f".labtab[data-id={pane}]").click()
    seen = {"write": ".field", "verdicts": ".equations", "graph": ".scene"}
    for name, selector in seen.items():
        assert page.locator(selector).first.is_visible() == (name == pane)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_on_paper_all_is_there_in_black_on_white_and_no_control(opened: Opened, width: int) -> None:
    lines = "\n".join(f"Line {i} of many." for i in range(80))
    page = opened(lines + "\n" + WRONG, width=width, dark=True)
    page.wait_for_selector(".graphpage .scene .node", state="attached")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".src", ".verdictcard", ".reason", ".scene .node"):
        assert page.locator(selector).last.is_visible(), selector
    for selector in (".field", ".tools", ".labtabs", ".mend", ".toline", ".transport", ".zooms"):
        assert not any(one.is_visible() for one in page.locator(selector).all()), selector
    boxes = "(name) => document.querySelector(name).getBoundingClientRect().toJSON()"
    drawn, verdicts, graph = (
        page.evaluate(boxes, name) for name in (".drawn", ".verdicts", ".graphholder .stage")
    )
    last = page.locator(".src").last.bounding_box()
    assert last["y"] + last["height"] <= drawn["bottom"] <= verdicts["top"]
    assert (
        page.locator(".verdictcard").last.bounding_box()["y"] < verdicts["bottom"] <= graph["top"]
    )
    assert graph["height"] > 100
    look = (
        "() => { const { color, backgroundColor } = getComputedStyle(chainruleLab.element);"
        " return [color, backgroundColor]; }"
    )
    assert page.evaluate(look) == ["rgb(29, 28, 26)", "rgb(255, 255, 255)"]


STATES: dict[str, dict[str, Any]] = {
    "a wrong side": {}, "all right": {"text": RIGHT}, "nothing": {"text": ""},
    "dark": {"dark": True}, "Chinese": {"locale": "zh-CN"}, "a phone": {"width": 390},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Opened, state: str) -> None:
    page = opened(**STATES[state])
    assert violations(page) == []
    if state == "a wrong side":
        page.locator(".field").focus()
        page.keyboard.press("F8")
        assert violations(page) == []
        page.evaluate("() => document.querySelector('.margin').closest('.drawn').remove()")
        page.evaluate("() => document.querySelector('.field').removeAttribute('aria-label')")
        assert violations(page) != []  # planted


# --- sharing, taking away ---


def test_a_link_holds_the_text(opened: Opened) -> None:
    page = opened("# 中文 😀 &?#\n" + WRONG)
    page.locator(".sharelink").click()
    page.wait_for_function("() => location.hash.length > 10")
    link = page.evaluate("() => location.hash")
    assert re.fullmatch(r"#text=[\w-]+", link)
    again = opened(None, link=link)
    assert text_of(again) == "# 中文 😀 &?#\n" + WRONG
    for broken in ("#text=xx%%%", "#text=AAAA", "#kind=exe&text="):
        assert text_of(opened(None, link=broken)).startswith("# Two layers")


def test_what_is_taken_away(opened: Opened, tmp_path: Path) -> None:
    page = opened(RIGHT)
    found = {}
    for form in ("asMarkdown", "asLatex", "asReport", "asTest"):
        page.locator(".labhead-bar .menu summary").click()
        with page.expect_download() as download:
            page.locator(f".labhead-bar .menu [data-id={form}]").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        found[path.name] = path.read_text("utf-8")
    assert found["derivation.md"] == RIGHT
    assert "\\begin{equation*}z = w x + b\\end{equation*}" in found["derivation.tex"]
    assert "derivation-check" in found["derivation.html"]
    scope: dict[str, Any] = {}
    exec(found["test_derivation.py"], scope)
    scope["test_derivation"]()
    assert scope["TEXT"] == RIGHT + "\n"


# --- what must not happen ---

HOSTILE = (
    "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>\n"
    "$L = a^2$, $dL/da = <img src=x onerror=alert(1)>$ and $dL/da = \\href{javascript:alert(1)}{a}$"
    "\n$\\text{<svg onload=alert(1)>}_x = 3 a$, $q_{<b>} = a$, $dL/dq_{<b>} = 2$\n"
    "[a link](javascript:document.title='run') \\label{<script>alert(1)</script>}\n"
)


def test_what_is_pasted_is_text_and_nothing_runs(opened: Opened) -> None:
    page = opened(HOSTILE)
    assert text_of(page) == HOSTILE
    for selector in ("img", "script:not([src])", "a[href]", "[onerror]", "[onload]", "svg image"):
        assert page.locator(f".lab {selector}").count() == 0, selector
    assert page.title() == "Chainrule lab"
    page.locator(".field").focus()
    page.keyboard.press("F8")
    assert page.locator(".labmessage img").count() == 0


def test_the_policy_keeps_a_planted_script_from_running(browser: Any, server: LabServer) -> None:
    """As if the page itself had put markup in: it is not run."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_function("() => globalThis.chainruleLab?.marks")
    page.evaluate(
        "() => { document.body.insertAdjacentHTML('beforeend',"
        " '<img src=x onerror=\"window.run = 1\">'); const one = document.createElement('script');"
        " one.textContent = 'window.run = 2'; document.body.append(one); }"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.run") is None
    context.close()


def test_a_check_that_takes_too_long_is_said_to_be_ended(opened: Opened) -> None:
    with serving() as slow:
        slow.checks.limit = 0.02
        page = opened(None, at=slow, wait=False)
        page.wait_for_function("() => chainruleLab.message")
        assert page.locator(".verdict").inner_text().startswith("This check took over 0.02 s")


@pytest.mark.parametrize("width", [390, 1280, 1440])
def test_the_whole_graph_is_seen_at_first(opened: Opened, width: int) -> None:
    """No node is cut by the edge of the pane."""
    page = opened(width=width)
    if width < 860:
        page.locator(".labtab").nth(2).click()
    cut = """(all) => {
      const pane = document.querySelector(".stage").getBoundingClientRect();
      return all.filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return left < pane.left || right > pane.right || top < pane.top || bottom > pane.bottom;
      }).length; }"""
    page.wait_for_selector(".scene .node")
    page.wait_for_timeout(200)
    assert page.locator(".scene .node").evaluate_all(cut) == 0
    page.evaluate("() => document.querySelector('.zooms button').click()")
    page.evaluate("() => document.querySelector('.zooms button').click()")
    assert page.locator(".scene .node").evaluate_all(cut) > 0  # planted


# --- the file ---


def test_the_file_is_followed_and_written_back(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(WRONG, "utf-8")
    with serving(WatchedFile(path)) as at:
        page = opened(None, at=at)
        assert text_of(page) == WRONG
        page.locator(".equations .mend").click()
        page.wait_for_function(
            "() => document.querySelector('.saved').textContent === 'Saved to notes.md'"
        )
        assert path.read_text("utf-8") == RIGHT
        path.write_text("Another editor. " + RIGHT, "utf-8")
        page.wait_for_function("() => chainruleLab.editor.text.startsWith('Another')")
        settle(page)
        page.wait_for_timeout(600)
        page.evaluate("() => chainruleLab.file.changed = () => {}")  # nothing is saved meanwhile
        typed(page, "mine")
        path.write_text("theirs", "utf-8")
        page.locator(".labask").wait_for(state="visible")
        assert text_of(page).endswith("mine")
        page.locator(".labask [data-id=mine]").click()
        page.wait_for_function("() => document.querySelector('.labask').hidden")
        page.wait_for_timeout(300)
        assert path.read_text("utf-8").endswith("mine")


def test_what_was_typed_last_is_kept_when_the_page_is_left(opened: Opened, tmp_path: Path) -> None:
    """At once, in the file or in the browser."""
    path = tmp_path / "notes.md"
    path.write_text(WRONG, "utf-8")
    with serving(WatchedFile(path)) as at:
        page = opened(None, at=at)
        page.locator(".field").press("Control+End")
        page.keyboard.type("last")
        page.goto("about:blank")
        page.wait_for_timeout(300)
        assert path.read_text("utf-8") == f"{WRONG}last"
    page = opened(WRONG)
    page.locator(".field").press("Control+End")
    page.keyboard.type("last")
    page.reload()
    page.wait_for_function("() => globalThis.chainruleLab?.editor.text")
    assert text_of(page) == f"{WRONG}last"


def test_a_file_that_is_taken_in_is_marked_where_it_is(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "forward.tex").write_text("$L = w^2$\n\n$dL/dw = 3 w$", "utf-8")
    path = tmp_path / "notes.tex"
    path.write_text("\\input{forward}\n\n$dL/dw = 2 w$\n", "utf-8")
    with serving(WatchedFile(path)) as at:
        page = opened(None, at=at)
        assert "".join(marked(page, "wrong")) == "\\input{forward}"
        assert page.locator(".src .margin").all_inner_texts()[:3] == ["✗", "", "✓"]
        links = page.locator(".toline").all_inner_texts()
        assert links == ["forward.tex, line 3", "line 3", "forward.tex, line 1"]
        page.locator(".toline").first.click()
        assert page.evaluate("() => getSelection().toString()") == "\\input{forward}"
