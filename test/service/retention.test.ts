/** Repeats that a policy drops are gone, and nothing else: chains, verdicts, copies and pages hold, wherever it was cut off. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptEntries } from "../../src/actions/adopt-log.ts";
import type { Caller, Context } from "../../src/actions/context.ts";
import { STRANGER } from "../../src/actions/context.ts";
import { digestRun } from "../../src/actions/digest-run.ts";
import { contentHash } from "../../src/actions/identify.ts";
import { ingestRun } from "../../src/actions/ingest-run.ts";
import { judgeChangeset } from "../../src/actions/judge-changeset.ts";
import { putRelease } from "../../src/actions/put-release.ts";
import { type LogLine, readLog } from "../../src/actions/read-log.ts";
import { readRun } from "../../src/actions/read-run.ts";
import { applyRetention, readRetention, sayRetention } from "../../src/actions/retention.ts";
import { takeLog } from "../../src/actions/take-log.ts";
import { retentionApplied } from "../../src/entry/apply-retention.ts";
import { readConfig } from "../../src/entry/config.ts";
import { logLine } from "../../src/entry/log-source.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import type { RunDocument } from "../../src/model/run.ts";
import type { RetentionStore } from "../../src/store/retention-store.ts";
import { type LogEntry, LogVerifier } from "../../src/store/verify-log.ts";
import { documents, nightsFrom, repeated } from "../support/measured.ts";
import { temporaryFolder } from "../support/service.ts";

const ADMIN: Caller = { name: "ann", scopes: ["admin"] };
const MIRROR: Caller = { name: "beta", scopes: ["mirror"] };
const SILENT = { debug() {}, info() {}, error() {} };
const folders = { a: temporaryFolder(), b: temporaryFolder(), c: temporaryFolder() };
let now = Date.parse("2026-05-01T00:00:00Z");
let service: Service;
let ctx: Context;

/** One engine at a time in one process. */
async function open(data: string): Promise<void> {
  await service?.stop();
  service = await openService(readConfig({ TARNISH_DATA: data }), SILENT, undefined, () => new Date(now));
  await service.start();
  ctx = service.ctx;
}

const measured = (seed: number, sha: string, nights: string[], level = 1000, parent?: string) =>
  documents(seed, { changeset: { sha, ...(parent && { parent }) }, nights, series: [{ level }] }).map(repeated);
const base = measured(1, "base-0001", nightsFrom("2026-03-01", 6));
const slow = measured(2, "slow-0002", nightsFrom("2026-04-01", 3), 800, "base-0001");
const tagged = measured(3, "tagged-003", nightsFrom("2026-02-01", 1));
const fresh = measured(4, "fresh-0004", nightsFrom("2029-01-01", 1));

async function lines(caller = MIRROR): Promise<LogLine[]> {
  const all: LogLine[] = [];
  for await (const line of readLog(ctx, caller)) all.push(logLine(Buffer.from(line), all.length + 1));
  return all;
}
const entriesOf = (all: readonly LogLine[]) => all.filter((line): line is LogEntry => !("cursor" in line));
function verified(all: readonly LogLine[]) {
  const verifier = new LogVerifier({ sha256, contentHash: (value) => contentHash(value, sha256) });
  for (const entry of entriesOf(all)) verifier.take(entry);
  return { faults: verifier.done(), dropped: verifier.dropped };
}
async function* given(all: readonly LogLine[]): AsyncGenerator<LogLine> {
  yield* all;
}
async function taken(all: readonly LogLine[]): Promise<number> {
  let news = 0;
  for await (const part of takeLog(ctx, ADMIN, given(all))) news += part.news;
  return news;
}
/** All that verdicts follow from, and one drawn from it now. */
async function evidence() {
  const points = await ctx.store.pointsOfChangesets(["base-0001", "slow-0002", "tagged-003"]);
  const { series, verdict, why, inputs } = await judgeChangeset(ctx, ADMIN, "slow-0002");
  return { points, series, verdict, why, inputs };
}
const documentOf = async (run: RunDocument | undefined) => await readRun(ctx, ADMIN, run?.id ?? "");

