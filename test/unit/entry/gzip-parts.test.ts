import { constants, createGunzip, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gzipParts } from "../../../src/entry/gzip-parts.ts";

const packed = (parts: readonly string[]): Uint8Array[] => {
  const packing = gzipParts();
  return [...parts.map((part) => packing.part(part)), packing.end()];
};

describe("a text in gzip part by part", () => {
  test("is one gzip stream of the whole text, whatever the parts", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 300 }), { maxLength: 8 }), (parts) => {
        expect(gunzipSync(Buffer.concat(packed(parts))).toString()).toBe(parts.join(""));
      }),
    );
  });

  test("stays whole where a part holds nothing, at its ends and between", () => {
    for (const parts of [["a", "", "b", ""], ["", "a"], [""], []])
      expect(gunzipSync(Buffer.concat(packed(parts))).toString()).toBe(parts.join(""));
  });

  test("shows each part before the next one is there", async () => {
    const parts = ["<!doctype html><title>ø</title>", "<svg/>".repeat(10_000), "</html>"];
    const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    let text = "";
    gunzip.on("data", (chunk) => (text += chunk));
    const bytes = packed(parts);
    for (const [at, part] of parts.entries()) {
      await new Promise<void>((resolve) => gunzip.write(bytes[at], () => resolve()));
      await new Promise<void>((resolve) => gunzip.flush(() => resolve()));
      expect(text).toBe(parts.slice(0, at + 1).join(""));
      expect(text.endsWith(part)).toBe(true);
    }
  });

  test("takes hardly more room than in one: what was sent is referred to", () => {
    const part = Array.from({ length: 900 }, (_, at) => `<td>${(at * 2654435761) % 1e9}</td>`).join("");
    const size = Buffer.concat(packed([part, part, part])).length;
    expect(size).toBeLessThan(1.02 * gzipSync(part + part + part).length);
  });
});
