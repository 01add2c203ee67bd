/** An id that says what it names: the same parts give the same UUID on every machine. */
import { createHash } from "node:crypto";

/** A UUID of version 8 (RFC 9562, section 5.8): the first 122 bits of the SHA-256 of the parts' JSON. */
export function derivedId(parts: readonly string[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
