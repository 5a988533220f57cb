/** The epochs that were kept: a slider through them, and playing. */

import { button, fill, html, icon, setAttribute, setText } from "../dom.js";

const EPOCH_PACE = 250; // milliseconds an epoch

/** Returns {element, render}. */
export function makeEpochs(kept, w, choose) {
  const last = kept.length - 1;
  let timer = 0;
  const play = button("tool", "play", () => (timer ? stop() : begin()));
  const slider = html("input.scrub", {
    type: "range",
    min: 0,
    max: last,
    "aria-label": w("epoch"),
    on: { input: () => go(Number(slider.value)) },
  });
  const told = html("output.told");
  const element = html("div.epochs", play, slider, told);

  function stop() {
    clearInterval(timer);
    timer = 0;
    dress();
  }

  function begin() {
    timer = setInterval(() => {
      const at = Number(slider.value) + 1;
      if (at >= last) stop();
      choose(Math.min(at, last));
    }, EPOCH_PACE);
    if (Number(slider.value) === last) choose(0);
    dress();
  }

  function go(at) {
    if (timer) stop();
    choose(at);
  }

  function dress() {
    fill(play, icon(timer ? "pause" : "play"));
    setAttribute(play, "aria-label", w(timer ? "pause" : "play"));
  }

  dress();
  return {
    element,
    render({ at }) {
      slider.value = at;
      const text = at ? w("epochOf", { epoch: kept[at], last: kept[last] }) : w("before");
      setAttribute(slider, "aria-valuetext", text);
      setText(told, text);
    },
  };
}
