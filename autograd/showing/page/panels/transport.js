/** The controls of the two passes: to step, play, scrub; and the line about the present step. */

import { button, fill, html, icon, setAttribute, setText } from "../dom.js";
import { narration, stepEquation } from "./step-equation.js";

const SPEEDS = [0.5, 1, 2, 4];

/** Gives a control its name in the page's language. */
export function nameControl(control, text) {
  setAttribute(control, "aria-label", text);
  setAttribute(control, "title", text);
}

/** Returns {element, render}. */
export function makeTransport(app) {
  const count = app.model.steps.length;
  const seed = app.model.steps.findIndex(({ pass }) => pass === "seed");
  const actions = {
    first: () => app.passes.goTo(0),
    back: () => app.passes.goTo(app.state.step - 1),
    play: () => app.passes.play(),
    forward: () => app.passes.goTo(app.state.step + 1),
    last: () => app.passes.goTo(count),
  };
  const buttons = Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [
      name,
      button(`tool.${name}`, name, action, icon(name)),
    ]),
  );
  const scrub = html("input.scrub", {
    ...{ type: "range", min: 0, max: count, step: 1 },
    on: { input: () => app.passes.goTo(Number(scrub.value)) },
  });
  const marks = [html("span.value"), html("span.gradient")];
  const counter = html("output.counter");
  const speed = html(
    "select.speed",
    { on: { change: () => app.change({ speed: Number(speed.value) }) } },
    ...SPEEDS.map((x) => html("option", { value: x }, `${x}×`)),
  );
  const leave = button("tool.leave", "leave", () => app.toggleLecture(), icon("close"));
  const equation = html("div.stepline");
  const note = html("p.note", { "aria-live": "polite" });
  const live = html("p.narration", { "aria-live": "polite" });
  const element = html(
    "section.transport",
    html(
      "div.row",
      html("div.buttons", { role: "group" }, ...Object.values(buttons)),
      html("div.track", scrub, html("div.marks", { "aria-hidden": "true" }, ...marks)),
      counter,
      speed,
      leave,
    ),
    equation,
    note,
    live,
  );
  element.style.setProperty("--split", `${(100 * seed) / count}%`);
  let shownFor = "";
  let playing = false;

  function renderButtons() {
    const { state, t } = app;
    const atEnd = { first: 0, back: 0, forward: count, last: count };
    for (const [name, control] of Object.entries(buttons)) {
      nameControl(control, t(name === "play" && state.playing ? "pause" : name));
      setAttribute(control, "aria-disabled", state.stepped && state.step === atEnd[name] ? "true" : null);
    }
    if (playing === state.playing) return;
    playing = state.playing;
    fill(buttons.play, icon(playing ? "pause" : "play"));
  }

  function renderNames() {
    const { t } = app;
    setAttribute(element, "aria-label", t("steps"));
    nameControl(scrub, t("scrub"));
    nameControl(speed, t("speed"));
    nameControl(leave, t("leaveLecture"));
    setText(marks[0], t("passForward"));
    setText(marks[1], t("passBackward"));
  }

  function render() {
    const { state, frame, t } = app;
    renderButtons();
    if (Number(scrub.value) !== state.step) scrub.value = state.step;
    speed.value = state.speed;
    leave.hidden = !state.lecture;
    const { step, revision, language, lecture } = state;
    const now = [step, revision, language, lecture, frame.overview].join(" ");
    if (now === shownFor) return;
    shownFor = now;
    renderNames();
    setText(counter, t("stepOf", { step: state.step, count }));
    fill(equation, ...stepEquation(app));
    setText(note, app.note());
    note.hidden = !note.textContent;
    setText(live, narration(app));
    setAttribute(scrub, "aria-valuetext", narration(app));
  }
  return { element, render };
}
