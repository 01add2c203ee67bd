import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goldenRows, unreadRows } from "./golden-rows.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");
const SAMPLES = process.env["TARNISH_SAMPLES"];
const TOOLS = /^(?:ior|mdtest|fio)\//;
const ALSO_THESE = /^(?:(?:ior|mdtest|fio)\/|io500\/[^\t]*__(?:ior|mdtest)-[^\t]*\.txt\t)/;

test("every expected value of the fixtures is read: values in order, unit up to spelling, direction", () => {
  const rows = goldenRows(FIXTURES, TOOLS);
  expect(rows.length).toBeGreaterThan(40);
  expect(unreadRows(FIXTURES, rows)).toEqual([]);
});

test("every fixture says where it comes from and under which licence", () => {
  const told = readFileSync(join(FIXTURES, "PROVENANCE.tsv"), "utf8").split("\n").slice(1);
  const licences = new Map(told.map((line) => [line.split("\t")[0], line.split("\t")[4]]));
  const files = ["ior", "mdtest", "fio"].flatMap((tool) =>
    readdirSync(join(FIXTURES, tool)).map((name) => `${tool}/${name}`),
  );
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !/^(?:MIT|BSD|Apache|raw program output)/.test(licences.get(file) ?? ""))).toEqual([]);
});

// The folder of further samples, most of them under licences that keep them out of this repository.
const name = "every expected value of the samples in TARNISH_SAMPLES is read";
if (SAMPLES === undefined) test.skip(`${name} (TARNISH_SAMPLES is not set: not looked at)`, () => {});
else
  test(name, () => {
    const rows = goldenRows(SAMPLES, ALSO_THESE);
    expect(rows.length).toBeGreaterThan(140);
    expect(unreadRows(SAMPLES, rows)).toEqual([]);
  });
