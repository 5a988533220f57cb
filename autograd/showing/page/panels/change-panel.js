/** Sliders on the leaves, a nudge, and gradient descent: the numbers change, the place is kept. */

import { button, fill, html, setAttribute, setText, svg } from "../dom.js";
import { leafRow } from "./leaf-row.js";
import { nudgeTable } from "./nudge-table.js";
import { shown } from "../maths/numbers.js";
import { pathTarget } from "./paths-panel.js";
import { findNodes } from "../search.js";

const SLIDERS = 24;
const SPARK = { width: 240, height: 48, margin: 4 };

/** Returns {element, render}: built when the list of leaves changes, then only updated. */
export function makeChange(app) {
  const element = html("div.changepanel");
  let builtFor = "";
  let rows = [];
  let parts = {};

  function build() {
    const { model, t } = app;
    const listed = leavesListed(app);
    rows = listed.slice(0, SLIDERS).map((id) => leafRow(app, id));
    parts = {
      message: html("p.message", { role: "status" }),
      ...sparklineParts(),
      loss: html("p.loss", { "aria-live": "polite" }),
      nudge: html("div.nudge"),
    };
    fill(
      element,
      model.live ? null : html("p.message", t("fixed", { name: fixedName(model) })),
      leavesPart(app, listed, rows, parts),
      descentPart(app, parts),
      html("section", html("h3", t("nudgeTitle")), parts.nudge),
    );
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
    const value = shown(model.value[model.root], 6);
    const count = Math.max(state.losses.length - 1, 0);
    setText(parts.loss, t("loss", { root: app.rootName, value, count }));
    setAttribute(parts.line, "points", sparkline(state.losses));
    setAttribute(parts.picture, "hidden", state.losses.length < 2);
    renderNudge(app, parts.nudge);
  }
  return { element, render };
}

/** The leaves that are used, or those of them that the filter finds. */
function leavesListed({ model, state }) {
  const used = model.leaves.filter((id) => model.users[id].length);
  return state.leafQuery.trim() ? findNodes(model, used, state.leafQuery) : used;
}

function fixedName(model) {
  const operations = Object.values(model.trace.operations);
  return operations.find(({ forward, partials }) => !forward || !partials)?.name;
}

/** A button that does nothing where nothing can be recomputed. */
function liveButton(app, look, key, action) {
  const element = button(look, key, action, app.t(key));
  element.disabled = !app.model.live;
  return element;
}

function leavesPart(app, listed, rows, parts) {
  const { model, state, t } = app;
  const filter = html("input", {
    type: "search",
    ...{ "data-id": "filter", "aria-label": t("leavesFilter"), placeholder: t("leavesFilter") },
    ...{ value: state.leafQuery, on: { input: () => app.change({ leafQuery: filter.value }) } },
  });
  const more = listed.length - SLIDERS;
  return html(
    "section",
    html("h3", t("leaves")),
    model.leaves.length > SLIDERS ? filter : null,
    html("div.sliders", ...rows.map((row) => row.element)),
    more > 0 ? html("p.soft", t("leavesMore", { count: more })) : null,
    parts.message,
    liveButton(app, "link", "reset", () => app.leaves.reset()),
  );
}

function descentPart(app, parts) {
  const { state, t } = app;
  const rate = html("input", {
    type: "number",
    ...{ "data-id": "rate", min: 0, step: 0.05, value: state.rate },
    on: { input: () => app.change({ rate: Number(rate.value) }) },
  });
  return html(
    "section",
    html("h3", t("descentTitle")),
    html(
      "div.row",
      html("label", t("rate"), " ", rate),
      liveButton(app, "primary", "descend", () => app.leaves.descend(1)),
      liveButton(app, "link", "descendTen", () => app.leaves.descend(10)),
    ),
    parts.picture,
    parts.loss,
  );
}

/** The picture of the losses, and the line in it. */
function sparklineParts() {
  const { width, height } = SPARK;
  const box = { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" };
  const line = svg("polyline");
  return { line, picture: svg("svg.sparkline", { ...box, "aria-hidden": "true" }, line) };
}

/** The losses as the points of a line. */
function sparkline(losses) {
  const { width, height, margin } = SPARK;
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const step = (width - 2 * margin) / Math.max(losses.length - 1, 1);
  const level = (loss) => (high > low ? (high - loss) / (high - low) : 0.5);
  return losses
    .map((loss, i) => [margin + i * step, margin + (height - 2 * margin) * level(loss)])
    .map((point) => point.map((x) => x.toFixed(1)).join())
    .join(" ");
}

function renderNudge(app, panel) {
  const { state } = app;
  const target = pathTarget(app);
  const now = `${target} ${state.revision} ${state.language}`;
  if (panel.dataset.shows === now) return;
  panel.dataset.shows = now;
  app.keepFocus(panel, () => fill(panel, nudgeTable(app, target)));
}
