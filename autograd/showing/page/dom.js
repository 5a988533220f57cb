/** Elements in one line: html("button.tool", { on: { click: f } }, "text", child). */

const SVG_SPACE = "http://www.w3.org/2000/svg";
const MATH_SPACE = "http://www.w3.org/1998/Math/MathML";

const isAttributes = (given) => given?.constructor === Object;
const present = (children) => children.flat(3).filter((child) => child ?? false);

/** A maker of elements: a tag with classes, attributes if there are any, children. */
function maker(space) {
  return (what, ...rest) => {
    const [tag, ...classes] = what.split(".");
    const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
    if (classes.length) element.setAttribute("class", classes.join(" "));
    const attributes = isAttributes(rest[0]) ? rest.shift() : {};
    for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
    element.append(...present(rest));
    return element;
  };
}

export const html = maker("");
export const svg = maker(SVG_SPACE);
export const math = maker(MATH_SPACE);

/** Sets one attribute; false and null take it away, `on` adds listeners. */
export function setAttribute(element, name, value) {
  if (name === "on") {
    for (const [event, listener] of Object.entries(value))
      element.addEventListener(event, listener);
  } else if (value === false || value === null || value === undefined) {
    element.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Sets the text, but only where it differs: a redraw touches what has changed. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Puts an element of fixed position there in the window, whatever it is fixed to. */
export function placeAt(element, left, top) {
  Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
  const box = element.getBoundingClientRect();
  Object.assign(element.style, { left: `${2 * left - box.left}px`, top: `${2 * top - box.top}px` });
}

/** Puts these children in the place of all that was there. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** The same where most of them are there already: what stays is not laid out anew, and keeps the focus. */
export function refill(element, ...children) {
  const wanted = present(children);
  const staying = new Set(wanted);
  for (const child of [...element.childNodes]) if (!staying.has(child)) child.remove();
  wanted.forEach((child, i) => {
    const there = element.childNodes[i] ?? null;
    if (there !== child) element.insertBefore(child, there);
  });
  return element;
}

/** A button; `id` finds it again after its panel is drawn anew. */
export function button(look, id, action, ...children) {
  const on = { click: action };
  const element = html(`button.${look}`, { type: "button", "data-id": id, on }, ...children);
  if (element.querySelector("math")) element.setAttribute("aria-label", spoken(element));
  return element;
}

/** Maths as it is read aloud: fractions and scripts in a line. */
export function spoken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const parts = [...node.childNodes].map(spoken);
  if (node.localName === "mfrac") return ` ${parts.join(" by ")} `;
  return parts.join(/^m(sub|sup|subsup)$/.test(node.localName) ? " " : "").replace("∂", "d ");
}

const ICONS = {
  first: "M5 5v14M20 12H9M14 7l-5 5 5 5",
  back: "M20 12H5M11 6l-6 6 6 6",
  play: "M7 4.5 19 12 7 19.5z",
  pause: "M8 5v14M16 5v14",
  forward: "M4 12h15M13 6l6 6-6 6",
  last: "M19 5v14M4 12h11M10 7l5 5-5 5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  follow: "M12 3v4M12 17v4M3 12h4M17 12h4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8",
  lecture: "M3 5h18v11H3zM12 16v4M8 20h8",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  open: "M14 4h6v6M20 4l-9 9M10 5H4v15h15v-6",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.1",
  close: "M6 6l12 12M18 6 6 18",
};

/** An icon of 20 px in the colour of the text. */
export function icon(name) {
  return svg(
    "svg",
    { class: name === "play" ? "icon solid" : "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}
