/** Every sentence of the page in English and Chinese; {name} is filled in. */

export const LANGUAGES = { en: "English", zh: "中文" };

const SENTENCES = {
  // the first view
  caption: [
    "In each node its value and ∂ = ∂{root}/∂node; on each edge the local derivative.",
    "每个节点：数值，以及 ∂ = ∂{root}/∂节点；每条边：局部导数。",
  ],
  captionSums: ["Σ: several edges, what they contribute together.", "Σ：多条边的贡献之和。"],
  captionPaths: [
    "On each edge the sum of the paths from {root} to {node} that pass over it; on the others nothing flows.",
    "每条边：从 {root} 到 {node} 并经过它的各路径之和；其余的边上没有流量。",
  ],
  signPlus: ["positive", "正"],
  signMinus: ["negative: the thicker, the larger.", "负：线越粗，量越大。"],
  rule: ["Multiply along a path, add across paths.", "沿路径相乘，各路径相加。"],
  figure: [
    "Graph of {root}: {nodes} nodes, {edges} edges. Data flows {way}.",
    "{root} 的计算图：{nodes} 个节点，{edges} 条边；数据{way}流动。",
  ],
  wayRight: ["to the right", "向右"],
  wayDown: ["downward", "向下"],
  skip: ["Skip to the steps", "跳到步骤控制"],
  // stepping
  steps: ["Steps", "步骤"],
  first: ["First step", "最前"],
  back: ["One step back", "后退一步"],
  play: ["Play", "播放"],
  pause: ["Pause", "暂停"],
  forward: ["One step forward", "前进一步"],
  last: ["Last step", "最后"],
  scrub: ["Place in the pass", "进度"],
  speed: ["Speed", "速度"],
  passForward: ["Forward pass", "前向传播"],
  passBackward: ["Backward pass", "反向传播"],
  stepOf: ["{step} / {count}", "{step} / {count}"],
  notYet: ["not computed yet", "尚未计算"],
  partly: ["{arrived} of {uses} arrived", "已到 {arrived} / {uses}"],
  partlyShort: ["{arrived} of {uses}", "{arrived}/{uses}"],
  inside: ["inside: {node}", "内部：{node}"],
  sayStart: ["Before the first step: only the leaves have values.", "开始之前：只有叶节点有数值。"],
  sayForward: ["Forward: {node} = {value}.", "前向：{node} = {value}。"],
  saySeed: [
    "The backward pass begins: d{root}/d{root} = 1.",
    "反向传播开始：d{root}/d{root} = 1。",
  ],
  sayBackward: [
    "Backward: the gradient of {input} receives {upstream} × {local} = {contribution} from {node}; it was {before}, now it is {after}.",
    "反向：{input} 的梯度从 {node} 得到 {upstream} × {local} = {contribution}；由 {before} 变为 {after}。",
  ],
  sayFirst: [
    "Backward: the gradient of {input} receives {upstream} × {local} = {contribution} from {node}, its first contribution.",
    "反向：{input} 的梯度从 {node} 得到第一项贡献 {upstream} × {local} = {contribution}。",
  ],
  sayPartly: ["{arrived} of {uses} contributions have arrived.", "{uses} 项贡献中已到 {arrived} 项。"],
  sayDone: ["All done: every gradient is complete.", "完成：所有梯度都已求出。"],
  overview: [
    "The whole picture. Step forward (→) to see how each number comes about.",
    "全貌。按 → 前进，逐步看每个数如何得来。",
  ],
  sayOverview: [
    "First every value is computed, from the leaves to {root}; then every gradient, from {root} back.",
    "先从叶节点到 {root} 计算所有数值，再从 {root} 反向计算所有梯度。",
  ],
  start: [
    "The leaves are given. Step forward to compute the first node.",
    "叶节点已给定。前进一步，计算第一个节点。",
  ],
  total: ["running total", "累计"],
  upstream: ["upstream", "上游梯度"],
  local: ["local", "局部导数"],
  contribution: ["contribution", "贡献"],
  // panels
  panels: ["Panels", "面板"],
  card: ["Node", "节点"],
  paths: ["Paths", "路径"],
  change: ["Change", "调节"],
  quiz: ["Quiz", "测验"],
  table: ["Table", "表格"],
  guideTitle: ["How to read this", "如何阅读"],
  guideChain: [
    "A gradient is a sum over the uses of a node: upstream times local, one term for each edge that leaves it.",
    "节点的梯度是对它每次使用求和：每条离开它的边贡献一项，上游梯度 × 局部导数。",
  ],
  guideClick: [
    "Click a node for its sum, an edge for its product. Step through both passes below.",
    "点击节点查看它的求和式，点击边查看乘积。用下方按钮逐步观看前向与反向。",
  ],
  guideKeys: ["Every control has a key: press ? for the list.", "所有操作都有快捷键：按 ? 查看。"],
  example: ["For example", "例如"],
  localPicks: ["1 where {x} is the {picks}, else 0", "{x} {picks}时为 1，否则为 0"],
  largest: ["largest", "最大"],
  smallest: ["smallest", "最小"],
  value: ["value", "数值"],
  gradient: ["gradient", "梯度"],
  operation: ["operation", "运算"],
  leaf: ["leaf", "叶节点"],
  root: ["root", "根节点"],
  equation: ["equation {number}", "公式 {number}"],
  usesNone: ["The root: its derivative by itself is 1.", "根节点：对自身的导数为 1。"],
  usesDead: ["{root} does not depend on it.", "{root} 与它无关。"],
  usesMore: ["{count} more terms", "还有 {count} 项"],
  usesLess: ["fewer terms", "收起"],
  inputsTitle: ["Local derivatives", "局部导数"],
  tangentTitle: ["The slope of the tangent is the local derivative", "切线的斜率就是局部导数"],
  contourTitle: ["Contours; the arrow holds both local derivatives", "等高线；箭头的两个分量就是局部导数"],
  pictureSpoken: [
    "At {at}: {node} = {value}, local derivative {slopes}",
    "在 {at} 处：{node} = {value}，局部导数 {slopes}",
  ],
  sumTitle: ["Gradient: the sum over its uses", "梯度：对每次使用求和"],
  edgeTitle: ["From {from} to {to}", "从 {from} 到 {to}"],
  edgeSpoken: [
    "edge from {from} to {to}, local derivative {local}, upstream {upstream}",
    "从 {from} 到 {to} 的边，局部导数 {local}，上游梯度 {upstream}",
  ],
  edgeSpokenSum: [
    "edge from {from} to {to}, {count} uses, contribution {x}",
    "从 {from} 到 {to} 的边，{count} 次使用，贡献 {x}",
  ],
  edgeProduct: ["upstream × local", "上游 × 局部"],
  edgeSummed: ["{count} edges, summed", "{count} 条边之和"],
  copyLatex: ["Copy as LaTeX", "复制 LaTeX"],
  copied: ["Copied.", "已复制。"],
  copyFailed: [
    "The browser does not allow copying: select the text and copy it.",
    "浏览器不允许复制，请手动选择。",
  ],
  showPaths: ["Show its paths", "查看路径"],
  nudgeIt: ["Nudge it", "扰动它"],
  foldIt: ["Fold {group}", "折叠 {group}"],
  unfoldIt: ["Unfold {group}", "展开 {group}"],
  groupOf: ["{count} nodes", "{count} 个节点"],
  close: ["Close", "关闭"],
  // paths
  pathsOf: ["From {root} down to", "从 {root} 到"],
  pathsCount: ["{count} paths", "{count} 条路径"],
  pathsOne: ["1 path", "1 条路径"],
  pathsNone: ["No path: {root} does not depend on it.", "没有路径：{root} 与它无关。"],
  pathsSum: ["Sum over all paths", "所有路径之和"],
  pathsMore: [
    "The {count} longest contributions of a list that goes on; sum and flow are exact.",
    "只列出前 {count} 条；总和与流量是精确的。",
  ],
  pathsFlow: [
    "In the figure each edge shows how much of this sum flows through it.",
    "图中每条边标出流经它的量。",
  ],
  // change
  leaves: ["Leaves", "叶节点"],
  leavesFilter: ["Filter the leaves", "筛选叶节点"],
  leavesMore: ["{count} more: filter by name", "还有 {count} 个：按名称筛选"],
  trained: ["trained", "参与训练"],
  reset: ["Reset", "还原"],
  nudgeTitle: ["Nudge", "扰动"],
  nudgeText: [
    "Move {node} by h and see the quotient approach its gradient.",
    "把 {node} 移动 h，看差商趋近它的梯度。",
  ],
  quotient: ["difference quotient", "差商"],
  error: ["difference", "误差"],
  descentTitle: ["Gradient descent", "梯度下降"],
  rate: ["learning rate", "学习率"],
  descend: ["Take one step", "走一步"],
  descendTen: ["Ten steps", "走十步"],
  loss: ["{root} = {value} after {count} steps", "走 {count} 步后 {root} = {value}"],
  fixed: [
    "This graph holds an operation that cannot be recomputed here ({name}), so it cannot be changed on the page.",
    "图中有无法在此重新计算的运算（{name}），因此不能在页面上调节。",
  ],
  outside: ["Not possible there: {message}", "此处无定义：{message}"],
  // quiz
  quizIntro: [
    "The gradients are hidden. For each contribution, give a number or a formula.",
    "梯度已隐藏。请写出每一项贡献：数字或公式。",
  ],
  quizStart: ["Start the quiz", "开始测验"],
  quizStop: ["End the quiz", "结束测验"],
  quizAsk: [
    "What does {node} contribute to the gradient of {input}?",
    "{node} 对 {input} 的梯度贡献多少？",
  ],
  quizAskSum: [
    "What is the whole gradient of {input}, over all its uses?",
    "{input} 的完整梯度（对所有使用求和）是多少？",
  ],
  quizAnswer: ["Your answer", "你的答案"],
  quizCheck: ["Check", "检查"],
  quizShow: ["Show me", "显示答案"],
  quizNext: ["Next", "下一题"],
  quizScore: ["{right} of {asked} right", "答对 {right} / {asked}"],
  quizDone: ["That was the last contribution.", "已经是最后一项。"],
  quizRight: ["Right.", "正确。"],
  quizUnreadable: ["I cannot read this from “{found}” on.", "从“{found}”起无法读懂。"],
  quizUnknownName: ["There is no “{found}” in this graph.", "图中没有“{found}”。"],
  quizCircular: [
    "That is what is asked for: write it with the numbers or the other names.",
    "这正是所求：请用数字或其他名称表示。",
  ],
  quizCoarse: ["As far as it goes, yes: give one more digit.", "方向正确，请再多写一位数字。"],
  quizChance: [
    "Right at these numbers, but only by chance: not as a formula.",
    "在这组数值下碰巧相等，公式并不成立。",
  ],
  quizNear: ["Near, but not the same: {answer}.", "接近，但不相等：{answer}。"],
  quizUnexplained: [
    "Not this: {answer}. Multiply upstream by local.",
    "不对：{answer}。请用上游梯度乘以局部导数。",
  ],
  quizWrongSign: ["The sign is wrong.", "符号错了。"],
  quizForgotUpstream: [
    "That is the local derivative alone: multiply by the upstream gradient, {upstream}.",
    "这只是局部导数：还要乘以上游梯度 {upstream}。",
  ],
  quizForgotLocal: [
    "That is the upstream gradient alone: multiply by the local derivative, {local}.",
    "这只是上游梯度：还要乘以局部导数 {local}。",
  ],
  quizOnlyOneUse: [
    "That is the contribution of one use alone: add up all of them.",
    "这只是其中一次使用的贡献：要把所有使用相加。",
  ],
  quizAllUses: [
    "That is the whole gradient: only this one use is asked for.",
    "这是整个梯度：这里只问这一次使用。",
  ],
  quizRunningTotal: [
    "That is the running total: only this one contribution is asked for.",
    "这是累计值：这里只问这一项贡献。",
  ],
  quizUpsideDown: [
    "A factor is upside down: the chain rule multiplies.",
    "有一个因子写成了倒数：链式法则是相乘。",
  ],
  quizAdded: ["Along a path one multiplies: these were added.", "沿路径应相乘，而不是相加。"],
  quizValueForDerivative: [
    "That takes a node's value for a derivative.",
    "把节点的数值当成了导数。",
  ],
  quizOtherInput: [
    "That is what another input receives: {name}.",
    "这是另一个输入 {name} 得到的贡献。",
  ],
  quizOtherUse: [
    "That is the contribution of another use of the node.",
    "这是该节点另一次使用的贡献。",
  ],
  quizOtherGradient: [
    "That is the gradient of another node: {name}.",
    "这是另一个节点 {name} 的梯度。",
  ],
  quizFactor: ["Off by a factor of {factor}.", "相差 {factor} 倍。"],
  quizTwice: ["A factor has been taken twice.", "有一个因子乘了两次。"],
  // table
  tableStep: ["step", "步骤"],
  tableNode: ["node", "节点"],
  tableFormula: ["formula", "公式"],
  tableEdges: ["Contributions", "各项贡献"],
  tableNodes: ["Nodes", "节点"],
  tableInto: ["into", "流入"],
  tableFrom: ["from", "来自"],
  tableMore: ["The first {shown} of {count} rows.", "显示前 {shown} 行，共 {count} 行。"],
  // tools
  search: ["Find a node", "查找节点"],
  found: ["{count} found", "找到 {count} 个"],
  fold: ["Show", "显示"],
  sample: ["samples", "样本"],
  step: ["time steps", "时间步"],
  layer: ["layers", "层"],
  neuron: ["neurons", "神经元"],
  foldNone: ["operations", "运算"],
  foldOwn: ["own choice", "自选"],
  foldAuto: ["what fits", "自动"],
  language: ["Language", "语言"],
  theme: ["Light or dark", "浅色 / 深色"],
  save: ["Export", "导出"],
  saveSvg: ["Picture as SVG", "SVG 图片"],
  savePng: ["Picture as PNG", "PNG 图片"],
  saveLatex: ["Steps as LaTeX", "步骤（LaTeX）"],
  saveLink: ["Copy a link to this state", "复制当前状态的链接"],
  zoomIn: ["Zoom in", "放大"],
  zoomOut: ["Zoom out", "缩小"],
  openAlone: ["Open in a window of its own", "在新窗口打开"],
  zoomFit: ["Fit", "适合窗口"],
  follow: ["Follow the steps", "跟随步骤"],
  help: ["Keys", "快捷键"],
  keyStep: ["one step back, one forward", "后退 / 前进一步"],
  keyEnds: ["first, last step", "最前 / 最后"],
  keyPlay: ["play, pause", "播放 / 暂停"],
  keyWalk: ["next, previous node", "下一个 / 上一个节点"],
  keyEdge: ["next, previous edge of the node", "节点的下一条 / 上一条边"],
  keyFold: ["fold or unfold", "折叠 / 展开"],
  keyZoom: ["zoom in, out, fit", "放大、缩小、适合窗口"],
  keySearch: ["find", "查找"],
  keyPanels: ["the panels", "各面板"],
  keyLook: ["light or dark, language", "深浅色、语言"],
  lecture: ["Lecture mode", "讲课模式"],
  leaveLecture: ["Leave lecture mode", "退出讲课模式"],
  keyLecture: ["lecture mode: the graph and one formula", "讲课模式：图与一个公式"],
  keyClose: ["close, select nothing", "关闭、取消选择"],
  keyCopy: ["copy as LaTeX", "复制 LaTeX"],
  keyHelp: ["these keys", "本列表"],
  wheel: ["Wheel with Ctrl zooms; drag to move.", "按住 Ctrl 滚动滚轮缩放；拖动平移。"],
};

/** Names of groups, as the trace writes them, in Chinese. */
const GROUP_WORDS = {
  ...{ sample: "样本", layer: "层", neuron: "神经元", inputs: "输入", loss: "损失" },
  ...{ step: "时间步", steps: "时间步", parameters: "参数" },
};

/** A group's name, "layer 2", in that language. */
export function groupWords(language, text) {
  const [kind, ...rest] = text.split(" ");
  return language === "zh" && kind in GROUP_WORDS ? [GROUP_WORDS[kind], ...rest].join(" ") : text;
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
