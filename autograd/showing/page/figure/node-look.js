/** How each node looks in a frame, and how it is read out. */

import { shown } from "../maths/numbers.js";

/** The keys of the nodes that the flow passes. */
function keysOnFlow({ graph }, { flow }) {
  const carrying = graph.edges.filter(({ uses }) =>
    uses.some(({ at }) => flow.has(at)),
  );
  return new Set(carrying.flatMap(({ from, to }) => [from, to]));
}

/** What the present step makes of nodes: {key: class}. */
function rolesOf({ keyOf }, { current }) {
  if (!current) return new Map();
  const { pass, node, input } = current;
  if (pass === "forward") return new Map([[keyOf.get(node), "computing"]]);
  if (pass === "seed") return new Map([[keyOf.get(node), "receiving"]]);
  return new Map([
    [keyOf.get(node), "giving"],
    [keyOf.get(input), "receiving"],
  ]);
}

/** A function from an item of the visible graph to its classes. */
export function nodeLooks(app, frame) {
  const { selected } = app.state;
  const chosen = selected?.kind === "node" ? app.keyOf.get(selected.id) : selected?.key;
  const roles = rolesOf(app, frame);
  const found = new Set(frame.found.map((id) => app.keyOf.get(id)));
  const onFlow = frame.flow && keysOnFlow(app, frame);

  function emphasis(key) {
    if (frame.searching) return found.has(key) ? "found" : "dim";
    return onFlow && !onFlow.has(key) && key !== chosen ? "dim" : "";
  }
  return ({ key, kind, id }) => {
    const unknown = kind === "node" && !frame.at.known[id] ? "unknown" : "";
    const chosenOne = key === chosen ? "chosen" : "";
    const classes = [unknown, chosenOne, roles.get(key) ?? "", emphasis(key)];
    return classes.filter(Boolean).join(" ");
  };
}

/** What a screen reader says of an item: name, value, gradient. */
export function nodeLabel({ t, frame, model }, { kind, id, name, members }) {
  if (kind === "group") return `${name.text}, ${t("groupOf", { count: members.length })}`;
  const { known, seen, total, arrived } = frame.at;
  const partsOf = { arrived: arrived[id], uses: model.usesOf[id] };
  const value = known[id] ? shown(model.value[id]) : t("notYet");
  const gradient = seen[id] ? shown(total[id]) : t("notYet");
  const partly = seen[id] === 1 ? `, ${t("partly", partsOf)}` : "";
  return `${name.text} = ${value}, ${t("gradient")} ${gradient}${partly}`;
}
