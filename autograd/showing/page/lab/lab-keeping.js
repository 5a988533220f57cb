/** What the browser keeps of the lab between two visits; it may refuse. */

const KEPT_LAB = "chainrule-lab";
const KEPT_EXERCISES = "chainrule-lab-exercises";
const MOST_EXERCISES = 40; // the oldest are forgotten

function storedUnder(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function storeUnder(name, all) {
  try {
    localStorage.setItem(name, JSON.stringify(all));
  } catch {
    // private windows keep nothing
  }
}

/** The text of the last visit, the language, the theme. */
export const keptParts = () => storedUnder(KEPT_LAB);

export const keepParts = (parts) => storeUnder(KEPT_LAB, { ...keptParts(), ...parts });

/** How far exercises are: {id: {text, points, of, at}}, `at` being when, the latest first. */
export const progressKept = {
  all() {
    const found = Object.entries(storedUnder(KEPT_EXERCISES));
    return Object.fromEntries(found.sort(([, a], [, b]) => b.at - a.at).slice(0, MOST_EXERCISES));
  },
  keep(id, { text, points, of }) {
    storeUnder(KEPT_EXERCISES, { ...progressKept.all(), [id]: { text, points, of, at: Date.now() } });
  },
  forget(id) {
    const { [id]: gone, ...others } = progressKept.all();
    storeUnder(KEPT_EXERCISES, others);
  },
};
