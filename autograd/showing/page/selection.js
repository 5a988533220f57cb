/** Choosing: a node, an edge, a group, a panel; by pointer, by key, by search. */

import { revealed } from "./maths/default-folds.js";
import { groupsOf } from "./maths/groups.js";
import { MANUAL_LEVEL } from "./folds.js";

const FOLLOWING_PANELS = ["paths", "change", "table"]; // they show what is selected in their way

const isSame = (a, b) => a.node === b.node && a.slot === b.slot;
const next = (list, at, way) => list[(at + way + list.length) % list.length];

/** The uses around a node: its inputs, then where it is used. */
function usesAround(model, id) {
  const { inputs, drawn } = model.nodes[id];
  return [...inputs.slice(0, drawn).map((_, slot) => ({ node: id, slot })), ...model.users[id]];
}

export class Selection {
  constructor(app) {
    this.app = app;
  }

  choose(selected, part = {}) {
    this.app.change({ selected, lit: [], ...part });
  }

  /** What must change so that nodes are not hidden in a folded group. */
  unfolded(ids) {
    const { model, state } = this.app;
    const folded = ids.reduce((folds, id) => revealed(model, folds, id), state.folded);
    return folded.size === state.folded.size ? {} : { folded, level: MANUAL_LEVEL };
  }

  bringIntoSight(key) {
    const { scene, viewport } = this.app.parts;
    const box = scene.boxOf(key);
    if (box) viewport.show(box);
  }

  node(id) {
    this.choose({ kind: "node", id }, this.unfolded([id]));
    this.bringIntoSight(this.app.keyOf.get(id));
  }

  use(node, slot) {
    const both = [node, this.app.model.nodes[node].inputs[slot]];
    this.choose({ kind: "use", node, slot }, { panel: "card", ...this.unfolded(both) });
  }

  /** Selects what is drawn under a key: a node or a group. */
  item(key) {
    const item = this.app.itemOf(key);
    if (!item) return;
    const { panel } = this.app.state;
    if (item.kind === "group") this.choose({ kind: "group", key }, { panel: "card" });
    else
      this.choose(
        { kind: "node", id: item.id },
        { panel: FOLLOWING_PANELS.includes(panel) ? panel : "card" },
      );
  }

  edge(key) {
    const { uses } = this.app.edgeOf(key);
    if (uses.length === 1) this.use(uses[0].node, uses[0].slot);
    else this.choose({ kind: "edge", key }, { panel: "card" });
  }

  /** After a click in the figure: on a "node", an "edge", "nothing"; "open" after a double click. */
  pick(kind, key) {
    const { app } = this;
    if (kind === "node") this.item(key);
    else if (kind === "edge") this.edge(key);
    else if (kind === "frame") app.folds.toggle(key);
    else if (kind === "open") groupsOf(app.model).has(key) && app.folds.toggle(key);
    else if (app.state.panel === "card" && app.state.selected) this.choose(null);
  }

  /** When the pointer is over an edge, or leaves it. */
  point(kind, key) {
    const hover = kind === "edge" ? key : null;
    if (hover !== this.app.state.hover) this.app.change({ hover });
  }

  /** To the next node, or the one before; the focus goes along. */
  walk(way) {
    const { nodes } = this.app.graph;
    const here = nodes.findIndex(({ key }) => key === this.app.focusKey());
    const { key } = next(nodes, this.app.state.selected ? here : way > 0 ? -1 : 0, way);
    this.item(key);
    this.bringIntoSight(key);
    this.app.parts.scene.elementOf(key)?.focus();
  }

  /** To the next edge around the node that was selected last, or the one before. */
  walkEdge(way) {
    const { model } = this.app;
    const { selected } = this.app.state;
    const id = selected?.kind === "node" ? selected.id : (selected?.around ?? model.root);
    const uses = usesAround(model, id);
    if (!uses.length) return;
    const isSelected = ({ node, slot }) => node === selected.node && slot === selected.slot;
    const here = selected?.kind === "use" ? uses.findIndex(isSelected) : way > 0 ? -1 : 0;
    const use = next(uses, here, way);
    this.choose({ kind: "use", ...use, around: id }, { panel: "card" });
    const drawn = this.app.graph.edges.find((edge) => edge.uses.some((one) => isSame(one, use)));
    if (drawn) this.app.parts.scene.elementOf(drawn.key)?.focus({ preventScroll: true });
  }

  /** To the next node that the search has found, or the one before. */
  nextFound(way) {
    const { found } = this.app.frame;
    const { selected } = this.app.state;
    if (!found.length) return;
    const here = selected?.kind === "node" ? found.indexOf(selected.id) : -1;
    this.node(next(found, here, way));
  }

  clear() {
    this.app.passes.stop();
    this.choose(null, { help: false, query: "" });
  }
}
