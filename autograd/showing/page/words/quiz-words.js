/** What the quiz says, in English and Chinese. */

export const QUIZ_WORDS = {
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
};
