/** The page of a training: its curves, its data, its gradients, and the graph at each epoch. */

import { fill, html } from "../dom.js";
import { mount } from "../mount.js";
import { numberFrom } from "../maths/numbers.js";
import { firstLanguage } from "../sentences.js";
import { makeEpochs } from "./epochs.js";
import { makeEpochTable } from "./epoch-table.js";
import { makeLineChart } from "./line-chart.js";
import { makePlane } from "./plane.js";
import { makeSampleChooser } from "./samples.js";
import { runWords } from "./words.js";

const numbers = (found) => found.map(numberFrom);
const numbersOf = (rows) =>
  Object.entries(rows).map(([name, found]) => ({ name, ys: numbers(found) }));

/** Shows a training, as Python's `view_training` packs it, in an element. */
export function mountTraining(element, run, options = {}) {
  const language = firstLanguage(options.language);
  const w = (key, places) => runWords(language, key, places);
  const state = { at: run.kept.length - 1, sample: 0 };
  const graph = html("div.graph");
  element.className = "run";
  element.setAttribute("lang", language === "zh" ? "zh-CN" : "en");

  const toEpoch = (epoch) => change({ at: nearestEpoch(run.kept, epoch) });
  const toSample = (sample) => change({ sample });
  const curves = numbersOf(run.curves).map((curve) => ({ ...curve, xs: run.epochs }));
  const losses = curves.filter(({ name }) => name.endsWith("loss"));
  const metrics = curves.filter(({ name }) => !name.endsWith("loss"));
  const sizes = numbersOf(run.gradients).map((curve) => ({ ...curve, xs: run.kept }));
  const epochs = makeEpochs(run.kept, w, (at) => change({ at }));
  const charts = [
    [losses, "lossTitle", "lossAbout"],
    [metrics, "metricsTitle", "lossAbout"],
    [sizes, "gradientsTitle", "gradientsAbout"],
  ]
    .filter(([series]) => series.length)
    .map(([series, name, about]) =>
      makeLineChart({ series, title: w(name), about: w(about), kept: run.kept, w, choose: toEpoch }),
    );
  const plane = run.plane && makePlane(run, w, toSample);
  const chooser = makeSampleChooser(run, w, toSample);
  const table = makeEpochTable(run, curves, sizes, w, toEpoch);
  const kept = w("kept", { kept: run.kept.length, samples: run.samples.length });
  fill(
    element,
    html(
      "header.runhead",
      html("h1", run.title),
      html("p.soft", kept),
      epochs.element,
    ),
    html(
      "main",
      html("div.charts", plane?.element ?? null, ...charts.map((chart) => chart.element)),
      run.trace ? html("h2", w("graph")) : html("p.soft", w("noGraph")),
      run.trace ? chooser.element : null,
      graph,
      table.element,
    ),
  );
  const app = run.trace ? mount(graph, run.trace, { language }) : null;

  /** Puts the numbers of the epoch and of the sample on the leaves of the graph. */
  function setLeaves() {
    const moved = new Map();
    const put = (ids, found) =>
      ids.forEach((id, i) => id !== null && moved.set(id, numberFrom(found[i])));
    put(run.parameters, run.numbers[state.at]);
    put(run.inputs, run.samples[state.sample][0]);
    put(run.targets, run.samples[state.sample][1]);
    const { ok, message } = app.model.setLeaves(moved);
    app.leaves.renumbered([app.leaves.loss], ok ? "" : app.leaves.outside(message));
  }

  function change(part) {
    Object.assign(state, part);
    if (app) setLeaves();
    for (const one of [epochs, ...charts, plane, chooser, table]) one?.render(state);
  }

  const repaint = () => plane?.render(state);
  matchMedia("print").addEventListener("change", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  if (app) followTheme(graph, element, repaint);
  change({});
  return { app, state, change };
}

/** The place of the kept epoch that is nearest. */
function nearestEpoch(kept, epoch) {
  const far = kept.map((one) => Math.abs(one - epoch));
  return far.indexOf(Math.min(...far));
}

/** The whole page is light or dark as the reader chooses for the graph. */
function followTheme(graph, element, repaint) {
  new MutationObserver(() => {
    const { theme } = graph.dataset;
    if (theme) element.dataset.theme = theme;
    repaint();
  }).observe(graph, { attributes: true, attributeFilter: ["data-theme"] });
}
