/** Folding: which groups are shown as one, by kind or one by one. */

import { defaultFolds } from "./maths/default-folds.js";
import { groupsAround, groupsOf } from "./maths/groups.js";
import { visible } from "./maths/visible-graph.js";
import { groupWords } from "./sentences.js";

const KINDS = ["sample", "step", "layer", "neuron"];
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

export class Folds {
  constructor(app) {
    this.app = app;
  }

  group(key) {
    return groupsOf(this.app.model).get(key);
  }

  /** The group's name in the reader's language. */
  nameOf(key) {
    return groupName(this.group(key), this.app.state.language);
  }

  /** The keys of the groups around a node, outermost first. */
  around(id) {
    return groupsAround(this.app.model, id);
  }

  levels() {
    return levelsOf(this.app.model);
  }

  /** Works out the visible graph anew. */
  regraph() {
    const { app } = this;
    const { folded, base } = app.state;
    const isFramed = ({ key }) => app.model.trace.blocks || base.has(key);
    app.graph = visible(app.model, folded, isFramed);
    for (const item of app.graph.nodes) {
      const own = this.group(item.key);
      if (!own) continue;
      item.name = this.nameOf(item.key);
      item.parent = own.parent && this.nameOf(own.parent).text;
      item.repeated = this.repeated(own);
    }
    for (const frame of app.graph.frames) frame.name = this.nameOf(frame.key);
    app.graph.names = new Map(app.graph.nodes.map(({ key, name }) => [key, name.text]));
    app.keyOf = new Map(
      app.graph.nodes.flatMap(({ key, members }) => members.map((id) => [id, key])),
    );
  }

  /** "neuron × 8" of a group of parts of one kind; else "". */
  repeated({ key, parts }) {
    if (parts < 2 || isBundle({ key })) return "";
    const inside = [...groupsOf(this.app.model).values()].filter(({ parent }) => parent === key);
    const kinds = new Set(inside.map((part) => this.nameOf(part.key).text.replace(/ \d+$/, "")));
    return kinds.size === 1 ? `${[...kinds][0]} × ${parts}` : "";
  }

  /** Shows the graph with these groups folded, without a choice of the reader. */
  show(folded) {
    Object.assign(this.app.state, { folded, base: folded });
    this.regraph();
  }

  toLevel(level) {
    if (level === MANUAL_LEVEL) return;
    const folded = foldsAt(this.app.model, level);
    this.app.change({ level, folded, base: folded, selected: null });
  }

  /** Folds or unfolds one group; what is selected then is the group, or a node that was in it. */
  toggle(key) {
    const folded = new Set(this.app.state.folded);
    const folding = !folded.delete(key);
    if (folding) folded.add(key);
    const { members } = this.group(key);
    const seen = members.find((id) => this.around(id).every((one) => !folded.has(one)));
    const selected = folding
      ? { kind: "group", key }
      : seen === undefined
        ? null
        : { kind: "node", id: seen };
    const base = new Set([...this.app.state.base, key]); // opened again it has a frame
    this.app.change({ folded, base, level: MANUAL_LEVEL, selected });
    this.app.selection.bringIntoSight(key);
  }

  /** Unfolds the selected group, or folds the innermost group around the selected node. */
  toggleSelected() {
    const { selected } = this.app.state;
    if (selected?.kind === "group") return this.toggle(selected.key);
    const around = selected?.kind === "node" ? this.around(selected.id) : [];
    return around.length ? this.toggle(around[around.length - 1]) : undefined;
  }
}
