/** Numbers as they are read: a real minus sign, four significant digits, powers of ten. */

const RAISED = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
};

/** Mantissa and exponent (0 where the number is written plainly), with "-" for minus. */
function digitsOf(x, digits) {
  if (x === 0) return ["0", 0];
  const size = Math.abs(x);
  if (size >= 1e-4 && size < 1e6) {
    const whole = Math.max(digits, Math.floor(Math.log10(size)) + 1);
    return [String(Number(x.toPrecision(whole))), 0];
  }
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return [String(Number(mantissa)), Number(exponent)];
}

/** The number as text: −0.0514, 1.2×10⁻⁷, ∞. */
export function shown(x, digits = 4) {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const [mantissa, exponent] = digitsOf(x, digits);
  const power = exponent ? `×10${[...String(exponent)].map((c) => RAISED[c]).join("")}` : "";
  return mantissa.replace("-", "−") + power;
}

/** The same as a factor: in brackets where it begins with a sign. */
export function asFactor(x, digits = 4) {
  const text = shown(x, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

/** The number in LaTeX. */
export function texNumber(x, digits = 6) {
  if (Number.isNaN(x)) return "\\mathrm{NaN}";
  if (!Number.isFinite(x)) return x > 0 ? "\\infty" : "-\\infty";
  const [mantissa, exponent] = digitsOf(x, digits);
  return exponent ? `${mantissa} \\times 10^{${exponent}}` : mantissa;
}

/** A LaTeX number as a factor. */
export function texFactor(x, digits = 6) {
  const text = texNumber(x, digits);
  return text.startsWith("-") ? `(${text})` : text;
}

/** Reads a trace's number: JSON has none that are not finite, so those come as text. */
export function numberFrom(given) {
  return typeof given === "number" ? given : Number(given);
}
