/** Which sample's graph is shown. */

import { html, setText } from "../dom.js";
import { numberFrom, shown } from "../maths/numbers.js";

const FEW_NUMBERS = 6; // numbers that are told

/** Returns {element, render}; without inputs in the graph there is nothing to choose. */
export function makeSampleChooser(run, w, choose) {
  const count = run.samples.length;
  const field = html("input", {
    type: "number",
    min: 1,
    max: count,
    on: { change: () => choose(Math.min(Math.max(Math.round(Number(field.value)) || 1, 1), count) - 1) },
  });
  const told = html("span.soft");
  const can = run.inputs.length > 0;
  const element = can
    ? html("p.samplerow", html("label", `${w("sample")} `, field, ` ${w("ofSamples", { count })}`), told)
    : html("p.soft", w("oneSample"));
  const list = (found) =>
    found.slice(0, FEW_NUMBERS).map((x) => shown(numberFrom(x))).join(", ") + (found.length > FEW_NUMBERS ? ", …" : "");
  return {
    element,
    render({ sample }) {
      field.value = sample + 1;
      const [x, y] = run.samples[sample];
      setText(told, `x = (${list(x)}), y = ${y.length > 1 ? `(${list(y)})` : list(y)}`);
    },
  };
}
