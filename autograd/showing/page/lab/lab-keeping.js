/** What the browser keeps of the lab between two visits; it may refuse. */

const KEPT_LAB = "chainrule-lab";

export function keptParts() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_LAB)) ?? {};
  } catch {
    return {};
  }
}

export function keepParts(parts) {
  try {
    localStorage.setItem(KEPT_LAB, JSON.stringify({ ...keptParts(), ...parts }));
  } catch {
    // private windows keep nothing
  }
}
