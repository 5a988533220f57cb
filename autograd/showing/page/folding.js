/** Folding: which groups are shown as one, by kind or one by one. */

import { defaultFolds, groupsAround, groupsOf, visible } from "./fold.js";
import { groupWords } from "./strings.js";

const KINDS = ["sample", "layer", "neuron"];
const BUNDLE_MARK = "~";
export const LEVELS = [...KINDS, "foldNone"];
export const MANUAL_LEVEL = "foldOwn"; // groups folded one by one

const lastWord = (key) => key.split("/").pop();
const isOf =
  (kind) =>
  ({ key }) =>
    lastWord(key).startsWith(`${kind} `);
const isBundle = ({ key }) => lastWord(key).startsWith(BUNDLE_MARK);

/** The groups that are folded at a level: "foldAuto", "foldNone", or a kind of group. */
export function foldsAt(model, level) {
  if (level === "foldAuto") return defaultFolds(model);
  if (!KINDS.includes(level)) return new Set();
  const groups = [...groupsOf(model).values()];
  return new Set(
    groups.filter((group) => isOf(level)(group) || isBundle(group)).map(({ key }) => key),
  );
}

/** The levels that this graph has, from coarse to fine. */
function levelsOf(model) {
  const groups = [...groupsOf(model).values()];
  if (!groups.length) return [];
  return ["foldAuto", ...KINDS.filter((kind) => groups.some(isOf(kind))), "foldNone", MANUAL_LEVEL];
}

/** A group's name in the page's language. */
function groupName({ name }, language) {
  const text = groupWords(language, name.text);
  return text === name.text ? name : { text, mathml: `<mtext>${text}</mtext>` };
}

/** Gives the app what it needs of folding. */
export function addFolding(app) {
  const { model, state } = app;
  const group = (key) => groupsOf(model).get(key);

  app.regraph = () => {
    app.graph = visible(model, state.folded);
    for (const item of app.graph.nodes) {
      const own = group(item.key);
      if (!own) continue;
      item.name = groupName(own, state.language);
      item.parent = own.parent && groupName(group(own.parent), state.language).text;
    }
    app.keyOf = new Map(
      app.graph.nodes.flatMap(({ key, members }) => members.map((id) => [id, key])),
    );
  };
  app.itemOf = (key) => app.graph.nodes.find((item) => item.key === key);
  app.edgeOf = (key) => app.graph.edges.find((edge) => edge.key === key);
  app.groupsAround = (id) => groupsAround(model, id);
  app.groupName = (key) => groupName(group(key), state.language);
  app.foldLevels = () => levelsOf(model);
  app.foldTo = (level) =>
    level !== MANUAL_LEVEL && app.change({ level, folded: foldsAt(model, level), selected: null });

  /** Folds or unfolds one group; what is selected then is the group, or a node that was in it. */
  app.fold = (key) => {
    const folded = new Set(state.folded);
    const folding = !folded.delete(key);
    if (folding) folded.add(key);
    const { members } = group(key);
    const seen = members.find((id) => groupsAround(model, id).every((one) => !folded.has(one)));
    const selected = folding
      ? { kind: "group", key }
      : seen === undefined
        ? null
        : { kind: "node", id: seen };
    app.change({ folded, level: MANUAL_LEVEL, selected });
  };

  app.foldSelected = () => {
    const { selected } = state;
    if (selected?.kind === "group") return app.fold(selected.key);
    const around = selected?.kind === "node" ? groupsAround(model, selected.id) : [];
    return around.length ? app.fold(around[around.length - 1]) : undefined;
  };
}
