// The primitives: the forward of every built-in row of the operation table, in JavaScript.
//
// They are as accurate as Python's, and refuse what Python refuses: outside its domain, on
// division by zero and on overflow a primitive throws a DomainError instead of giving NaN.

/** @typedef {"domain"|"zero-division"|"overflow"} Reason */

/** A primitive has no (finite) value at these numbers. */
export class DomainError extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The function, made as strict as Python's math module: no NaN but from NaN, and nothing
 * infinite but from something infinite.
 * @param {(x: number) => number} f
 * @param {Reason} atInfinity the reason where a finite number gives an infinite result
 */
function strict(f, atInfinity = "domain") {
  return (/** @type {number} */ x) => {
    const z = f(x);
    if (z - z === 0) return z; // finite
    if (z !== z ? x === x : x - x === 0) throw new DomainError(z === z ? atInfinity : "domain");
    return z;
  };
}

const strictExp = strict(Math.exp, "overflow");
const strictLog = strict(Math.log);
const strictLog1p = strict(Math.log1p);

/** @param {number} x @param {number} y */
function quotient(x, y) {
  if (y === 0) throw new DomainError("zero-division");
  return x / y;
}

/** The remainder with the sign of y, as in Python. @param {number} x @param {number} y */
function remainder(x, y) {
  if (y === 0) throw new DomainError("zero-division");
  const z = x % y;
  return z !== 0 && z < 0 !== y < 0 ? z + y : z;
}

/** @param {number} x @param {number} y */
function raised(x, y) {
  if (x === 1 || y === 0) return 1;
  const z = Math.pow(x, y);
  if (z !== z && x === x && y === y) throw new DomainError("domain");
  if (Math.abs(z) === Infinity && x - x === 0 && y - y === 0) {
    throw new DomainError(x === 0 ? "domain" : "overflow");
  }
  return z;
}

