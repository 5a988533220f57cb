/** The app: the model, the state, what is drawn; one way to change it. */

import { Folds } from "./folds.js";
import { edgeNumber } from "./figure/edge-number.js";
import { Leaves } from "./leaves.js";
import { formulaOf } from "./maths/mathml.js";
import { Passes } from "./passes.js";
import { Selection } from "./selection.js";
import { sentence } from "./sentences.js";
import { firstState } from "./state.js";
import { Copies } from "./taking-away.js";

export class App {
  /** The app of a model; `given` is what a link has of the state, `options` the author's wishes. */
  constructor(model, given, options) {
    this.model = model;
    this.formula = options.formula ?? null;
    this.state = firstState(model, given, options);
    this.rootName = model.nodes[model.root].name.text;
    this.kept = {}; // what is worked out anew only when something has changed
    this.frame = null; // what the present rendering shows
    this.graph = null; // the visible graph
    this.parts = null; // once mounted: {element, stage, scene, viewport, toolbar, render}
    this.passes = new Passes(this);
    this.leaves = new Leaves(this);
    this.selection = new Selection(this);
    this.copies = new Copies(this);
    this.folds = new Folds(this);
    this.folds.regraph();
  }

  /** The sentence of that key in the reader's language; bound, for parts take it out of the app. */
  t = (key, places) => sentence(this.state.language, key, places);

  caption() {
    return `${this.t("caption", { root: this.rootName })} ${this.t("rule")}`;
  }

  itemOf(key) {
    return this.graph.nodes.find((item) => item.key === key);
  }

  edgeOf(key) {
    return this.graph.edges.find((edge) => edge.key === key);
  }

  edgeNumber(edge) {
    return edgeNumber(this.model, edge);
  }

  itemName(key) {
    return formulaOf(this.itemOf(key).name.mathml);
  }

  /** The key of what the Tab key comes to in the figure: what is selected, else the root. */
  focusKey() {
    const { selected } = this.state;
    if (selected?.kind === "group") return selected.key;
    return this.keyOf.get(selected?.kind === "node" ? selected.id : this.model.root);
  }

  /** Changes the state and renders it: the only way to do either. */
  change(part) {
    if ("language" in part) this.state.chosenLanguage = true;
    if ("selected" in part) this.state.allTerms = false;
    Object.assign(this.state, part);
    if ("folded" in part || "language" in part) {
      this.state.folds += 1;
      this.folds.regraph();
    }
    this.parts.render();
  }

  openPanel(panel) {
    this.change({ panel, lit: [] });
  }

  /** Lecture mode: the graph and one formula, for a hall; it begins before the first step. */
  toggleLecture() {
    this.passes.stop();
    this.change({ lecture: !this.state.lecture, stepped: true, help: false });
  }

  /** Leaves what is open: lecture mode, else the help, the search, the selection. */
  leave() {
    if (this.state.lecture && !this.state.help) this.toggleLecture();
    else this.selection.clear();
  }

  /** The teacher's words at the present step; "" where there are none. */
  note() {
    const { notes } = this.model.trace;
    return (this.state.stepped && notes?.[this.state.step]) || "";
  }

  toggleTheme() {
    const { theme } = this.state;
    const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.change({ theme: dark ? "light" : "dark" });
  }

  /** Rebuilds what is in a container; the control that had the focus has it again. */
  keepFocus(container, build) {
    const active = document.activeElement;
    const id = container.contains(active) ? active.dataset.id : null;
    build();
    if (!id) return;
    const controls = [...container.querySelectorAll("[data-id]")];
    controls.find((control) => control.dataset.id === id)?.focus({ preventScroll: true });
  }
}
