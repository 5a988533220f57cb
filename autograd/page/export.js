/** The figure as SVG or PNG, the steps as LaTeX. */

import { texOfSteps } from "./latex.js";
import { SVG_STYLES } from "./looks.js";

const EDGE = 24;

/** The figure by itself: styles written into it, its own size, nothing beyond the picture. */
export function figureSource(scene, stage, caption) {
  const { width, height } = scene.arranged;
  const [wide, high] = [width + 2 * EDGE, height + 2 * EDGE + 32];
  const copy = scene.element.cloneNode(true);
  copy.querySelectorAll(".hit, .halo").forEach((element) => element.remove());
  copy.querySelector(".world").setAttribute("transform", `translate(${EDGE} ${EDGE})`);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["tabindex", "role", "data-key", "aria-label"]) element.removeAttribute(name);
  }
  const look = getComputedStyle(stage);
  const colours = SVG_STYLES.replace(/var\((--[\w-]+)\)/g, (_, name) => look.getPropertyValue(name).trim());
  const written = new XMLSerializer().serializeToString(copy);
  const inner = written.slice(written.indexOf(">") + 1, written.lastIndexOf("</svg>"));
  const escaped = caption.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<svg xmlns="http://www.w3.org/2000/svg" class="scene" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">` +
    `<style>${colours}</style><rect width="100%" height="100%" fill="${look.getPropertyValue("--paper").trim()}"/>${inner}` +
    `<text class="caption" x="${EDGE}" y="${high - 20}">${escaped}</text></svg>`;
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
      const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
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
  const name = (app.model.trace.title || "graph").replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 60) || "graph";
  if (format === "tex") return download(new Blob([texOfSteps(app.model)], { type: "text/plain" }), `${name}.tex`);
  const source = figureSource(app.scene, app.stage, app.caption());
  const blob = format === "svg" ? new Blob([source], { type: "image/svg+xml" }) : await asPng(source);
  return download(blob, `${name}.${format}`);
}
