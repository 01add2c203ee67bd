/** The house keeps its floors: nobody imports sideways or up, and the ground floors stay pure. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { GROUND, importsOf, ROOMS, violations } from "./rooms.ts";

const src = fileURLToPath(new URL("../../../src", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const sources = new Map(files.map((file) => [file, readFileSync(join(src, file), "utf8")]));

test("the check sees the house: every room, its files and their imports", () => {
  expect(sources.size).toBeGreaterThan(100);
  expect([...new Set(files.map((file) => file.split("/")[0]))].sort()).toEqual(Object.keys(ROOMS).sort());
  expect([...sources].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(300);
});

test.each([
  ["up", "detect/a.ts", 'import { b } from "../gate/b.ts";'],
  ["sideways", "http/a.ts", 'import { b } from "../web/b.ts";'],
  ["round the actions", "http/a.ts", 'import { b } from "../store/b.ts";'],
  ["by a type", "stats/a.ts", 'import type { B } from "../model/b.ts";'],
  ["dynamically", "model/a.ts", 'const b = await import("../wire/b.ts");'],
  ["by an export", "wire/a.ts", 'export { b } from "../formats/b.ts";'],
  ["of a package on the ground floor", "gate/a.ts", 'import * as z from "zod";'],
  ["of Node outside its rooms", "actions/a.ts", 'import { readFileSync } from "node:fs";'],
  ["out of the house", "charts/a.ts", 'import b from "../../test/b.json" with { type: "json" };'],
])("an import %s is found", (_, file, text) => {
  expect(violations(new Map([[file, text]]))).toHaveLength(1);
});

test("nobody imports what it may not", () => {
  expect(violations(sources)).toEqual([]);
});

test("the ground floors know neither clock nor chance nor network", () => {
  const impure = /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|fetch\()/;
  const wrong = [...sources]
    .filter(([file, text]) => GROUND.includes(file.split("/")[0] ?? "") && impure.test(text))
    .map(([file]) => file);
  expect(wrong).toEqual([]);
});
