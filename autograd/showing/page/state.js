/** The state of the page: all that it shows follows from the model and this. */

import { foldsAt } from "./folds.js";
import { firstLanguage } from "./sentences.js";

const DATA_NAMES = new Set(["x", "y", "t", "X", "Y"]);

/** Leaves that one trains: those named, but for the usual names of inputs and targets. */
function trainedLeaves(model) {
  const named = model.leaves.filter((id) => model.nodes[id].label);
  const isData = (id) => DATA_NAMES.has(model.nodes[id].label.split(/[_^]/)[0]);
  const parameters = named.filter((id) => !isData(id));
  return parameters.length ? parameters : named;
}

/** The state to begin with; `given` is what a link has of it, the rest the author's wishes. */
export function firstState(model, given, { language, lecture }) {
  const level = given.level ?? "foldAuto";
  return {
    // the passes: `stepped` once the reader has moved; before that all numbers are seen at once
    step: 0,
    stepped: "step" in given || Boolean(given.lecture ?? lecture),
    playing: false,
    speed: 1,
    // what is chosen: {kind: "node", id}, {kind: "use", node, slot}, {kind: "edge" or "group", key}
    selected: null,
    lit: [], // uses that light up
    hover: null, // the key of the edge under the pointer
    panel: model.trace.quiz ? "quiz" : "card",
    allTerms: false,
    query: "",
    leafQuery: "",
    // folding: the level, the folded groups, those that were folded before the reader opened
    // some (these have frames), how often they have changed
    level,
    folded: foldsAt(model, level),
    base: foldsAt(model, level),
    folds: 0,
    // numbers: how often the leaves have changed, gradient descent
    revision: 0,
    rate: 0.5,
    losses: [model.value[model.root]],
    trained: new Set(trainedLeaves(model)),
    message: "",
    quiz: null,
    // looks
    theme: null, // the reader's own
    language: firstLanguage(language),
    chosenLanguage: false,
    help: false,
    lecture: Boolean(lecture),
    opensForHall: Boolean(lecture),
    notice: "",
    ...given,
  };
}
