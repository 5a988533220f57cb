/** Searching for nodes by name or operation: w_{1,11}, w₁,₁₁ and w111 are the same. */

const searched = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\\{}_^,\s]/g, "");

/** The nodes among `ids` that a query finds; none for an empty one. */
export function findNodes(model, ids, query) {
  const wanted = searched(query);
  if (!wanted) return [];
  const texts = ({ label, name, op }) => [label, name.text, op ?? ""];
  return ids.filter((id) => texts(model.nodes[id]).some((text) => searched(text).includes(wanted)));
}