/** The sum, with the rounding errors summed beside it (Neumaier). @param {Iterable<number>} xs */
function sumOf(xs) {
  let sum = 0;
  let lost = 0;
  for (const x of xs) {
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return lost - lost === 0 ? sum + lost : sum;
}

/** w_1 x_1 + ... + w_n x_n, and + b where there is one number more. @param {number[]} wxb */
function pairwise(wxb) {
  const n = wxb.length >> 1;
  const terms = wxb.slice(0, n).map((w, i) => w * wxb[n + i]);
  return sumOf(wxb.length % 2 ? [...terms, wxb[2 * n]] : terms);
}

/** @param {number} x */
function logistic(x) {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(e^x_1 + ... + e^x_n), the largest taken out. @param {number[]} xs */
function logOfSum(xs) {
  const top = largest(...xs);
  if (Math.abs(top) === Infinity) return top;
  const at = xs.indexOf(top);
  return top + Math.log1p(sumOf(xs.map((x, i) => (i === at ? 0 : Math.exp(x - top)))));
}

/** -log(softmax of x among x, ...ys), without cancellation. @param {number} x @param {number[]} ys */
function crossEntropy(x, ys) {
  const top = largest(-Infinity, ...ys);
  if (top <= x) return Math.log1p(sumOf(ys.map((y) => Math.exp(y - x))));
  return top - x + Math.log(Math.exp(x - top) + sumOf(ys.map((y) => Math.exp(y - top))));
}

/**
 * Equation 8-11, from the logit if x is its sigmoid: then right where x rounds to 0 or 1.
 * @param {number} x @param {number} y @param {number} [logit]
 */
function binaryCrossEntropy(x, y, logit) {
  if (logit !== undefined && x === logistic(logit)) {
    return Math.log1p(Math.exp(-Math.abs(logit))) + (logit > 0 ? (1 - y) * logit : -y * logit);
  }
  const ofOne = y ? y * strictLog(x) : 0;
  const ofZero = y !== 1 ? (1 - y) * strictLog1p(-x) : 0;
  return -ofOne - ofZero;
}

/** NaN if any is NaN, as Math.max does. @param {...number} xs */
function largest(...xs) {
  return xs.reduce((a, b) => Math.max(a, b));
}

/** @param {number} x */
function errorFunction(x) {
  const size = Math.abs(x);
  if (size > 2) return Math.sign(x) * (1 - erfcTail(size));
  // 2/sqrt(pi) e^(-x^2) (x + 2 x^3/3 + 4 x^5/15 + ...): all of one sign, nothing cancels
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (2 * x * x) / n;
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * gaussian(x) * sum;
}

/** 1 - erf(x). @param {number} x */
function errorComplement(x) {
  return x < 0.5 ? 1 - errorFunction(x) : erfcTail(x);
}

/** erfc for x >= 0.5: Laplace's continued fraction, from its end. @param {number} x */
function erfcTail(x) {
  if (x > 28) return x === x ? 0 : x; // below the smallest float
  let denominator = x;
  for (let n = Math.ceil(12 + 200 / (x * x)); n > 0; n--) denominator = x + n / 2 / denominator;
  return gaussian(x) / Math.sqrt(Math.PI) / denominator;
}

/** e^(-x^2), x^2 taken in two parts: its rounding would be magnified. @param {number} x */
function gaussian(x) {
  const short = Math.fround(x); // its square is exact
  return Math.exp(-short * short) * Math.exp((short - x) * (short + x));
}

/** The standard normal distribution, put right for the rounding of x / sqrt(2). @param {number} x */
function normalCdf(x) {
  const t = -x / Math.SQRT2;
  const half = errorComplement(t) / 2;
  if (!(x < 0 && x > -40)) return half;
  const [h, k] = [Math.fround(t), Math.fround(x)];
  return half * (1 + (h * h - (k * k) / 2) + ((t + h) * (t - h) - ((x + k) * (x - k)) / 2));
}

/**
 * The built-in rows by name.
 * @type {Record<string, (...numbers: number[]) => number>}
 */
export const PRIMITIVES = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: quotient,
  neg: (x) => -x,
  identity: (x) => x,
  power: raised,
  exp: strictExp,
  expm1: strict(Math.expm1, "overflow"),
  log: strictLog,
  log1p: strictLog1p,
  log2: strict(Math.log2),
  log10: strict(Math.log10),
  sqrt: strict(Math.sqrt),
  xlogy: (x, y) => (x ? x * strictLog(y) : 0),
  sin: strict(Math.sin),
  cos: strict(Math.cos),
  tan: strict(Math.tan),
  sinh: strict(Math.sinh, "overflow"),
  cosh: strict(Math.cosh, "overflow"),
  tanh: Math.tanh,
  asin: strict(Math.asin),
  acos: strict(Math.acos),
  atan: Math.atan,
  asinh: Math.asinh,
  acosh: strict(Math.acosh),
  atanh: strict(Math.atanh),
  atan2: Math.atan2,
  hypot: Math.hypot,
  mod: remainder,
  erf: errorFunction,
  erfc: errorComplement,
  sign: Math.sign,
  heaviside: (x) => Math.max(Math.sign(x), 0),
  absolute: Math.abs,
  relu: (x) => (x <= 0 ? 0 : x),
  maximum: largest,
  minimum: (...xs) => -largest(...xs.map((x) => -x)),
  choose: (a, b, x, y) => (a !== a || b !== b ? NaN : a >= b ? x : y),
  complement: (_, logit) => logistic(-logit),
  sigmoid: logistic,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  silu: (x) => Math.max(x, -800) * logistic(x),
  gelu: (x) => Math.max(x, -40) * normalCdf(x),
  total: (...xs) => sumOf(xs),
  prod: (...xs) => xs.reduce((x, y) => x * y, 1),
  dot: (...wx) => pairwise(wx),
  affine: (...wxb) => pairwise(wxb),
  logsumexp: (...xs) => logOfSum(xs),
  softmax: (x, ...ys) => Math.exp(-crossEntropy(x, ys)),
  softmax_cross_entropy: (x, ...ys) => crossEntropy(x, ys),
  binary_cross_entropy: binaryCrossEntropy,
  binary_cross_entropy_of_sigmoid: binaryCrossEntropy,
  binary_cross_entropy_with_logits: (x, y) => binaryCrossEntropy(logistic(x), y, x),
  over: (x, y, far) => (far > 690 ? 0 : quotient(x, y)),
  log_odds: (_, logit) => -logit,
  cross_entropy_slope: (x, y, logit) =>
    (logit < -690 ? 0 : quotient(-y, x)) +
    (logit > 690 ? 0 : quotient(1 - y, logistic(-logit))),
};
