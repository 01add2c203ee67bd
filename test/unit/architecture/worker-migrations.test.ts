/** A Worker cannot read a folder: its list of migrations is written by hand, and must be the folder's. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);

test("the Worker brings every migration, under its own name", () => {
  const folder = readdirSync(at("migrations/")).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
  const worker = readFileSync(at("src/entry/worker.ts"), "utf8");
  const imported = new Map(
    [...worker.matchAll(/import (\w+) from "\.\.\/\.\.\/migrations\/(\w+\.sql)"/g)].map(([, as, name]) => [as, name]),
  );
  const listed = [...worker.matchAll(/\{ name: "(\w+\.sql)", text: (\w+) \}/g)].map(([, name, as]) => [as, name]);
  expect(folder.length).toBeGreaterThan(3);
  expect([...imported.values()].sort()).toEqual(folder.sort());
  expect(listed.sort()).toEqual([...imported].sort());
});
