/** An id that says what it names: the same parts give the same UUID on every machine. */
import { createHash } from "node:crypto";

/** A UUID of version 8 (RFC 9562, section 5.8): the first 122 bits of the SHA-256 of the parts' JSON. */
export function derivedId(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const piece of jsonOf(parts)) hash.update(piece);
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const PIECE = 1 << 20;

/** JSON.stringify(parts), a stretch at a time: a part may be a tool's output of many megabytes. */
function* jsonOf(parts: readonly string[]): Generator<string> {
  yield "[";
  for (const [index, part] of parts.entries()) {
    yield index === 0 ? '"' : ',"';
    for (let at = 0, end = 0; at < part.length; at = end) {
      end = at + PIECE;
      // Both halves of a character stay together: alone each would be written as an escape.
      while (/[\uD800-\uDBFF]/.test(part.charAt(end - 1))) end += 1;
      yield JSON.stringify(part.slice(at, end)).slice(1, -1);
    }
    yield '"';
  }
  yield "]";
}
