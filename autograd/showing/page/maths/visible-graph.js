// A large graph seen as a few groups, and the edges between them summed up.

import { groupsAround, groupsOf, seenAs } from "./groups.js";

/**
 * What is to be seen.  A group shows the value and the gradient of its only output, if it has one
 * (`id`, else null).  Edges between two nodes are one for each slot; from or to a group they are
 * one, with the sum of the contributions.
 * Open groups for which `framed` is true have a frame around them: `frames`, and each node's
 * innermost `frame`.
 * @param {Set<string>} folded @param {(group: object) => boolean} framed
 */
export function visible(model, folded, framed = () => false) {
  const keys = model.nodes.map((_, id) => seenAs(model, folded, id));
  const nodes = new Map();
  keys.forEach((key, id) => {
    if (nodes.has(key)) nodes.get(key).members.push(id);
    else nodes.set(key, { key, members: [id] });
  });
  for (const node of nodes.values()) describe(model, keys, node);
  const edges = new Map();
  model.nodes.forEach(({ inputs, drawn }, node) => {
    inputs.slice(0, drawn).forEach((input, slot) => {
      const [from, to] = [keys[input], keys[node]];
      if (from === to) return;
      const single = nodes.get(from).kind === "node" && nodes.get(to).kind === "node";
      const key = single ? `${from}>${to}/${slot}` : `${from}>${to}`;
      if (!edges.has(key)) edges.set(key, { key, from, to, uses: [], local: null, contribution: 0 });
      const edge = edges.get(key);
      edge.uses.push({ node, slot, at: model.useOf({ node, slot }) });
      edge.local = edge.uses.length === 1 ? model.partials[node][slot] : null;
      edge.contribution += contributionOf(model, node, slot);
    });
  });
  const all = [...nodes.values()];
  const frames = framesOf(model, folded, framed);
  for (const node of all) node.frame = frameAround(model, frames, node);
  return { nodes: all, edges: inOrder([...edges.values()], nodes), frames: [...frames.values()] };
}

/** The frames by their keys, each after the one that it is in. */
function framesOf(model, folded, framed) {
  const open = new Map(); // of each group that is seen and open: the frame that is innermost there
  const frames = new Map();
  for (const group of groupsOf(model).values()) {
    const { key, parent, members, name } = group;
    if (folded.has(key) || (parent !== null && !open.has(parent))) continue;
    const around = parent === null ? null : open.get(parent);
    const isFramed = members.length > 1 && framed(group);
    if (isFramed) frames.set(key, { key, parent: around, name, members });
    open.set(key, isFramed ? key : around);
  }
  return frames;
}

/** The innermost frame around a node or a folded group, null if there is none. */
function frameAround(model, frames, { key, members }) {
  const around = groupsAround(model, members[0]).filter((one) => one !== key && frames.has(one));
  return around[around.length - 1] ?? null;
}

/** A key to sort by: "layer 10" comes after "layer 9". */
const byNumber = (key) => key.replace(/\d+/g, (digits) => digits.padStart(9, "0"));

/** Edges into one node in the order of its slots, but those from groups alone by their names. */
function inOrder(edges, nodes) {
  const into = new Map([...nodes.keys()].map((key) => [key, []]));
  for (const edge of edges) into.get(edge.to).push(edge);
  for (const list of into.values()) {
    if (list.length > 1 && list.every(({ from }) => nodes.get(from).kind === "group")) {
      list.sort((a, b) => (byNumber(a.from) < byNumber(b.from) ? -1 : 1));
    }
  }
  return [...into.values()].flat();
}

function describe(model, keys, node) {
  const group = groupsOf(model).get(node.key);
  const outputs = node.members.filter(
    (id) => id === model.root || usersSeen(model, id).some((user) => keys[user] !== node.key),
  );
  node.kind = group ? "group" : "node";
  node.id = outputs.length === 1 ? outputs[0] : null;
  node.name = group ? group.name : model.nodes[node.members[0]].name;
  node.value = node.id === null ? null : model.value[node.id];
  node.adjoint = node.id === null ? null : model.adjoint[node.id];
}

/** The users to which an edge is drawn. */
function usersSeen(model, id) {
  const drawn = model.users[id].filter(({ node, slot }) => slot < model.nodes[node].drawn);
  return drawn.map(({ node }) => node);
}

function contributionOf(model, node, slot) {
  return model.adjoint[node] === 0 ? 0 : model.adjoint[node] * model.partials[node][slot];
}
