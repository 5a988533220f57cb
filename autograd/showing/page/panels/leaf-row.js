/** One leaf: whether it is trained, its slider, its number, its gradient. */

import { button, html, setText } from "../dom.js";
import { formula, nameOf } from "../maths/mathml.js";
import { shown } from "../maths/numbers.js";

const NOTCHES = 50; // from the middle of a slider to its end, by arrow key

/** Returns {element, update}. */
export function leafRow(app, id) {
  const { model, t } = app;
  const name = model.nodes[id].name.text;
  const disabled = !model.live;
  const middle = model.value[id];
  const reach = Math.max(2, 2 * Math.abs(middle));

  const setFrom = ({ target }) => target.value !== "" && app.leaves.set(id, Number(target.value));
  const slider = html("input", {
    type: "range",
    ...{ min: middle - reach, max: middle + reach, step: "any", disabled },
    ...{ "data-id": `slider-${id}`, "aria-label": name },
    on: { input: setFrom, keydown: (event) => moveByKey(event, slider, reach / NOTCHES) },
  });
  const field = html("input", {
    type: "number",
    ...{ step: "any", disabled, "data-id": `field-${id}`, "aria-label": name },
    on: { change: setFrom },
  });
  const label = `${name}: ${t("trained")}`;
  const trained = html("input", {
    type: "checkbox",
    ...{ disabled, "data-id": `trained-${id}`, "aria-label": label, title: t("trained") },
    on: { change: () => app.leaves.train(id, trained.checked) },
  });
  const gradient = html("output.gradient");
  const choose = () => app.change({ selected: { kind: "node", id } });
  const choice = button("term", `leaf-${id}`, choose, formula(nameOf(model, id)));

  function update() {
    const { state, frame } = app;
    const x = model.value[id];
    if (Number(slider.value) !== x) slider.value = x;
    const text = String(Number(x.toPrecision(4)));
    if (document.activeElement !== field && field.value !== text) field.value = text;
    trained.checked = state.trained.has(id);
    setText(gradient, frame.at.seen[id] ? `∂ ${shown(frame.at.total[id])}` : "∂ …");
  }
  return { element: html("div.leafrow", trained, choice, slider, field, gradient), update };
}

/** An arrow key moves a slider by a notch: with step "any" a browser would choose the step. */
export function moveByKey(event, slider, notch) {
  const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  slider.value = Number(slider.value) + way * notch;
  slider.dispatchEvent(new Event("input"));
}
