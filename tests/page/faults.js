/** What is wrong with a first view: a list of sentences, to be empty. */
() => {
  const faults = [];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const boxOf = (element) => element.getBoundingClientRect();
  const isShown = (element) => boxOf(element).width > 0;
  const apart = (a, b) =>
    a.right <= b.left + 0.5 || b.right <= a.left + 0.5 ||
    a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5;
  const within = (a, b) =>
    a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  /** A line of text is higher than its ink. */
  const ink = ({ left, right, top, bottom, height }) =>
    ({ left: left + 1, right: right - 1, top: top + height / 4, bottom: bottom - height / 4 });
  const pairs = (list) => list.flatMap((one, i) => list.slice(i + 1).map((other) => [one, other]));
  const texts = (element) =>
    all("text", element)
      .filter((text) => text.textContent && isShown(text))
      .map((text) => ({ name: text.textContent, box: boxOf(text) }));

  const stage = boxOf(document.querySelector(".stage"));
  const nodes = all(".scene .node").map((node) => ({
    name: node.getAttribute("aria-label"),
    box: boxOf(node.querySelector(".face:not(.sheet)")),
    texts: texts(node),
  }));
  const isPart = !document.querySelector(".map").hidden;
  const labels = all(".scene .label").flatMap(texts);

  for (const { name, box } of [...nodes, ...labels]) {
    if (isPart && apart(box, stage)) continue; // the map shows where it is
    if (!isPart && !within(box, stage)) faults.push(`${name} is cut off`);
  }
  for (const node of nodes) {
    for (const { name, box } of node.texts) {
      if (!within(box, node.box)) faults.push(`${name} sticks out of ${node.name}`);
    }
    for (const [one, other] of pairs(node.texts)) {
      if (!apart(ink(one.box), ink(other.box))) faults.push(`${one.name} over ${other.name}`);
    }
  }
  const things = [...nodes, ...labels.map(({ name, box }) => ({ name, box: ink(box) }))];
  for (const [one, other] of pairs(things)) {
    if (!apart(one.box, other.box)) faults.push(`${one.name} over ${other.name}`);
  }

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push("the page is wider than its window");
  for (const element of all(".toolbar *, .tabs *, .transport .row *, .guide *")) {
    const { overflow } = getComputedStyle(element);
    if (!isShown(element) || element.closest(".sr")) continue;
    if (boxOf(element).right > clientWidth + 1) faults.push(`${element.className} is out of sight`);
    if (overflow === "hidden" && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`${element.className} is cut off`);
    }
  }
  return faults;
}
