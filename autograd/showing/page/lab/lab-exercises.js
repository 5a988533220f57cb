/** Exercises with a key: which one is begun, how far those of this browser are. */

import { button, fill, html, setText } from "../dom.js";

const NETWORKS = { "2-2-1": "networkSmall", "2-3-1": "networkUsual", "3-4-2": "networkWide", "2-3-3-1": "networkDeep" };
const SEEDS = 10000;
const LARGEST_SEED = 999999999;
const BLANK_SIDE = /=[ \t]*(\\qquad)/g;

const drawnSeed = () => Math.floor(Math.random() * SEEDS);

/** The place of the first side that is still to be written, in a text from there on; null if none. */
export function blankAfter(text, from = 0) {
  BLANK_SIDE.lastIndex = from;
  const found = BLANK_SIDE.exec(text);
  return found && [BLANK_SIDE.lastIndex - found[1].length, BLANK_SIDE.lastIndex];
}

/** Returns {element, open, again, keep, render}; `element` is the dialog. */
export function makeExercises(lab) {
  const { progress } = lab.host;
  const network = html("select", {}, Object.keys(NETWORKS).map((value) => html("option", { value })));
  const seed = html("input.seed", { type: "number", min: 0, max: LARGEST_SEED, step: 1, required: true });
  const list = html("ul.begun");
  const element = html("dialog.exercises", { on: { click: (event) => event.target === element && element.close() } });
  network.value = "2-3-1";
  seed.value = drawnSeed();

  const idOf = (exercise) => `${exercise.network}/${exercise.seed}`;
  const partsOf = (id) => ({ network: id.split("/")[0], seed: Number(id.split("/")[1]) });

  /** The sheet as it is handed out; "" where it is not to be had, which is said. */
  async function freshSheet(exercise) {
    const request = { network: exercise.network.split("-").map(Number), seed: exercise.seed };
    const asked = lab.checker.ask({ do: "exercise", language: lab.language, ...request });
    const found = await asked.catch((error) => ({ error: error.message }));
    if (!found.text) lab.note(lab.t("failed", { why: found.error ?? "" }));
    return found.text ?? "";
  }

  async function begin(exercise) {
    element.close();
    const text = progress.all()[idOf(exercise)]?.text ?? (await freshSheet(exercise));
    if (!text) return;
    lab.write(text);
    const blank = blankAfter(text);
    if (blank) lab.editor.select(blank);
  }

  /** The same exercise from its beginning; undo takes that back. */
  async function again(exercise) {
    const text = await freshSheet(exercise);
    if (text) lab.editor.replace([0, lab.editor.text.length], text);
  }

  function begunRow([id, { points, of }]) {
    const title = lab.t("drawnBy", partsOf(id));
    const forget = () => {
      progress.forget(id);
      renderBegun();
      (list.querySelector("button") ?? seed).focus();
    };
    return html(
      "li.row",
      html("span.title", title),
      html("meter", { min: 0, max: of, value: points, "aria-label": title }),
      html("span.soft", lab.t("points", { points, of })),
      button("mend", `go-${id}`, () => begin(partsOf(id)), lab.t("goOn"), html("span.sr", ` ${title}`)),
      button("link", `forget-${id}`, forget, lab.t("forget"), html("span.sr", ` ${title}`)),
    );
  }

  function renderBegun() {
    const begun = Object.entries(progress.all());
    const none = html("li.soft", lab.t("noneBegun"));
    fill(list, begun.length ? begun.map(begunRow) : none);
  }

  function render() {
    const { t } = lab;
    for (const option of network.options) setText(option, `${option.value} · ${t(NETWORKS[option.value])}`);
    const another = button("link", "another", () => (seed.value = drawnSeed()), t("anotherSeed"));
    const submit = (event) => {
      event.preventDefault();
      begin({ network: network.value, seed: Number(seed.value) });
    };
    fill(
      element,
      html("h2", { id: "exercises-title" }, t("exercisesTitle")),
      html("p", t("exercisesAbout")),
      html(
        "form.row",
        { on: { submit } },
        html("label", t("network"), network),
        html("label", t("seed"), seed),
        another,
        html("button.primary", t("begin")),
      ),
      html("h3", t("begun")),
      list,
      html("p.row.last", html("span.soft", t("keptHere")), button("primary", "close", () => element.close(), t("close"))),
    );
    element.setAttribute("aria-labelledby", "exercises-title");
    if (element.open) renderBegun();
  }

  return {
    element,
    render,
    again,
    open() {
      renderBegun();
      element.showModal();
      network.focus();
    },
    /** Keeps how far an exercise is, once something is written in it. */
    keep(exercise, text) {
      if (!progress) return;
      const id = idOf(exercise);
      const isBegun = exercise.questions.some(({ state }) => state !== "missing");
      if (isBegun || progress.all()[id]) progress.keep(id, { text, points: Number(exercise.points), of: Number(exercise.of) });
    },
  };
}
