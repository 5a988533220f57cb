/** Marks of a check in the text: what is marked where, and where it is after the text has changed. */

const LOOKS = { "✓": "right", "✗": "wrong", "~": "partly", "?": "open", "·": "silent" };
const WORST = ["wrong", "partly", "open", "right", "silent"];

/** The look of a sign: "wrong" for ✗. */
export const lookOfSign = (sign) => LOOKS[sign] ?? "open";

/** The one of several looks that is to be seen first. */
export const worstLook = (looks) => WORST.find((look) => looks.includes(look)) ?? "";

/** The marks where the text takes files in: each stands for the worst of that file's equations. */
function marksOfFiles(equations) {
  const worst = new Map();
  for (const { file, mark, number, place } of equations.filter((one) => one.file)) {
    const [start, end] = place;
    const [look, before] = [lookOfSign(mark), worst.get(file)?.look];
    if (before !== look && worstLook([look, before]) === look)
      worst.set(file, { start, end, look, equation: number, member: 0, relation: false });
  }
  return [...worst.values()];
}

/**
 * The marks of a document: {start, end, look, equation, member} for each side, and one for each
 * relation sign before a side, whose `relation` is true.
 */
export function marksOf(equations) {
  const found = marksOfFiles(equations);
  for (const { number, members } of equations) {
    let before = null;
    members.forEach(({ place, mark }, member) => {
      const look = lookOfSign(mark);
      if (place) {
        const [start, end] = place;
        if (before !== null && before < start)
          found.push({ start: before, end: start, look, equation: number, member, relation: true });
        found.push({ start, end, look, equation: number, member, relation: false });
        before = end;
      }
    });
  }
  return found;
}

/** Where two texts begin to differ, and how much of their ends is the same. */
function change(before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/** The marks where they stand after the text has changed; one that was changed itself is stale. */
export function shiftedMarks(marks, before, after) {
  const { head, tail } = change(before, after);
  const moved = after.length - before.length;
  const from = before.length - tail;
  return marks.flatMap((mark) => {
    if (mark.end < head) return [mark];
    if (mark.start > from) return [{ ...mark, start: mark.start + moved, end: mark.end + moved }];
    const end = Math.max(mark.start, mark.end + moved);
    return mark.start <= head && mark.end >= from && end > mark.start
      ? [{ ...mark, end, stale: true }]
      : [];
  });
}

/** The mark at a place in the text: of a side rather than of the sign before it. */
export function markAt(marks, place) {
  const here = marks.filter(({ start, end }) => start <= place && place <= end);
  return here.find(({ relation }) => !relation) ?? here[0] ?? null;
}
