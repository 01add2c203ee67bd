import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES, fixtureNames } from "./fixtures.ts";
import { goldenRows, unreadRows } from "./golden-rows.ts";

const SAMPLES = process.env["TARNISH_SAMPLES"];

test("every expected value of the fixtures is read: values in order, unit up to spelling, direction", () => {
  const rows = goldenRows(FIXTURES);
  expect(rows.length).toBeGreaterThan(100);
  expect(unreadRows(FIXTURES, rows)).toEqual([]);
});

test("every fixture says where it comes from and under which licence", () => {
  const told = readFileSync(join(FIXTURES, "PROVENANCE.tsv"), "utf8").split("\n").slice(1);
  const licences = new Map(told.map((line) => [line.split("\t")[0], line.split("\t")[4]]));
  const files = fixtureNames();
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !/^(?:MIT|BSD|Apache|raw program output)/.test(licences.get(file) ?? ""))).toEqual([]);
});

// The folder of further samples, most of them under licences that keep them out of this repository.
const name = "every expected value of the samples in TARNISH_SAMPLES is read";
if (SAMPLES === undefined) test.skip(`${name} (TARNISH_SAMPLES is not set: not looked at)`, () => {});
else
  test(name, () => {
    const rows = goldenRows(SAMPLES);
    expect(rows.length).toBeGreaterThan(260);
    expect(unreadRows(SAMPLES, rows)).toEqual([]);
  });
