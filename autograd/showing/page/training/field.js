/** What the network says at the points of a grid, painted: classes, or one quantity. */

const FIELD_LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-";
const LEVEL_OF = new Map([...FIELD_LEVELS].map((character, level) => [character, level]));
const PIXELS = 360;
const [FAINT, FULL] = [0.1, 0.45]; // how much of a class's colour is on the paper

/** A packed field as its channels of numbers. */
export function readField({ low, step, channels }) {
  return channels.map((text) =>
    Float64Array.from(text, (character) => low + step * LEVEL_OF.get(character)),
  );
}

/** The places of the grid between which each pixel is: {from, share}. */
function placesIn(side) {
  return Array.from({ length: PIXELS }, (_, pixel) => {
    const at = (pixel / (PIXELS - 1)) * (side - 1);
    const from = Math.min(Math.floor(at), side - 2);
    return { from, share: at - from };
  });
}

/** A channel at every pixel, in between straight; the first row is the highest. */
function smooth(channel, side) {
  const places = placesIn(side);
  const found = new Float64Array(PIXELS * PIXELS);
  places.forEach((row, y) => {
    const line = (PIXELS - 1 - y) * PIXELS;
    places.forEach((column, x) => {
      const at = row.from * side + column.from;
      const below = channel[at] + column.share * (channel[at + 1] - channel[at]);
      const above = channel[at + side] + column.share * (channel[at + side + 1] - channel[at + side]);
      found[line + x] = below + row.share * (above - below);
    });
  });
  return found;
}

/** The class at each pixel, and how sure the network is of it: from 0, not at all, to 1. */
function classesOf(channels) {
  const count = channels.length;
  const kinds = new Uint8Array(PIXELS * PIXELS);
  const sure = new Float64Array(PIXELS * PIXELS);
  for (let i = 0; i < kinds.length; i++) {
    if (count === 1) {
      kinds[i] = Number(channels[0][i] > 0);
      sure[i] = Math.tanh(Math.abs(channels[0][i]) / 2);
      continue;
    }
    let best = 0;
    for (let k = 1; k < count; k++) if (channels[k][i] > channels[best][i]) best = k;
    kinds[i] = best;
    sure[i] = Math.max(0, (Math.exp(channels[best][i]) * count - 1) / (count - 1));
  }
  return { kinds, sure };
}

const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
const mixed = (a, b, share) => a.map((x, i) => x + share * (b[i] - x));

/**
 * The field as the address of a picture.  `colours` are those of the paper, of the ink, then of
 * the classes, as #rrggbb; with a range the field is a quantity, from the first class's colour at
 * its low end over the paper's to the second's.
 */
export function paintField(field, side, colours, range) {
  const [paper, ink, ...marks] = colours.map(rgb);
  const channels = field.map((channel) => smooth(channel, side));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PIXELS;
  const context = canvas.getContext("2d");
  const picture = context.createImageData(PIXELS, PIXELS);
  const put = (i, colour) => picture.data.set([...colour, 255], 4 * i);
  if (range) paintAmounts(channels[0], range, paper, marks, put);
  else paintClasses(classesOf(channels), paper, ink, marks, put);
  context.putImageData(picture, 0, 0);
  return canvas.toDataURL();
}

/** Each class in its colour, the surer the fuller, with a line where two meet. */
function paintClasses({ kinds, sure }, paper, ink, marks, put) {
  const line = mixed(paper, ink, 0.8);
  kinds.forEach((kind, i) => {
    const right = (i + 1) % PIXELS ? kinds[i + 1] : kind;
    const below = kinds[i + PIXELS] ?? kind;
    const fill = FAINT + (FULL - FAINT) * sure[i];
    put(i, right === kind && below === kind ? mixed(paper, marks[kind % marks.length], fill) : line);
  });
}

/** A quantity: what is beyond its range has the colour of the range's end. */
function paintAmounts(channel, [low, high], paper, marks, put) {
  channel.forEach((x, i) => {
    const share = Math.max(-1, Math.min((2 * (x - low)) / (high - low || 1) - 1, 1));
    put(i, mixed(paper, marks[Number(share > 0)], 0.8 * Math.abs(share)));
  });
}
