// Groups: the parts of a large graph, one within another.
//
// The groups are those of the trace (layer, then neuron).  A graph that is too large to be seen
// whole and has none is cut into runs of its topological order, and many leaves of the same kind
// with the same users are one bundle.

/** @typedef {{key: string, name: {text: string, mathml: string}, parent: string|null,
 *   depth: number, members: number[], parts: number, loose: number}} Group
 * loose: how many members are in no smaller group */

const READ_AT_ONCE = 24; // nodes that can be read at once: larger graphs have parts
const BRANCHES = 12; // parts of a group that can be seen at once
const BUNDLE = 8; // leaves of one kind that are shown one by one
const LONGEST_PERIOD = 4;
const NUMBERED = "part ";
const SPOKEN = { add: "sum", sub: "difference", mul: "product", div: "quotient" };
export const RUN = "~"; // begins the key of a group that is not in the trace

/** @type {WeakMap<object, {groups: Map<string, Group>, chains: string[][]}>} */
const structures = new WeakMap();

/** All groups by key, each after the group that it is in. @returns {Map<string, Group>} */
export function groupsOf(model) {
  return structureOf(model).groups;
}

/** The keys of the groups that a node is in, outermost first. @returns {string[]} */
export function groupsAround(model, id) {
  return structureOf(model).chains[id];
}

function structureOf(model) {
  let structure = structures.get(model);
  if (!structure) structures.set(model, (structure = built(model)));
  return structure;
}

function built(model) {
  const paths = model.nodes.map(({ group }) => group.map((word) => named(word, words(word))));
  if (model.nodes.length > READ_AT_ONCE) {
    cutIntoRuns(model, paths);
    takeAlong(model, paths);
    bundle(model, paths);
  }
  /** @type {Map<string, Group>} */
  const groups = new Map();
  const chains = paths.map((path, id) => {
    let parent = null;
    return path.map(({ key: word, name }, depth) => {
      const key = parent === null ? word : `${parent}/${word}`;
      if (!groups.has(key)) {
        groups.set(key, { key, name, parent, depth, members: [], parts: 0, loose: 0 });
        if (parent !== null) groups.get(parent).parts += 1;
      }
      groups.get(key).members.push(id);
      if (depth === path.length - 1) groups.get(key).loose += 1;
      return (parent = key);
    });
  });
  return { groups, chains };
}

function named(key, name) {
  return { key, name };
}

function words(text) {
  const tag = [...text].length === 1 ? "mi" : "mtext"; // a letter is a name in maths
  return { text, mathml: `<${tag}>${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</${tag}>` };
}

/** The name of a run: what it does again and again, else its first and last label, else its number. */
function nameOfRun(model, run, number) {
  const does = run.map((id) => model.trace.operations[model.nodes[id].op].name);
  const period = periodOf(does);
  const times = Math.floor(run.length / period);
  if (period && times > 1) {
    const again = does.slice(0, period).map((name) => SPOKEN[name] ?? name).join(" → ");
    return words(`${again} × ${times}${run.length % period ? " …" : ""}`);
  }
  const areNamed = [run[0], run[run.length - 1]].every((id) => model.nodes[id].label);
  return areNamed ? fromTo(model, run) : words(`${NUMBERED}${number}`);
}

/** Whether a part has but a number for a name. */
export const isNumbered = ({ text }) => text.startsWith(NUMBERED);

/** The length after which a list begins again, up to the end; 0 if there is none that is short. */
function periodOf(list) {
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    const again = list.every((word, i) => i < period || word === list[i - period]);
    if (again && list.length > period) return period;
  }
  return 0;
}

/** "w_1 … w_9": the name of what has no name of its own. */
function fromTo(model, ids) {
  const [first, last] = [ids[0], ids[ids.length - 1]].map((id) => model.nodes[id].name);
  return {
    text: `${first.text} … ${last.text}`,
    mathml: `<mrow>${first.mathml}<mo>…</mo>${last.mathml}</mrow>`,
  };
}

/** Cut the computed nodes without a group into runs, and these again: no cycle can arise. */
function cutIntoRuns(model, paths) {
  const loose = paths.map((_, id) => id).filter((id) => !paths[id].length && model.nodes[id].op);
  if (loose.length <= READ_AT_ONCE / 2) return;
  const depth = Math.ceil(Math.log(loose.length) / Math.log(BRANCHES)) - 1;
  const branches = Math.ceil(loose.length ** (1 / (depth + 1)));
  const whole = loose.map((id) => model.nodes[id].op);
  const period = periodOf(whole.slice(0, whole.length - (whole.length % 12))) || 1;
  const shortest = Math.ceil(loose.length / branches ** depth / period) * period;
  const numbers = loose.map(() => "");
  for (let level = 1; level <= depth; level++) {
    const length = shortest * branches ** (depth - level); // runs within runs
    for (let start = 0; start < loose.length; start += length) {
      const run = loose.slice(start, start + length);
      const place = ((start / length) % branches) + 1;
      const number = level === 1 ? `${start / length + 1}` : `${numbers[start]}.${place}`;
      numbers.fill(number, start, start + length);
      const part = named(`${RUN}${run[0]}`, nameOfRun(model, run, number));
      for (const id of run) paths[id].push(part);
    }
  }
}

/** A leaf without a group goes with its users, if they are all in one group. */
function takeAlong(model, paths) {
  for (const leaf of model.leaves) {
    if (paths[leaf].length || !model.users[leaf].length) continue;
    const [first, ...others] = model.users[leaf].map(({ node }) => paths[node]);
    const same = (path) => keyOf(path) === keyOf(first);
    if (others.every(same)) paths[leaf].push(...first);
  }
}

function keyOf(path) {
  return path.map(({ key }) => key).join("/");
}

/** Many leaves of one kind with the same users become a group. */
function bundle(model, paths) {
  /** @type {Map<string, number[]>} */
  const alike = new Map();
  for (const leaf of model.leaves) {
    const users = model.users[leaf].map(({ node }) => node);
    const kind = model.nodes[leaf].label.split("_")[0];
    const key = [keyOf(paths[leaf]), kind, [...new Set(users)].join()].join("|");
    if (!alike.has(key)) alike.set(key, []);
    alike.get(key).push(leaf);
  }
  for (const leaves of alike.values()) {
    if (leaves.length <= BUNDLE) continue;
    const part = named(`${RUN}${leaves[0]}`, fromTo(model, leaves));
    for (const leaf of leaves) paths[leaf].push(part);
  }
}

/** The key of what shows a node: its outermost folded group, or the node itself. */
export function seenAs(model, folded, id) {
  return groupsAround(model, id).find((key) => folded.has(key)) ?? String(id);
}
