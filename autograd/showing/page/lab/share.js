/** A document in a link's fragment: compressed, in characters that links may have. */

const LONGEST_LINK = 12000; // characters: longer ones are cut by what links are sent with
const LONGEST_TEXT = 200000;

async function through(stream, bytes) {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** The fragment that holds a text; null where it would be too long. */
export async function fragmentOf(text, kind) {
  const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  const base = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const code = base.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const parts = new URLSearchParams({ text: code, ...(kind === "md" ? {} : { kind }) });
  return code.length > LONGEST_LINK ? null : parts.toString();
}

/** The text in a fragment: {text, kind}; null where there is none, or it is broken. */
export async function textOfFragment(fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const code = parts.get("text");
  if (!code || code.length > 4 * LONGEST_LINK) return null;
  try {
    const packed = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const bytes = await through(new DecompressionStream("deflate-raw"), packed);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const kind = ["md", "tex", "txt"].find((one) => one === parts.get("kind")) ?? "md";
    return text.length > LONGEST_TEXT ? null : { text: text.replace(/\r\n?/g, "\n"), kind };
  } catch {
    return null;
  }
}
