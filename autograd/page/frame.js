/** What one rendering shows, worked out from the state: what is known, lit, chosen, flowing. */

import { edgeNumber, useKey } from "./scene.js";
import { pathsTo } from "./paths.js";
import { pathTarget } from "./pathpanel.js";
import { shown } from "./numbers.js";

const THICKEST = 6;

/** The steps that bring the first contribution to a node: before them there is no total. */
function firstContributions(model) {
  const first = new Map();
  for (const step of model.steps) {
    if (step.pass === "backward" && !first.has(step.input)) first.set(step.input, useKey(step.node, step.slot));
  }
  return first;
}

/** The flow over each edge of the paths to the target, while the panel of paths is open. */
function flowOf(app) {
  const { state, model, kept } = app;
  if (state.panel !== "paths") return null;
  const target = pathTarget(app);
  const now = `${target} ${state.revision}`;
  if (kept.flowFor !== now) {
    kept.flowFor = now;
    kept.flow = pathsTo(model, target).flow;
  }
  return kept.flow;
}

const sumOver = (edge, numbers) =>
  edge.uses.reduce((sum, { node, slot }) => sum + (numbers.get(useKey(node, slot)) ?? 0), 0);

/** The nodes that a search finds. */
function matching(app) {
  const wanted = app.state.query.trim().toLowerCase();
  if (!wanted) return [];
  return app.model.nodes.flatMap(({ label, name, op }, id) =>
    ([label, name.text, op ?? ""].some((text) => text.toLowerCase().includes(wanted)) ? [id] : []));
}

/** The frame of the present state. */
export function frameOf(app) {
  const { state, model, graph, kept } = app;
  kept.first ??= firstContributions(model);
  if (kept.stepsFor !== state.revision) {
    kept.stepsFor = state.revision;
    kept.steps = model.stepsNow();
  }
  const steps = kept.steps;
  const at = model.stateAt(state.step);
  const done = state.step === steps.length;
  const step = state.step ? steps[state.step - 1] : null;
  const found = matching(app);
  const foundKeys = new Set(found);
  const asked = state.quiz && steps[state.step]?.pass === "backward" ? steps[state.step].input : null;
  const overview = done && !state.stepped;
  const current = overview ? null : step;
  const flow = flowOf(app);
  const most = flow ? Math.max(...graph.edges.map((edge) => Math.abs(sumOver(edge, flow))), 1e-300) : 1;
  const flowing = flow && new Set(graph.edges.filter((edge) => edge.uses.some(({ node, slot }) => flow.has(useKey(node, slot)))).flatMap(({ from, to }) => [from, to]));
  const lit = new Set(state.lit.map(({ node, slot }) => useKey(node, slot)));
  const { selected } = state;
  const passed = new Set();
  if (!done) {
    for (const one of steps.slice(0, state.step)) if (one.pass === "backward") passed.add(useKey(one.node, one.slot));
  }
  const holds = (item, id) => item.members.includes(id);

  function lookOf(item) {
    let look = "";
    const chosen = selected && (selected.kind === "node" ? holds(item, selected.id) : selected.kind === "group" && selected.key === item.key);
    if (chosen) look += " chosen";
    if (current?.pass === "forward" && holds(item, current.node)) look += " computing";
    if (current?.pass === "seed" && holds(item, current.node)) look += " receiving";
    if (current?.pass === "backward" && holds(item, current.input)) look += " receiving";
    if (current?.pass === "backward" && holds(item, current.node)) look += " giving";
    if (state.query.trim()) look += item.members.some((id) => foundKeys.has(id)) ? " found" : " dim";
    else if (flowing && !flowing.has(item.key) && !chosen) look += " dim";
    return look;
  }

  function edgeLook(edge) {
    const { uses } = edge;
    const is = (test) => uses.some(({ node, slot }) => test(node, slot));
    const ready = is((node) => at.known[node]);
    let classes = "";
    let text = ready || uses.length > 1 ? shown(uses.length > 1 ? edgeNumber(model, edge) : model.partials[uses[0].node][uses[0].slot]) : "";
    if (uses.length > 1) text = done ? `Σ ${text}` : "";
    let width = 0;
    if (!ready) classes += " unknown";
    if (is((node, slot) => passed.has(useKey(node, slot)))) classes += " passed";
    if (current?.pass === "forward" && is((node) => node === current.node)) classes += " feeding";
    if (current?.pass === "backward" && is((node, slot) => node === current.node && slot === current.slot)) classes += " active";
    if (flow) {
      const amount = sumOver(edge, flow);
      const carries = is((node, slot) => flow.has(useKey(node, slot)));
      classes += carries ? ` flow${amount < 0 ? " negative" : ""}` : " dim";
      if (carries) {
        width = 1 + (THICKEST - 1) * Math.abs(amount) / most;
        text = shown(amount);
      }
    } else if (state.query.trim()) {
      classes += " dim";
    }
    const chosen = selected && (selected.kind === "use" ? is((node, slot) => node === selected.node && slot === selected.slot) : selected.kind === "edge" && selected.key === edge.key);
    if (chosen) classes += " chosen";
    if (lit.size && is((node, slot) => lit.has(useKey(node, slot)))) classes += " lit";
    if (state.hover === edge.key) classes += " lit";
    return { classes, text, width };
  }

  function nodeLabel(item) {
    if (item.kind === "group") return `${item.name.text}, ${app.t("groupOf", { count: item.members.length })}`;
    const { id } = item;
    const value = at.known[id] ? shown(model.value[id]) : app.t("notYet");
    const gradient = at.seen[id] ? shown(at.total[id]) : app.t("notYet");
    return `${item.name.text} = ${value}, ${app.t("gradient")} ${gradient}`;
  }

  return {
    model, steps, at, step, done, found, asked, lookOf, edgeLook, nodeLabel,
    overview, focusKey: app.focusKey(),
    firstOf: (one) => kept.first.get(one.input) === useKey(one.node, one.slot),
  };
}
