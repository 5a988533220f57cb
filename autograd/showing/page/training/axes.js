/** Axes: numbers to pixels, linear or logarithmic, and the round numbers that stand at them. */

const ROUND = [1, 2, 5, 10];
const MOST_POWERS = 5; // ticks of a logarithmic axis at most

const exponent = (x) => Math.floor(Math.log10(x));

/** Round numbers from low to high, about so many. */
function linearTicks(low, high, count) {
  const rough = (high - low) / count;
  const unit = 10 ** exponent(rough);
  const step = ROUND.find((round) => round * unit >= rough * 0.999) * unit;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

/** Powers of ten from low to high. */
function logTicks(low, high) {
  const [from, to] = [exponent(low), exponent(high)];
  const step = Math.max(1, Math.ceil((to - from) / MOST_POWERS));
  const ticks = [];
  for (let k = from; k <= to; k += step) if (10 ** k >= low * 0.999) ticks.push(10 ** k);
  return ticks.length > 1 ? ticks : [low, high];
}

/** An axis from `low` to `high` over pixels `from` to `to`: {place, number, ticks}. */
export function makeAxis(low, high, from, to, { log = false, count = 5 } = {}) {
  const flat = log ? Math.log10 : (x) => x;
  const back = log ? (x) => 10 ** x : (x) => x;
  const [first, end] = [flat(low), flat(high)];
  const length = end - first || 1;
  return {
    place: (x) => from + ((flat(x) - first) / length) * (to - from),
    number: (pixel) => back(first + ((pixel - from) / (to - from)) * length),
    ticks: log ? logTicks(low, high) : linearTicks(low, high, count),
  };
}
