/** Elements made in one line: html("button", {class: "tool", on: {click: f}}, "text", child). */

const SVG_SPACE = "http://www.w3.org/2000/svg";
const MATH_SPACE = "http://www.w3.org/1998/Math/MathML";

function maker(space) {
  return (tag, attributes = {}, ...children) => {
    const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
    return element;
  };
}

export const html = maker("");
export const svg = maker(SVG_SPACE);
export const math = maker(MATH_SPACE);

/** Sets one attribute; false and null take it away, `on` adds listeners. */
export function setAttribute(element, name, value) {
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
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

/** Puts these children in the place of all that was there. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z",
  back: "M16 5 6 12l10 7z",
  play: "M7 4.5 19 12 7 19.5z",
  pause: "M8 5v14M16 5v14",
  forward: "M8 5l10 7-10 7z",
  last: "M18 5v14M5 5l10 7-10 7z",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  link: "M10 14l4-4M8.5 11 6 13.5a3.5 3.5 0 0 0 5 5L13.5 16M15.5 13 18 10.5a3.5 3.5 0 0 0-5-5L10.5 8",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.1",
  close: "M6 6l12 12M18 6 6 18",
};

/** An icon of 20 px in the colour of the text. */
export function icon(name) {
  const solid = ["first", "back", "play", "forward", "last"].includes(name);
  return svg(
    "svg",
    { class: solid ? "icon solid" : "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}
