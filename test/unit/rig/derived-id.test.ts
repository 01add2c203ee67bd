import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { derivedId } from "../../../src/rig/derived-id.ts";

test("a long part is hashed in stretches, and gives the id that its JSON in one piece gives", () => {
  const mebibyte = 1 << 20;
  const ends = ["", "😀", "\uD83D", "\uD83D\uD83D\uDE00", '"\\\n'];
  for (const end of ends) {
    for (const before of [mebibyte - 2, mebibyte - 1]) {
      const parts = ["rig", "", `${"é".repeat(before)}${end}x`];
      const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
      const [id, expected] = [derivedId(parts).replaceAll("-", ""), hex.slice(0, 32)];
      const withoutVersion = (all: string) => all.slice(0, 12) + all.slice(13, 16) + all.slice(17);
      expect(withoutVersion(id)).toBe(withoutVersion(expected));
    }
  }
});
