/** What is said of the figure and of the two passes, in English and Chinese. */

export const STEP_WORDS = {
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
  total: ["running total", "累计值"],
  upstream: ["upstream gradient", "上游梯度"],
  local: ["local derivative", "局部导数"],
  contribution: ["contribution", "贡献"],
};
