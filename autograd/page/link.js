/** The state in the link: what is needed to find the page again as it was. */

/** The state as the text behind the #. */
export function linkOf(app) {
  const { state, model } = app;
  const parts = new URLSearchParams();
  if (state.step !== model.steps.length) parts.set("step", state.step);
  if (state.selected?.kind === "node") parts.set("node", state.selected.id);
  if (state.selected?.kind === "use") parts.set("edge", `${state.selected.node}/${state.selected.slot}`);
  if (state.panel !== "card") parts.set("panel", state.panel);
  if (state.level === "foldOwn") parts.set("fold", [...state.folded].join("|"));
  else if (state.level !== "foldAuto") parts.set("level", state.level);
  const moved = model.leaves.filter((id) => model.value[id] !== Number(model.nodes[id].value));
  if (moved.length && moved.length <= 200) parts.set("set", moved.map((id) => `${id}:${model.value[id]}`).join(","));
  if (state.chosenLanguage) parts.set("lang", state.language);
  if (state.theme) parts.set("theme", state.theme);
  return parts.toString();
}

/** What a link says: a part of the state, and the leaves' numbers; nonsense is passed over. */
export function fromLink(text, model) {
  const parts = new URLSearchParams(text.replace(/^#/, ""));
  const state = {};
  const whole = (key, limit) => {
    const x = parts.get(key);
    return x !== null && /^\d+$/.test(x) && Number(x) < limit ? Number(x) : null;
  };
  const step = whole("step", model.steps.length + 1);
  if (step !== null) state.step = step;
  const node = whole("node", model.nodes.length);
  if (node !== null) state.selected = { kind: "node", id: node };
  const [user, slot] = (parts.get("edge") ?? "").split("/").map(Number);
  if (model.nodes[user]?.drawn > slot) state.selected = { kind: "use", node: user, slot };
  if (["paths", "change", "quiz", "table"].includes(parts.get("panel"))) state.panel = parts.get("panel");
  if (parts.has("fold")) Object.assign(state, { level: "foldOwn", folded: new Set(parts.get("fold").split("|").filter(Boolean)) });
  if (["sample", "layer", "neuron", "foldNone"].includes(parts.get("level"))) state.level = parts.get("level");
  if (["en", "zh"].includes(parts.get("lang"))) Object.assign(state, { language: parts.get("lang"), chosenLanguage: true });
  if (["light", "dark"].includes(parts.get("theme"))) state.theme = parts.get("theme");
  const leaves = (parts.get("set") ?? "").split(",").map((pair) => pair.split(":").map(Number))
    .filter(([id, x]) => model.nodes[id]?.op === null && Number.isFinite(x));
  return { state, leaves: new Map(leaves) };
}
