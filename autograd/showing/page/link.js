/** The state in the link: what is needed to find the page again as it was. */

import { MANUAL_LEVEL, LEVELS } from "./folds.js";

const MANY_LEAVES = 200;
const PANELS_IN_LINK = ["paths", "change", "quiz", "table"];

const listed = (keys) => keys.join("|");
const unlisted = (text) => text.split("|").filter(Boolean);

/** The state as the text behind the #. */
export function linkOf({ state, model, formula, graph }) {
  const { step, stepped, lecture, selected, panel, level, folded } = state;
  const { theme, language, chosenLanguage } = state;
  const moved = model.leaves.filter((id) => model.value[id] !== Number(model.nodes[id].value));
  const set = moved.map((id) => `${id}:${model.value[id]}`).join(",");
  const parts = {
    formula: formula?.text ?? null,
    step: stepped ? step : null,
    lecture: lecture === state.opensForHall ? null : Number(lecture),
    node: selected?.kind === "node" ? selected.id : null,
    edge: selected?.kind === "use" ? `${selected.node}/${selected.slot}` : null,
    panel: panel === "card" ? null : panel,
    level: LEVELS.includes(level) ? level : null,
    fold: level === MANUAL_LEVEL ? listed([...folded]) : null,
    frame: level === MANUAL_LEVEL ? listed(graph.frames.map(({ key }) => key)) || null : null,
    set: moved.length <= MANY_LEAVES ? set || null : null,
    lang: chosenLanguage ? language : null,
    theme,
  };
  return new URLSearchParams(Object.entries(parts).filter(([, x]) => x !== null)).toString();
}

/** A whole number below a limit; null for anything else. */
function wholeBelow(limit, text) {
  return /^\d+$/.test(text ?? "") && Number(text) < limit ? Number(text) : null;
}

function selectionFrom(parts, model) {
  const id = wholeBelow(model.nodes.length, parts.get("node"));
  if (id !== null) return { kind: "node", id };
  const [node, slot] = (parts.get("edge") ?? "").split("/").map(Number);
  return slot < model.nodes[node]?.drawn ? { kind: "use", node, slot } : null;
}

function leavesFrom(text, model) {
  const pairs = text.split(",").map((pair) => pair.split(":").map(Number));
  return new Map(pairs.filter(([id, x]) => model.nodes[id]?.op === null && Number.isFinite(x)));
}

/** What a link says: a part of the state, and the leaves' numbers; nonsense is passed over. */
export function fromLink(text, model) {
  const parts = new URLSearchParams(text.replace(/^#/, ""));
  const state = {};
  const put = (key, x) => x !== null && (state[key] = x);
  const oneOf = (key, words) => (words.includes(parts.get(key)) ? parts.get(key) : null);
  put("step", wholeBelow(model.steps.length + 1, parts.get("step")));
  put("selected", selectionFrom(parts, model));
  put("panel", oneOf("panel", PANELS_IN_LINK));
  put("level", oneOf("level", LEVELS));
  put("theme", oneOf("theme", ["light", "dark"]));
  const lecture = oneOf("lecture", ["0", "1"]);
  if (lecture) state.lecture = lecture === "1";
  const language = oneOf("lang", ["en", "zh"]);
  if (language) Object.assign(state, { language, chosenLanguage: true });
  if (parts.has("fold")) {
    const folded = new Set(unlisted(parts.get("fold")));
    const base = new Set([...folded, ...unlisted(parts.get("frame") ?? "")]);
    Object.assign(state, { level: MANUAL_LEVEL, folded, base });
  }
  return { state, leaves: leavesFrom(parts.get("set") ?? "", model) };
}
