/** The graph beside the text: the page of `view`, and what equations are about in it. */

import { fill, html, setText } from "../dom.js";
import { mount } from "../mount.js";

const WHOLE_FROM = 0.38; // the scale: smaller ones open at their beginning
const UNFOLDED = 40; // nodes of the largest graph whose groups are all open at first

/** The uses on the ways from one node down to others: what lights up. */
function waysBetween(model, of, targets) {
  const reached = new Set(targets);
  const uses = [];
  for (let id = 0; id <= of; id++) {
    model.nodes[id].inputs.forEach((input, slot) => {
      if (reached.has(input)) reached.add(id);
    });
  }
  const waiting = [of];
  const seen = new Set(waiting);
  while (waiting.length) {
    const id = waiting.pop();
    if (targets.includes(id)) continue;
    model.nodes[id].inputs.slice(0, model.nodes[id].drawn).forEach((input, slot) => {
      if (!reached.has(input)) return;
      uses.push({ node: id, slot });
      if (!seen.has(input)) {
        seen.add(input);
        waiting.push(input);
      }
    });
  }
  return uses;
}

/** Returns {element, show, follow, retheme}; `picked` is told which node was clicked. */
export function makeGraphPane(lab, picked) {
  const empty = html("p.emptygraph");
  const words = html("p.soft.graphwords");
  const holder = html("div.graphholder");
  const element = html("section.graphpane", empty, holder, words);
  let app = null;
  let shown = "";
  let about = [];
  let isRandom = false;
  let selected = null;
  let followed = null; // the equation whose path was asked for last, maybe before its graph came

  /** Whatever is clicked in the graph, the equations about it are told. */
  function watch() {
    if (!app) return;
    const now = app.state.selected?.kind === "node" ? app.state.selected.id : null;
    if (now === selected) return;
    selected = now;
    if (!watch.silent) followed = null;
    if (now !== null && !watch.silent) {
      const found = about.filter(({ wrt }) => wrt.includes(now)).map(({ equation }) => equation);
      picked(app.model.nodes[now].name.text, found);
    }
  }

  function render() {
    setText(empty, lab.t("noGraph"));
    setText(words, app ? lab.t(isRandom ? "randomNumbers" : "ownNumbers") : "");
    empty.hidden = Boolean(app);
    words.hidden = holder.hidden = !app;
  }

  /** Shows the graph of a check, null where there is none; the same graph stays as it is. */
  function show(graph) {
    about = graph?.about ?? [];
    const now = graph ? JSON.stringify(graph.trace) : "";
    if (now !== shown) {
      shown = now;
      const { panel, step, stepped } = app?.state ?? {};
      app?.unmount();
      app = null;
      selected = null; // nothing is, so that what the new graph tells takes no path back
      if (graph) {
        isRandom = graph.random;
        const place = html("div.graphpage");
        fill(holder, place);
        app = mount(place, graph.trace, { language: lab.language, chosen: watch, whole: WHOLE_FROM });
        if (lab.theme) app.change({ theme: lab.theme });
        if (graph.trace.nodes.length <= UNFOLDED) app.folds.toLevel("foldNone");
        if (panel) app.change({ panel, ...(stepped && step <= app.model.steps.length ? { step, stepped } : {}) });
      } else fill(holder);
      if (followed !== null) follow(followed);
    }
    render();
  }

  /** Shows the derivative that an equation is about as paths, whole, or the node that it defines. */
  function follow(number) {
    const found = about.find(({ equation }) => equation === number);
    followed = number;
    if (!app || !found) return false;
    const { of, wrt } = found;
    watch.silent = true;
    app.change({ panel: of === app.model.root ? "paths" : "card" });
    app.selection.node(wrt[0]);
    const uses = of === null ? [] : waysBetween(app.model, of, wrt);
    app.change({ lit: of === app.model.root ? [] : uses }); // below the root the paths themselves are shown
    const ends = uses.flatMap(({ node, slot }) => [node, app.model.nodes[node].inputs[slot]]);
    app.parts.camera.bring([...wrt.slice(0, 1), ...ends]);
    watch.silent = false;
    return true;
  }

  return {
    element,
    show,
    follow,
    render,
    has: (number) => about.some(({ equation }) => equation === number),
    restyle() {
      app?.change({ language: lab.language, theme: lab.theme });
      render();
    },
  };
}
