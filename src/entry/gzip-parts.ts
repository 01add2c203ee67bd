/** A text in gzip, part by part: each is at the reader's disposal as soon as it arrives. RFC 1951 and 1952. */
import { constants, crc32, deflateRawSync } from "node:zlib";
import type { PartsPacking } from "../web/sent-parts.ts";

/** Deflate, no flags, no time, no name, an unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** How far back a part may refer to those before it. */
const WINDOW = 32 * 1024;

/** Blocks of one stream, each part ended at a byte; what was packed before is the dictionary of the next. */
export function gzipParts(): PartsPacking {
  let [crc, size] = [0, 0];
  let before = Buffer.alloc(0);
  let header = HEADER;
  const begun = () => {
    const first = header;
    header = Buffer.alloc(0);
    return first;
  };
  return {
    part(text) {
      if (text === "") return begun(); // zlib takes a checksum of nothing, where it lies nowhere, for a new beginning
      const bytes = Buffer.from(text);
      const dictionary = before.length > 0 ? { dictionary: before } : {};
      const packed = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary });
      crc = crc32(bytes, crc);
      size += bytes.length;
      before = Buffer.concat([before, bytes]).subarray(-WINDOW);
      return Buffer.concat([begun(), packed]);
    },
    end() {
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(crc, 0);
      trailer.writeUInt32LE(size % 2 ** 32, 4);
      return Buffer.concat([begun(), deflateRawSync(Buffer.alloc(0)), trailer]);
    },
  };
}
