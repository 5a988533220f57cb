// Which groups are folded at first, and which must be opened for a node to be seen.

import { RUN, groupsAround, groupsOf, isNumbered } from "./groups.js";

const SEEN_AT_ONCE = 60; // nodes that can be seen at once
const LIMITS = [60, 44, 32, 24, 18, 13, 9, 6]; // nodes to be seen, from fine to coarse
const SHARED = "parameters"; // of all steps: opened last, for its edges cross the whole picture

/**
 * The groups to fold at first, so that about `limit` nodes are seen: none in a small graph.
 * Groups are opened from the outside in: layers one by one, smaller ones first, and else all of
 * one depth or none.
 * @returns {Set<string>}
 */
export function defaultFolds(model, limit = SEEN_AT_ONCE) {
  const groups = [...groupsOf(model).values()];
  if (model.nodes.length <= limit) return new Set();
  const folded = new Set(groups.map(({ key }) => key));
  const outermost = groups.filter(({ depth }) => depth === 0);
  outermost.sort((a, b) => a.members.length - b.members.length);
  const layers = outermost.filter(({ key }) => !key.startsWith(RUN) && key !== SHARED);
  for (const layer of layers) openIfSeen(model, folded, [layer], limit);
  openIfSeen(model, folded, outermost.filter(({ key }) => key.startsWith(RUN)), limit);
  for (let depth = 1; groups.some((group) => group.depth === depth); depth++) {
    const level = groups.filter((group) => group.depth === depth);
    if (!openIfSeen(model, folded, level, limit)) break;
  }
  if (folded.size === 1) openIfSeen(model, folded, groups.filter(({ key }) => key === SHARED), limit);
  return folded;
}

/** The folds to choose from at first, from fine to coarse. @returns {Set<string>[]} */
export function foldLadder(model) {
  const rungs = LIMITS.map((limit) => defaultFolds(model, limit));
  return rungs.filter((folds, i) => !i || folds.size !== rungs[i - 1].size);
}

/** Whether all parts are runs and some have but a number: it means less than the nodes in it. */
export function meanLittle(model) {
  const groups = [...groupsOf(model).values()];
  return groups.every(({ key }) => key.startsWith(RUN)) && groups.some(({ name }) => isNumbered(name));
}

function openIfSeen(model, folded, groups, limit) {
  const open = groups.filter(({ parent }) => parent === null || !folded.has(parent));
  for (const { key } of open) folded.delete(key);
  if (open.length && seenAtOnce(model, folded) <= limit) return true;
  for (const { key } of open) folded.add(key);
  return false;
}

/** How many nodes and folded groups are seen. */
function seenAtOnce(model, folded) {
  const open = new Set();
  let [seen, grouped] = [0, 0];
  for (const { key, parent, members, loose } of groupsOf(model).values()) {
    if (parent === null) grouped += members.length;
    else if (!open.has(parent)) continue;
    seen += folded.has(key) ? 1 : loose;
    if (!folded.has(key)) open.add(key);
  }
  return seen + model.nodes.length - grouped;
}

/** The folds without those that hide a node. @param {Set<string>} folded @returns {Set<string>} */
export function revealed(model, folded, id) {
  const around = new Set(groupsAround(model, id));
  return new Set([...folded].filter((key) => !around.has(key)));
}
