/** The controls of the two passes, and the line that says what the present step does. */

import { fill, html, icon, setAttribute, setText } from "./dom.js";
import { derivative, formula, formulaOf, nameOf, numeral, sign } from "./mathml.js";
import { shown } from "./numbers.js";

const SPEEDS = [0.5, 1, 2, 4];

/** What the step that was taken last did, as a sentence. */
export function narration(app) {
  const { model, frame, t } = app;
  const { step, done } = frame;
  const text = (id) => model.nodes[id].name.text;
  if (frame.overview) return t("sayDone");
  if (!step) return t("sayStart");
  const places = { node: text(step.node), root: text(model.root) };
  if (step.pass === "forward") return t("sayForward", { ...places, value: shown(model.value[step.node]) });
  if (step.pass === "seed") return t("saySeed", places);
  const numbers = Object.fromEntries(["upstream", "local", "contribution", "before", "after"].map((name) => [name, shown(step[name])]));
  if (frame.firstOf(step)) numbers.before = t("notYet");
  return t("sayBackward", { ...places, ...numbers, input: text(step.input) }) + (done ? ` ${t("sayDone")}` : "");
}

/** The same as an equation, in pieces that may wrap. */
function equationOf(app) {
  const { model, frame, t } = app;
  const { step } = frame;
  if (frame.overview) return [html("span", { class: "soft" }, t("overview"))];
  if (!step) return [html("span", { class: "soft" }, t("start"))];
  const { node, input } = step;
  if (step.pass === "forward") {
    return [formula([nameOf(model, node), sign("="), formulaOf(model.nodes[node].formula.mathml)]),
      formula([sign("="), numeral(model.value[node])], { class: "result value" })];
  }
  if (step.pass === "seed") return [formula([derivative(model, node, node), sign("=")]), formula(numeral(1), { class: "result gradient" })];
  const part = (name, ...inner) => html("span", { class: `piece ${name}`, title: t(name) }, formula(inner));
  return [
    formula([derivative(model, model.root, input), sign("+="), derivative(model, model.root, node), sign("·"), derivative(model, node, input)]),
    html("span", { class: "nobreak" }, formula(sign("=")), part("upstream", numeral(step.upstream, true)), formula(sign("×")), part("local", numeral(step.local, true))),
    html("span", { class: "nobreak" }, formula(sign("=")), part("contribution", numeral(step.contribution))),
    html("span", { class: "running" }, html("span", { class: "soft" }, t("total")),
      frame.firstOf(step) ? html("span", { class: "gap", role: "img", "aria-label": t("notYet"), title: t("notYet") }) : formula(numeral(step.before)),
      formula(sign("→")), formula(numeral(step.after), { class: "result gradient" })),
  ];
}

/** Returns {element, render}. */
export function makeTransport(app) {
  const buttons = {};
  const tool = (name, action) => (buttons[name] = html("button", { type: "button", class: `tool ${name}`, on: { click: action } }, icon(name)));
  const go = (to) => () => app.goTo(to());
  const tools = html("div", { class: "buttons", role: "group" },
    tool("first", go(() => 0)), tool("back", go(() => app.state.step - 1)),
    tool("play", () => app.play()), tool("forward", go(() => app.state.step + 1)),
    tool("last", go(() => app.model.steps.length)));
  const scrub = html("input", { type: "range", class: "scrub", min: 0, step: 1, on: { input: () => app.goTo(Number(scrub.value)) } });
  const marks = html("div", { class: "marks", "aria-hidden": "true" }, html("span", { class: "value" }), html("span", { class: "gradient" }));
  const counter = html("output", { class: "counter" });
  const speed = html("select", { class: "speed", on: { change: () => app.change({ speed: Number(speed.value) }) } },
    SPEEDS.map((x) => html("option", { value: x }, `${x}×`)));
  const equation = html("div", { class: "stepline" });
  const live = html("p", { class: "narration", "aria-live": "polite" });
  const element = html("section", { class: "transport" },
    html("div", { class: "row" }, tools, html("div", { class: "track" }, scrub, marks), counter, speed), equation, live);
  let shownFor = "";

  function render() {
    const { state, model, t, frame } = app;
    const count = model.steps.length;
    const seed = model.steps.findIndex((step) => step.pass === "seed");
    setAttribute(element, "aria-label", t("steps"));
    for (const [name, button] of Object.entries(buttons)) {
      const key = name === "play" && state.playing ? "pause" : name;
      setAttribute(button, "aria-label", t(key));
      setAttribute(button, "title", t(key));
    }
    if (buttons.play.dataset.shows !== String(state.playing)) {
      fill(buttons.play, icon(state.playing ? "pause" : "play"));
      buttons.play.dataset.shows = state.playing;
    }
    setAttribute(buttons.play, "aria-pressed", String(state.playing));
    for (const [name, off] of [["first", state.step === 0], ["back", state.step === 0], ["forward", state.step === count], ["last", state.step === count]]) {
      setAttribute(buttons[name], "aria-disabled", off ? "true" : null);
    }
    setAttribute(scrub, "max", count);
    setAttribute(scrub, "aria-label", t("scrub"));
    if (Number(scrub.value) !== state.step) scrub.value = state.step;
    element.style.setProperty("--split", `${(100 * Math.max(seed, 0)) / Math.max(count, 1)}%`);
    element.style.setProperty("--at", `${(100 * state.step) / Math.max(count, 1)}%`);
    setText(marks.children[0], t("passForward"));
    setText(marks.children[1], t("passBackward"));
    setText(counter, t("stepOf", { step: state.step, count }));
    setAttribute(speed, "aria-label", t("speed"));
    speed.value = state.speed;
    const now = `${state.step} ${state.revision} ${state.language} ${frame.overview}`;
    if (now === shownFor) return;
    shownFor = now;
    fill(equation, equationOf(app));
    setAttribute(scrub, "aria-valuetext", narration(app));
    setText(live, narration(app));
  }
  return { element, render };
}