let whole: LogLine[];
let before: Awaited<ReturnType<typeof evidence>>;
beforeAll(async () => {
  await open(folders.a);
  for (const run of [...base, ...slow, ...tagged]) await ingestRun(ctx, ADMIN, digestRun(run, sha256));
  before = await evidence();
  expect(before.verdict).toBe("fail");
  whole = await lines();
  now = Date.parse("2029-01-02T00:00:00Z");
  await putRelease(ctx, ADMIN, { tag: "1.0", sha: "tagged-003", branch: "master" } as Parameters<typeof putRelease>[2]);
  for (const run of fresh) await ingestRun(ctx, ADMIN, digestRun(run, sha256));
}, 120_000);
afterAll(async () => {
  await service?.stop();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

test("without a policy nothing is dropped, and nobody but an administrator says one", async () => {
  await expect(applyRetention(ctx, ADMIN)).rejects.toThrow("No retention policy is in force");
  await retentionApplied(ctx, SILENT, new AbortController().signal);
  for (const act of [sayRetention(ctx, STRANGER, { repeatsAfterDays: 100 }), applyRetention(ctx, STRANGER)])
    await expect(act).rejects.toMatchObject({ code: "unauthorized" });
  expect(await readRetention(ctx, ADMIN)).toEqual({ repeatsAfterDays: null, dropped: [], rewriting: 0 });
});

test("a dry run counts what is old, and not what a release is judged by, and changes nothing", async () => {
  await sayRetention(ctx, ADMIN, { repeatsAfterDays: 730 });
  const counted = await applyRetention(ctx, ADMIN, { dryRun: true });
  expect(counted).toMatchObject({ runs: base.length + slow.length, bytesLeft: null, more: false });
  const all = await applyRetention(ctx, ADMIN, { dryRun: true, repeatsAfterDays: 36_500 });
  expect(all.runs).toBe(0);
  expect(await documentOf(base[0])).toEqual(base[0]);
});

test("cut off before what is left is kept, or before the bodies go, the log is whole and the next time goes on", async () => {
  const failing = (step: keyof RetentionStore): Context => {
    const retention = new Proxy(ctx.store.retention, {
      get(target, name) {
        if (name === step) return () => Promise.reject(new Error("the process died here"));
        const own = Reflect.get(target, name) as unknown;
        return typeof own === "function" ? own.bind(target) : own;
      },
    });
    const store = new Proxy(ctx.store, {
      get: (target, name) => (name === "retention" ? retention : Reflect.get(target, name)),
    });
    return { ...ctx, store };
  };
  for (const step of ["keep", "drop"] as const) {
    await expect(applyRetention(failing(step), ADMIN)).rejects.toThrow("the process died here");
    await open(folders.a);
    expect(verified(await lines())).toEqual({ faults: [], dropped: [] });
    expect(await documentOf(base[0])).toEqual(base[0]);
    now += 86_400_000;
  }
  await retentionApplied(ctx, SILENT, new AbortController().signal);
  while ((await ctx.store.retention.rewriting()) > 0);
  expect(await documentOf(base[0])).toMatchObject({ thinned: "2029-01-03" });
});

test("repeats of old runs are gone; what a release names, what is young and all summaries stay, and no verdict moves", async () => {
  const { values, ...kept } = base[0]?.measurements[0] ?? {};
  const left = await documentOf(base[0]);
  expect(left.measurements[0]).toMatchObject({ ...kept, dropped: true, summary: { n: values?.length } });
  const { measurements: _, ...rest } = base[0] as RunDocument;
  expect(left).toMatchObject(rest);
  for (const run of [...tagged, ...fresh]) expect(await documentOf(run)).toEqual(run);
  expect(await evidence()).toEqual(before);
  expect((await applyRetention(ctx, ADMIN)).runs).toBe(0);
});

test("the chains hold and say so; what is left is proven: changed, it is named", async () => {
  const all = await lines();
  expect(verified(all)).toEqual({ faults: [], dropped: [{ on: "2029-01-03", runs: base.length + slow.length }] });
  const hashes = (some: readonly LogLine[]) => entriesOf(some).map(({ hash, linkHash }) => [hash, linkHash]);
  expect(hashes(all).slice(0, hashes(whole).length)).toEqual(hashes(whole));
  const forged = all.map((line) => {
    if ("cursor" in line || line.event?.key !== base[0]?.id) return line;
    return { ...line, event: { ...line.event, body: { ...(line.event?.body as object), rig: "another" } } } as LogEntry;
  });
  expect(verified(forged).faults).toMatchObject([{ what: expect.stringContaining("no retention") }]);
  expect(verified(await lines(STRANGER))).toEqual(verified(all));
});

test("the same run again is a duplicate, other content a conflict, and what is left is no run to post", async () => {
  const [one] = base;
  if (one === undefined) throw new Error("there are runs");
  expect(await ingestRun(ctx, ADMIN, digestRun(one, sha256))).toMatchObject({ duplicate: true });
  await expect(ingestRun(ctx, ADMIN, digestRun({ ...one, block: "another" }, sha256))).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(ingestRun(ctx, ADMIN, digestRun(await documentOf(one), sha256))).rejects.toMatchObject({
    code: "conflict",
  });
});

test("the page of the series says that repeats were dropped", async () => {
  const series = before.series[0]?.series;
  const of = async (sha: string) => (await service.app.request(`/series/${series}?repeats=${sha}`)).text();
  expect(await of("base-0001")).toContain("were dropped by the retention policy on 2029-01-03; their median stays: ");
  expect(await of("tagged-003")).not.toContain("dropped by the retention policy");
});

test("a copy that comes later has what is left, proves it, and draws the same verdict; one that had the whole keeps it", async () => {
  const all = await lines();
  const lastThinning = all.findLastIndex((line) => !("cursor" in line) && line.event?.kind === "thinning");
  await open(folders.b);
  const [, ...missing] = all.filter((_, index) => index !== lastThinning);
  await expect(taken(missing)).rejects.toMatchObject({ code: "invalid" });
  const unjudged = entriesOf(all).filter(({ event }) => event?.kind !== "verdict");
  await adoptEntries(ctx, unjudged, { claims: "theirs" });
  expect(await evidence()).toEqual(before);
  expect(await documentOf(base[0])).toMatchObject({ thinned: "2029-01-03" });
  await open(folders.c);
  expect(await taken(whole)).toBe(entriesOf(whole).length);
  expect(await taken(all)).toBe(entriesOf(all).length - entriesOf(whole).length);
  expect(await documentOf(base[0])).toEqual(base[0]);
  expect(verified(await lines())).toEqual({ faults: [], dropped: [] });
  expect((await readRetention(ctx, ADMIN)).repeatsAfterDays).toBe(730);
});
