import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault, type FaultCode } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";
import { openSpool, type Spool } from "../../../src/rig/spool.ts";

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

/** Everything that a delivery tells, and why it stopped. */
async function told(delivery: ReturnType<Spool["deliver"]>) {
  const delivered: string[] = [];
  const refused: string[] = [];
  let next = await delivery.next();
  for (; !next.done; next = await delivery.next()) ("movedTo" in next.value ? refused : delivered).push(next.value.id);
  return { delivered, refused, stopped: next.value };
}

test("what was kept is delivered once, and leaves the folder", async () => {
  const spool = openSpool(join(folder, "new"));
  expect(await spool.waiting()).toEqual([]);
  for (const id of ["b", "a", "a"]) await spool.keep(run(id));
  const posted: RunDocument[] = [];
  const report = await told(
    spool.deliver(async (document) => {
      posted.push(document);
      return accept(document);
    }),
  );
  expect(posted).toEqual([run("a"), run("b")]);
  expect(report).toEqual({ delivered: ["a", "b"], refused: [], stopped: undefined });
  expect(await spool.waiting()).toEqual([]);
});

test.each(["unavailable", "too_many", "internal", "unauthorized", "forbidden"] as const)(
  "%s stops the delivery, and nothing is lost",
  async (code) => {
    const spool = openSpool(folder);
    for (const id of ["a", "b", "c"]) await spool.keep(run(id));
    const report = await told(spool.deliver(failing("b", code)));
    expect(report.delivered).toEqual(["a"]);
    expect(report.stopped?.code).toBe(code);
    expect(await spool.waiting()).toEqual(["b", "c"]);
  },
);

test("a run that is refused for good, or a broken file, is set aside and the rest goes on", async () => {
  const spool = openSpool(folder);
  for (const id of ["a", "b", "c"]) await spool.keep(run(id));
  writeFileSync(join(folder, "d.json"), "{");
  const report = await told(spool.deliver(failing("b", "invalid")));
  expect(report.delivered).toEqual(["a", "c"]);
  expect(report.refused).toEqual(["b", "d"]);
  expect(readdirSync(join(folder, "refused")).sort()).toEqual(["b.json", "d.json"]);
  expect(await spool.waiting()).toEqual([]);
});

test("each run is told as soon as it is delivered, not when all are", async () => {
  const spool = openSpool(folder);
  for (const id of ["a", "b"]) await spool.keep(run(id));
  const delivery = spool.deliver(accept);
  expect(await delivery.next()).toMatchObject({ value: { id: "a" }, done: false });
  expect(await spool.waiting()).toEqual(["b"]);
});

test("a run that is forgotten or set aside waits no more, and may be kept again", async () => {
  const spool = openSpool(folder);
  for (const id of ["a", "b"]) await spool.keep(run(id));
  for (const id of ["a", "never kept"]) await spool.forget(id);
  expect(await spool.setAside("b")).toBe(join(folder, "refused", "b.json"));
  expect(await spool.waiting()).toEqual([]);
  await spool.keep(run("b"));
  expect(await spool.waiting()).toEqual(["b"]);
});
