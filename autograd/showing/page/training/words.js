/** The words of the page of a training, in English and Chinese; {name} is filled in. */

const WORDS = {
  epoch: ["epoch", "轮次"],
  epochOf: ["epoch {epoch} of {last}", "第 {epoch} / {last} 轮"],
  before: ["before the training", "训练之前"],
  start: ["start", "开始"],
  play: ["Play the epochs", "播放各轮"],
  pause: ["Pause", "暂停"],
  kept: ["{kept} epochs are kept, {samples} samples are shown.", "保留 {kept} 轮，显示 {samples} 个样本。"],
  lossTitle: ["Loss", "损失"],
  loss: ["loss", "损失"],
  val_loss: ["validation loss", "验证损失"],
  metricsTitle: ["Metrics", "指标"],
  accuracy: ["accuracy", "准确率"],
  val_accuracy: ["validation accuracy", "验证准确率"],
  mae: ["mean absolute error", "平均绝对误差"],
  val_mae: ["validation mean absolute error", "验证平均绝对误差"],
  lossAbout: ["The mean over each epoch.", "每轮的平均值。"],
  gradientsTitle: ["Size of the gradients", "梯度的大小"],
  gradientsAbout: [
    "By layer: root mean square of ∂L/∂parameter.",
    "各层 ∂L/∂参数 的均方根。",
  ],
  gradientOf: ["gradient of", "梯度："],
  log: ["Logarithmic.", "对数坐标。"],
  plane: ["The data, and what the network says", "数据与网络的判断"],
  planeAbout: [
    "The colour behind a point is the class that the network gives it; the line is the boundary.",
    "背景颜色是网络给出的类别；线是分界。",
  ],
  fieldAbout: ["The colour behind a point is the network's output.", "背景颜色是网络的输出。"],
  pick: ["Click a point to see its graph.", "点击一个点，查看它的计算图。"],
  graph: ["The graph of one sample at this epoch", "此轮中一个样本的计算图"],
  noGraph: ["The graph of a sample is too large to be shown here.", "样本的计算图过大，此处不显示。"],
  sample: ["sample", "样本"],
  ofSamples: ["of {count}:", "/ {count}："],
  oneSample: [
    "The first sample: this network's graph depends on the numbers, so that it stands for no other.",
    "第一个样本：该网络的图依赖于数值，不能代表其他样本。",
  ],
  table: ["The epochs as a table", "各轮数据表"],
};

/** The words of that key; a key that has none stands for itself. */
export function runWords(language, key, places = {}) {
  const text = WORDS[key]?.[language === "zh" ? 1 : 0] ?? key.replace(/_/g, " ");
  return text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}
