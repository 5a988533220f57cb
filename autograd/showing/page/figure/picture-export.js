/** The figure as SVG or PNG, the steps as LaTeX. */

import { svg } from "../dom.js";
import { texOfSteps } from "../maths/latex.js";
import { SVG_STYLES } from "./svg-style.js";

const EDGE = 24; // pixels around the figure
const LEGEND = 32; // pixels below it
const LARGEST_PICTURE = 8000; // pixels, of a PNG
const INTERACTIVE = ["tabindex", "role", "data-key", "aria-label"];

/** The figure by itself, as the source of an SVG: its styles in it, and nothing but the picture. */
function figureSource(app) {
  const { scene, stage } = app.parts;
  scene.update(app.frame, true);
  const width = scene.arranged.width + 2 * EDGE;
  const height = scene.arranged.height + 2 * EDGE + LEGEND;
  const world = scene.world.cloneNode(true);
  world.setAttribute("transform", `translate(${EDGE} ${EDGE})`);
  for (const element of world.querySelectorAll(".hit, .halo")) element.remove();
  for (const element of world.querySelectorAll("*")) {
    for (const name of INTERACTIVE) element.removeAttribute(name);
  }
  const look = getComputedStyle(stage);
  const colour = (name) => look.getPropertyValue(name).trim();
  const picture = svg(
    "svg.scene",
    { width, height, viewBox: `0 0 ${width} ${height}` },
    svg(
      "style",
      SVG_STYLES.replace(/var\((--[\w-]+)\)/g, (_, name) => colour(name)),
    ),
    svg("rect", { width: "100%", height: "100%", fill: colour("--paper") }),
    world,
    svg("text.caption", { x: EDGE, y: height - LEGEND / 2 }, app.caption()),
  );
  return new XMLSerializer().serializeToString(picture);
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The figure as a PNG blob at twice its size. */
function asPng(source) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = reject;
    image.onload = () => {
      const canvas = document.createElement("canvas");
      const scale = Math.min(2, LARGEST_PICTURE / Math.max(image.width, image.height));
      canvas.width = image.width * scale;
      canvas.height = image.height * scale;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  });
}

/** Saves the page's graph in a format: "svg", "png" or "tex". */
export async function saveAs(app, format) {
  const title = app.model.trace.title.replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 60);
  const makers = {
    tex: () => new Blob([texOfSteps(app.model)], { type: "text/plain" }),
    svg: () => new Blob([figureSource(app)], { type: "image/svg+xml" }),
    png: () => asPng(figureSource(app)),
  };
  download(await makers[format](), `${title || "graph"}.${format}`);
}
