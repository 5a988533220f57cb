/** Sliders on the leaves, a nudge, and gradient descent: the numbers change, the place is kept. */

import { fill, html, setAttribute, setText, svg } from "./dom.js";
import { formula, nameOf } from "./mathml.js";
import { shown } from "./numbers.js";
import { nodeChooser, pathTarget } from "./pathpanel.js";

const SLIDERS = 24;
const NUDGES = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6];
const DATA_NAMES = new Set(["x", "y", "t", "X", "Y"]);

/** Leaves that one trains: those named, but for the usual names of inputs and targets. */
export function trainedLeaves(model) {
  const parameters = model.leaves.filter((id) => model.nodes[id].label && !DATA_NAMES.has(model.nodes[id].label.split(/[_^]/)[0]));
  return parameters.length ? parameters : model.leaves.filter((id) => model.nodes[id].label);
}

/** Returns {element, render}: built when the list of leaves changes, then only updated. */
export function makeChange(app) {
  const element = html("div", { class: "changepanel" });
  let builtFor = "";
  let rows = [];
  let parts = {};

  function build() {
    const { model, t, state } = app;
    const wanted = state.leafQuery.toLowerCase();
    const all = model.leaves.filter((id) => model.users[id].length);
    const matching = all.filter((id) => `${model.nodes[id].label} ${model.nodes[id].name.text}`.toLowerCase().includes(wanted));
    rows = matching.slice(0, SLIDERS).map((id) => leafRow(app, id));
    parts = {
      message: html("p", { class: "message", role: "status" }),
      sparkline: svg("svg", { class: "sparkline", viewBox: "0 0 240 48", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("polyline", {})),
      loss: html("p", { class: "loss", "aria-live": "polite" }),
      nudge: html("div", { class: "nudge" }),
    };
    const filter = html("input", { type: "search", "data-id": "filter", value: state.leafQuery, placeholder: t("leavesFilter"), "aria-label": t("leavesFilter"), on: { input: () => app.change({ leafQuery: filter.value }) } });
    const rate = html("input", { type: "number", "data-id": "rate", min: 0, step: 0.05, value: state.rate, on: { input: () => app.change({ rate: Number(rate.value) }) } });
    const tool = (key, action, look = "link") => html("button", { type: "button", class: look, "data-id": key, disabled: !model.live, on: { click: action } }, t(key));
    fill(element,
      model.live ? null : html("p", { class: "message" }, t("fixed", { name: fixedName(model) })),
      html("section", {}, html("h3", {}, t("leaves")),
        all.length > SLIDERS ? filter : null,
        html("div", { class: "sliders" }, rows.map((row) => row.element)),
        matching.length > SLIDERS ? html("p", { class: "soft" }, t("leavesMore", { count: matching.length - SLIDERS })) : null,
        parts.message, tool("reset", () => app.reset())),
      html("section", {}, html("h3", {}, t("descentTitle")),
        html("div", { class: "row" }, html("label", {}, t("rate"), " ", rate), tool("descend", () => app.descend(1), "primary"), tool("descendTen", () => app.descend(10))),
        parts.sparkline, parts.loss),
      html("section", {}, html("h3", {}, t("nudgeTitle")), parts.nudge));
    element.classList.toggle("fixed", !model.live);
  }

  function render() {
    const { state, model, t } = app;
    const wanted = `${state.language} ${state.leafQuery}`;
    if (wanted !== builtFor) {
      builtFor = wanted;
      app.keepFocus(element, build);
    }
    for (const row of rows) row.update();
    setText(parts.message, state.message);
    const root = model.nodes[model.root].name.text;
    setText(parts.loss, t("loss", { root, value: shown(model.value[model.root], 6), count: Math.max(state.losses.length - 1, 0) }));
    drawSparkline(parts.sparkline, state.losses);
    const target = pathTarget(app);
    const now = `${target} ${state.revision} ${state.language}`;
    if (parts.nudge.dataset.shows !== now) {
      parts.nudge.dataset.shows = now;
      app.keepFocus(parts.nudge, () => fill(parts.nudge, nudgeTable(app, target)));
    }
  }
  return { element, render };
}

function fixedName(model) {
  const fixed = Object.values(model.trace.operations).find(({ forward, partials }) => !forward || !partials);
  return fixed ? fixed.name : "";
}

function leafRow(app, id) {
  const { model, t } = app;
  const first = model.value[id];
  const reach = Math.max(2, Math.abs(first) * 2);
  const name = model.nodes[id].name.text;
  const set = (input) => () => input.value !== "" && app.setLeaf(id, Number(input.value));
  const slider = html("input", { type: "range", min: first - reach, max: first + reach, step: "any", "data-id": `slider-${id}`, "aria-label": name,
    on: { input: () => app.setLeaf(id, Number(slider.value)), keydown: (event) => stepped(event, slider, reach) } });
  const field = html("input", { type: "number", step: "any", "data-id": `field-${id}`, "aria-label": name });
  field.addEventListener("change", set(field));
  const trained = html("input", { type: "checkbox", title: t("trained"), "aria-label": `${name}: ${t("trained")}`, "data-id": `trained-${id}` });
  trained.addEventListener("change", () => app.train(id, trained.checked));
  const gradient = html("output", { class: "gradient" });
  const disabled = !model.live;
  for (const input of [slider, field, trained]) setAttribute(input, "disabled", disabled);
  const element = html("div", { class: "leafrow" }, trained,
    html("button", { type: "button", class: "term", "data-id": `leaf-${id}`, on: { click: () => app.change({ selected: { kind: "node", id } }) } }, formula(nameOf(model, id))),
    slider, field, gradient);
  function update() {
    const x = app.model.value[id];
    if (document.activeElement !== slider || Number(slider.value) !== x) slider.value = x;
    const text = String(Number(x.toPrecision(4)));
    if (document.activeElement !== field && field.value !== text) field.value = text;
    trained.checked = app.state.trained.has(id);
    setText(gradient, app.frame.at.seen[id] ? `∂ ${shown(app.frame.at.total[id])}` : "∂ …");
  }
  return { element, update };
}

/** Arrow keys move a slider by a fiftieth of its reach: "any" would leave the step to the browser. */
function stepped(event, slider, reach) {
  const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  slider.value = Number(slider.value) + (way * reach) / 50;
  slider.dispatchEvent(new Event("input"));
}

function nudgeTable(app, target) {
  const { model, t } = app;
  const gradient = model.adjoint[target];
  const choices = model.nodes.length > 400 ? [target] : model.nodes.map((_, id) => id).filter((id) => id !== model.root);
  const rows = model.live ? NUDGES.map((h) => [h, model.nudge(target, h)]) : [];
  return [
    html("p", {}, t("nudgeText", { node: model.nodes[target].name.text }), " ", nodeChooser(app, choices, target, (id) => app.change({ selected: { kind: "node", id } }))),
    html("table", { class: "nudges" },
      html("thead", {}, html("tr", {}, ["h", t("quotient"), t("error")].map((text) => html("th", { scope: "col" }, text)))),
      html("tbody", {},
        rows.map(([h, quotient]) => html("tr", {}, [shown(h), shown(quotient, 6), shown(quotient - gradient, 2)].map((text) => html("td", {}, text)))),
        html("tr", { class: "total" }, html("td", {}, "h → 0"), html("td", { class: "gradient" }, shown(gradient, 6)), html("td", {}, t("gradient"))))),
  ];
}

function drawSparkline(picture, losses) {
  const line = picture.firstElementChild;
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  const points = losses.map((loss, i) => {
    const x = 4 + (232 * i) / Math.max(losses.length - 1, 1);
    const y = high > low ? 44 - (40 * (loss - low)) / (high - low) : 24;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  setAttribute(line, "points", points.join(" "));
}
