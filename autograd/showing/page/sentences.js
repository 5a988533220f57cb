/** Every sentence of the page in English and Chinese; {name} is filled in. */

import { PANEL_WORDS } from "./words/panel-words.js";
import { QUIZ_WORDS } from "./words/quiz-words.js";
import { STEP_WORDS } from "./words/step-words.js";
import { TOOL_WORDS } from "./words/tool-words.js";

export const LANGUAGES = { en: "English", zh: "中文" };

const SENTENCES = { ...STEP_WORDS, ...PANEL_WORDS, ...QUIZ_WORDS, ...TOOL_WORDS };

/** Names of groups, as the trace writes them, in Chinese. */
const GROUP_WORDS = {
  ...{ sample: "样本", layer: "层", neuron: "神经元", inputs: "输入", loss: "损失" },
  ...{ step: "时刻", steps: "时刻", parameters: "参数", part: "部分" },
  ...{ sum: "和", difference: "差", product: "积", quotient: "商" },
};

/** A group's name, "layer 2", in that language. */
export function groupWords(language, text) {
  if (language !== "zh") return text;
  return text.split(" ").map((word) => GROUP_WORDS[word] ?? word).join(" ");
}

/** The sentence of that key in that language ("en" or "zh"), its {places} filled. */
export function sentence(language, key, places = {}) {
  const text = SENTENCES[key][language === "zh" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
}

/** The language to begin with: the reader's own where the page has it. */
export function firstLanguage(wanted) {
  return wanted ?? (navigator.language?.toLowerCase().startsWith("zh") ? "zh" : "en");
}
