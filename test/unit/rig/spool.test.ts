import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault, type FaultCode } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";
import { openSpool } from "../../../src/rig/spool.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tarnish-spool-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (id: string): RunDocument => ({
  schema: "tarnish.run/1",
  id,
  rig: "r",
  suite: "s",
  changeset: { sha: "a" },
  startedAt: "2026-01-01T00:00:00Z",
  complete: false,
  measurements: [],
});
const accept = async ({ id }: RunDocument) => ({ id, duplicate: false });

/** Fails for one id, takes the others. */
const failing = (bad: string, code: FaultCode) => async (document: RunDocument) => {
  if (document.id === bad) throw new Fault(code, "no");
  return accept(document);
};

test("what was kept is delivered once, and leaves the folder", async () => {
  const spool = openSpool(join(folder, "new"));
  expect(await spool.waiting()).toEqual([]);
  for (const id of ["b", "a", "a"]) await spool.keep(run(id));
  const posted: RunDocument[] = [];
  const report = await spool.deliver(async (document) => {
    posted.push(document);
    return accept(document);
  });
  expect(posted).toEqual([run("a"), run("b")]);
  expect(report).toMatchObject({ refused: [], stopped: undefined });
  expect(await spool.waiting()).toEqual([]);
});

test.each(["unavailable", "too_many", "internal", "unauthorized", "forbidden"] as const)(
  "%s stops the delivery, and nothing is lost",
  async (code) => {
    const spool = openSpool(folder);
    for (const id of ["a", "b", "c"]) await spool.keep(run(id));
    const report = await spool.deliver(failing("b", code));
    expect(report.delivered.map(({ id }) => id)).toEqual(["a"]);
    expect(report.stopped?.code).toBe(code);
    expect(await spool.waiting()).toEqual(["b", "c"]);
  },
);

test("a run that is refused for good, or a broken file, is set aside and the rest goes on", async () => {
  const spool = openSpool(folder);
  for (const id of ["a", "b", "c"]) await spool.keep(run(id));
  writeFileSync(join(folder, "d.json"), "{");
  const report = await spool.deliver(failing("b", "invalid"));
  expect(report.delivered.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(report.refused.map(({ id }) => id)).toEqual(["b", "d"]);
  expect(readdirSync(join(folder, "refused")).sort()).toEqual(["b.json", "d.json"]);
  expect(await spool.waiting()).toEqual([]);
});
