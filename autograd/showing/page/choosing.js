/** Choosing: a node, an edge, a group, a panel; by pointer, by key, by search. */

import { groupsOf, revealed } from "./fold.js";
import { MANUAL_LEVEL } from "./folding.js";

const FOLLOWING_PANELS = ["paths", "change", "table"]; // they show what is selected in their way

const next = (list, at, way) => list[(at + way + list.length) % list.length];

/** The uses around a node: its inputs, then where it is used. */
function usesAround(model, id) {
  const { inputs, drawn } = model.nodes[id];
  return [...inputs.slice(0, drawn).map((_, slot) => ({ node: id, slot })), ...model.users[id]];
}

/** Gives the app what it needs of choosing. */
export function addChoosing(app) {
  const { model, state } = app;
  const isNode = () => state.selected?.kind === "node";

  const choose = (selected, part = {}) => app.change({ selected, lit: [], ...part });

  /** What must change so that nodes are not hidden in a folded group. */
  function unfolded(ids) {
    const folded = ids.reduce((folds, id) => revealed(model, folds, id), state.folded);
    return folded.size === state.folded.size ? {} : { folded, level: MANUAL_LEVEL };
  }

  function bringIntoSight(key) {
    const box = app.scene.boxOf(key);
    if (box) app.viewport.show(box);
  }

  app.selectNode = (id) => {
    choose({ kind: "node", id }, unfolded([id]));
    bringIntoSight(app.keyOf.get(id));
  };

  app.selectUse = (node, slot) => {
    const both = [node, model.nodes[node].inputs[slot]];
    choose({ kind: "use", node, slot }, { panel: "card", ...unfolded(both) });
  };

  /** Selects what is drawn under a key: a node or a group. */
  app.activate = (key) => {
    const item = app.itemOf(key);
    if (!item) return;
    const panel = FOLLOWING_PANELS.includes(state.panel) ? state.panel : "card";
    if (item.kind === "group") choose({ kind: "group", key }, { panel: "card" });
    else choose({ kind: "node", id: item.id }, { panel });
  };

  const picks = {
    node: app.activate,
    open: (key) => groupsOf(model).has(key) && app.fold(key),
    nothing: () => state.panel === "card" && state.selected && choose(null),
    edge: (key) => {
      const { uses } = app.edgeOf(key);
      if (uses.length === 1) app.selectUse(uses[0].node, uses[0].slot);
      else choose({ kind: "edge", key }, { panel: "card" });
    },
  };

  /** After a click in the figure. */
  app.pick = (kind, key) => picks[kind](key);

  /** When the pointer is over an edge, or leaves it. */
  app.point = (kind, key) => {
    const hover = kind === "edge" ? key : null;
    if (hover !== state.hover) app.change({ hover });
  };

  /** To the next node, or the one before; the focus goes along. */
  app.walk = (way) => {
    const { nodes } = app.graph;
    const here = nodes.findIndex(({ key }) => key === app.focusKey());
    const { key } = next(nodes, state.selected ? here : way > 0 ? -1 : 0, way);
    app.activate(key);
    bringIntoSight(key);
    app.scene.elementOf(key)?.focus();
  };

  /** To the next edge around the node that was selected last, or the one before. */
  app.walkEdge = (way) => {
    const { selected } = state;
    const id = isNode() ? selected.id : (selected?.around ?? model.root);
    const uses = usesAround(model, id);
    if (!uses.length) return;
    const isSelected = ({ node, slot }) => node === selected.node && slot === selected.slot;
    const here = selected?.kind === "use" ? uses.findIndex(isSelected) : way > 0 ? -1 : 0;
    choose({ kind: "use", ...next(uses, here, way), around: id }, { panel: "card" });
  };

  /** To the next node that the search has found, or the one before. */
  app.nextFound = (way) => {
    const { found } = app.frame;
    if (!found.length) return;
    const here = isNode() ? found.indexOf(state.selected.id) : -1;
    app.selectNode(next(found, here, way));
  };

  app.openPanel = (panel) => app.change({ panel, lit: [] });

  app.escape = () => {
    app.stop();
    choose(null, { help: false, query: "" });
  };
}
