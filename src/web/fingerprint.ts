/** A name for content: two 32-bit FNV-1a hashes with different beginnings, 16 hex digits. Not for secrets. */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x1b873593].map((begin) => fnv1a(text, begin).toString(16).padStart(8, "0")).join("");
}

/** Fowler, Noll and Vo 1991, over UTF-16 code units. */
function fnv1a(text: string, begin: number): number {
  let hash = begin;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
