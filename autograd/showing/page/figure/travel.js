/** Numbers that travel: values forward along the edges, a gradient back along one edge. */

import { setAttribute, setText, svg } from "../dom.js";
import { pointAt } from "../layout/curves.js";
import { shown } from "../maths/numbers.js";
import { SANS, textWidth } from "./svg-formula.js";

const TIME = 1000; // milliseconds on the way, at the speed 1
const MEETS = 0.45; // of the way back: where upstream meets the local derivative
const MOST_TRAVELLERS = 12; // values that travel at once
const HEIGHT = 20;
const NUMBER = 40; // pixels that a number beside an edge is wide
const FARTHEST_ALONG = 8; // of the 24 parts of an edge

/** A number in a box that can be put anywhere. */
function makeToken() {
  const box = svg("rect", { height: HEIGHT, y: -HEIGHT / 2, rx: HEIGHT / 2 });
  const text = svg("text", { y: 4, "font-size": 12, "font-family": SANS, "text-anchor": "middle" });
  const element = svg("g.token", box, text);
  const width = () => Number(box.getAttribute("width"));
  return { element, write, move, width };

  function write(x, look) {
    const words = shown(x);
    if (text.textContent === words) return;
    const wide = textWidth(words, `600 12px ${SANS}`) + 16;
    setText(text, words);
    setAttribute(box, "width", wide);
    setAttribute(box, "x", -wide / 2);
    setAttribute(element, "class", `token ${look}`);
  }
  function move([x, y]) {
    setAttribute(element, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }
}

const lookOf = (x) => (x < 0 ? "minus" : "");

/** Draws into `layer`; returns {show}. */
export function makeTravel(layer) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let last = null;
  let request = 0;

  /** Shows the journey of the frame's step; a frame of the same step changes nothing. */
  function show({ current, model, speed }, lines, arranged) {
    if (current === last?.step && arranged === last?.arranged) return;
    last = { step: current, arranged };
    cancelAnimationFrame(request);
    const moves = movesOf(current, model, lines, arranged);
    layer.replaceChildren(...moves.map(({ token }) => token.element));
    if (calm.matches) return moves.forEach((move) => move.end());
    const begin = performance.now();
    const tick = (now) => {
      const t = Math.min(Math.max((now - begin) / (TIME / speed), 0), 1);
      for (const move of moves) move.at(t * t * (3 - 2 * t));
      if (t < 1) request = requestAnimationFrame(tick);
      else moves.forEach((move) => move.end());
    };
    if (moves.length) tick(begin);
    return undefined;
  }

  function movesOf(step, model, lines, arranged) {
    const of = ({ node, slot }) => step?.node === node && (!("slot" in step) || step.slot === slot);
    const found = [...lines.values()].filter(({ edge }) => edge.uses.some(of)).slice(0, MOST_TRAVELLERS);
    const piecesOf = ({ edge }) => arranged.pieces.get(edge.key);
    if (step?.pass === "backward") {
      const others = (line) => [...lines.values()].filter((one) => one !== line && one.clear);
      return found.map((line) => back(step, piecesOf(line), line.place, others(line)));
    }
    if (step?.pass !== "forward") return [];
    return found.map((line) => {
      const { node, slot } = line.edge.uses.find(of);
      return forth(model.value[model.nodes[node].inputs[slot]], piecesOf(line));
    });
  }
  return { show };
}

/** The place across the edge from its label, a little along it where another number stands there. */
function across(pieces, label, width, others) {
  const points = Array.from({ length: 25 }, (_, i) => pointAt(pieces, i / 24));
  const far = points.map(([x, y]) => Math.hypot(x - label.x, y - label.y));
  const nearest = far.indexOf(Math.min(...far));
  const [x, y] = points[nearest];
  const length = Math.hypot(x - label.x, y - label.y) || 1;
  const [nx, ny] = [(x - label.x) / length, (y - label.y) / length];
  const off = (Math.abs(nx) * width + Math.abs(ny) * HEIGHT) / 2 + 3;
  const places = points
    .map(([px, py], i) => ({ at: [px + nx * off, py + ny * off], away: Math.abs(i - nearest) }))
    .sort((a, b) => a.away - b.away);
  const isFree = ([px, py]) =>
    others.every(({ place }) => Math.abs(place.x - px) > (width + NUMBER) / 2 || Math.abs(place.y - py) > HEIGHT);
  return (places.find(({ at, away }) => away <= FARTHEST_ALONG && isFree(at)) ?? places[0]).at;
}

/** Back along an edge: upstream, then the product, which rests across from the local derivative. */
function back({ upstream, contribution }, pieces, label, others) {
  const token = makeToken();
  return {
    token,
    at(t) {
      if (t < MEETS) token.write(upstream, lookOf(upstream));
      else token.write(contribution, lookOf(contribution));
      token.move(pointAt(pieces, 1 - t));
    },
    end() {
      token.write(contribution, lookOf(contribution));
      token.move(across(pieces, label, token.width(), others));
    },
  };
}

/** Forward along an edge: the value, which is gone when it has arrived. */
function forth(value, pieces) {
  const token = makeToken();
  token.write(value, "value");
  return {
    token,
    at: (t) => token.move(pointAt(pieces, t)),
    end: () => token.element.remove(),
  };
}
