import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { enoughWhenNarrow } from "../../../src/entry/run-stop.ts";
import { Fault } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";
import { folderOf } from "../../../src/rig/runner/leftovers.ts";
import { CAMPAIGN, play, saying, temporary } from "../../support/plans.ts";
import { isRunning } from "../../support/processes.ts";

const BUILDS = { baseline: { env: { V: 10 } }, candidate: { env: { V: 20 } } };
const one = (run: readonly string[], more: object = {}) => ({ tests: [{ run, ...more }] });
const valuesOf = ({ measurements }: RunDocument) => measurements.map(({ values }) => values);

describe("a campaign", () => {
  test("measures both builds in their order, one run a session, each with its block and changeset", async () => {
    const { end, delivered } = await play({
      builds: BUILDS,
      blocks: 2,
      sessions: 1,
      ...one(saying("${V}"), { repeats: 2 }),
    });
    expect(end).toMatchObject({ kind: "done" });
    const { documents } = end;
    expect(documents.map(({ changeset, block, complete }) => [changeset.sha, block, complete])).toEqual([
      ["a", "night.1", true],
      ["b", "night.1", true],
      ["b", "night.2", true],
      ["a", "night.2", true],
    ]);
    expect(documents.map(valuesOf)).toEqual([[[10, 10]], [[20, 20]], [[20, 20]], [[10, 10]]]);
    expect(delivered.map(({ changeset }) => changeset.sha)).toEqual(["a", "a", "b", "b"]);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(4);
  });

  test("set-up, warm-up, repeats and tear-down run in their order, a block's own around them", async () => {
    const folder = temporary();
    const log = (word: string) => ["sh", "-c", `echo ${word} >> ${folder}/log`];
    await play(
      {
        block: { setup: [log("block-up")], teardown: [log("block-down")] },
        builds: { candidate: { setup: [log("switch")] } },
        sessions: 2,
        setup: [log("up")],
        teardown: [log("down")],
        ...one(saying("1", `echo run >> ${folder}/log`), { warmup: 1, repeats: 2 }),
      },
      { folder },
    );
    const session = ["switch", "up", "run", "run", "run", "down"];
    expect(readFileSync(join(folder, "log"), "utf8").trim().split("\n")).toEqual([
      "block-up",
      ...session,
      ...session,
      "block-down",
    ]);
  });

  test("the prefix and the variables of a build reach its tests, and neither reaches a canary", async () => {
    const { delivered } = await play({
      builds: { candidate: { env: { V: 7 }, prefix: ["env", "W=8"] } },
      env: { V: 1 },
      canaries: [{ name: "disk", run: saying('"$V$W"') }],
      ...one(saying('"$V$W"')),
    });
    expect(delivered[0]?.measurements.map(({ benchmark, values }) => [benchmark, values])).toEqual([
      ["canary.disk", [1]],
      ["b", [78]],
    ]);
  });

  test.each([
    ["a command that fails", one(["sh", "-c", "echo it broke >&2; exit 3"]), "ended with code 3: it broke"],
    ["a program that is not there", one(["no-such-program"]), "no such program"],
    ["an output that nobody can read", one(["echo", "roses"]), "cannot be read"],
    ["an output that is not written", one(["true"], { output: "result.json" }), "is not there"],
    ["metrics that the tool does not have", one(saying("1"), { metrics: ["other"] }), "none of the metrics"],
    ["a set-up that fails", { setup: ["false"], ...one(saying("1")) }, "set-up failed"],
    ["a tear-down that fails", { teardown: ["false"], ...one(saying("1")) }, "tear-down failed"],
  ])("%s makes the session incomplete, with the reason, and the tear-down runs", async (_, body, why) => {
    const folder = temporary();
    const { delivered, end } = await play({ teardown: [["touch", "torn-down"]], ...body }, { folder });
    expect(end.kind).toBe("done");
    expect(delivered[0]?.complete).toBe(false);
    expect(JSON.stringify(delivered[0]?.skipped)).toContain(why);
    if (!("teardown" in body)) expect(existsSync(join(folder, "torn-down"))).toBe(true);
  });

  test("three sessions without a result end it", async () => {
    const { delivered, end } = await play({ sessions: 9, ...one(["false"]) });
    expect(end.kind).toBe("failing");
    expect(delivered).toHaveLength(3);
  });

  test("a timeout ends the command and all that it started", async () => {
    const folder = temporary();
    const body = one(["sh", "-c", `sleep 300 & echo $! > ${folder}/pid; wait`], { timeout: "1500ms" });
    const { delivered } = await play(body, { folder });
    expect(JSON.stringify(delivered[0]?.skipped)).toContain("timeout");
    const pid = readFileSync(join(folder, "pid"), "utf8").trim();
    await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false);
  });

  test("nothing is left in the temporary folder, neither of it nor of an earlier start that was killed", async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`tarnish-campaign-${CAMPAIGN}-`));
    writeFileSync(join(folderOf(CAMPAIGN), "large"), "what the benchmark wrote");
    expect(left()).toHaveLength(1);
    const seen: string[][] = [];
    const onEvent = ({ kind }: { kind: string }) => void (kind === "task" && seen.push(left()));
    await play({ block: { setup: ["true"] }, ...one(saying("1")) }, { onEvent });
    expect(seen.map(({ length }) => length)).toEqual([1]); // the session's own
    expect(left()).toEqual([]);
  });
});

describe("what must not be measured", () => {
  test("less free space than the plan requires, or a folder that is not there", async () => {
    const { end, delivered } = await play({ free: { "/": "9999TiB" }, ...one(saying("1")) });
    expect(end).toMatchObject({ kind: "invalid", why: expect.stringContaining("the plan requires") });
    expect(delivered).toEqual([]);
    expect((await play({ free: { "/nowhere": "1B" }, ...one(saying("1")) })).end.why).toContain("is not there");
  });

  test("a rig that is not what it was: asked before each session", async () => {
    let asked = 0;
    const rigNow = () => ({
      environment: { watch: { kernel: "6.1" } },
      virtual: true,
      boot: "one",
      epoch: "e",
      wrong: ++asked > 2 ? "the rig drifted" : undefined,
    });
    const { end, delivered } = await play({ sessions: 3, ...one(saying("1")) }, { rigNow });
    expect(end).toMatchObject({ kind: "invalid", why: "the rig drifted" });
    expect(delivered).toHaveLength(1);
    expect(delivered[0]).toMatchObject({ virtual: true, environment: { watch: { kernel: "6.1" } } });
  });

  test("a canary that moved makes the session's other figures suspect", async () => {
    const canaries = { shifts: () => ["canary.disk is 0.80x of its level"] };
    const body = { canaries: [{ name: "disk", run: saying("1") }], ...one(saying("2")) };
    const { delivered, events } = await play(body, { canaries });
    const [canary, other] = delivered[0]?.measurements ?? [];
    expect(canary?.suspect).toBeUndefined();
    expect(other?.suspect).toEqual(["the rig drifted: canary.disk is 0.80x of its level"]);
    expect(delivered[0]?.environment?.context?.["canary.shift"]).toContain("0.80x");
    expect(JSON.stringify(events)).toContain("the rig drifted");
  });
});

describe("a campaign that was cut off", () => {
  const body = { sessions: 4, teardown: [["sh", "-c", "echo down >> log"]], ...one(saying("1")) };

  /** Ends as a kill does: in the middle of a session, with nothing tidied. */
  async function cut(folder: string, after: number): Promise<readonly RunDocument[]> {
    const stop = new AbortController();
    const onEvent = ({ kind }: { kind: string }) => kind === "session" && --left < 0 && stop.abort();
    let left = after;
    const { delivered, end } = await play(body, { folder, signal: stop.signal, onEvent });
    expect(end.kind).toBe("stopped");
    return delivered;
  }

  test("goes on with the session that was stopped, and delivers every session once", async () => {
    const folder = temporary();
    const first = await cut(folder, 2);
    const { end, delivered } = await play(body, { folder });
    expect(end.kind).toBe("done");
    expect([first.length, delivered.length]).toEqual([2, 2]);
    expect(new Set([...first, ...delivered].map(({ id }) => id)).size).toBe(4);
    expect(end.documents).toHaveLength(4);
  });

  test("of two builds nothing is delivered before all is measured: nobody can have looked", async () => {
    const folder = temporary();
    const plan = { builds: BUILDS, sessions: 2, ...one(saying("${V}")) };
    const stop = new AbortController();
    let began = 0;
    const onEvent = ({ kind }: { kind: string }) => {
      if (kind === "session") began += 1;
      if (began === 3) stop.abort();
    };
    const cutOff = await play(plan, { folder, signal: stop.signal, onEvent });
    expect([cutOff.delivered.length, cutOff.end.documents.length]).toEqual([0, 2]);
    const { delivered } = await play(plan, { folder });
    expect(delivered.map(({ changeset }) => changeset.sha)).toEqual(["a", "a", "b", "b"]);
  });

  test("a last line that the crash tore apart is as if it had not been written", async () => {
    const folder = temporary();
    await cut(folder, 2);
    const journal = join(folder, "journal.jsonl");
    const dropped = '{"kind":"session-dropped","index":2}\n';
    expect(readFileSync(journal, "utf8").endsWith(dropped)).toBe(false); // the block's end came after it
    appendFileSync(journal, '{"kind":"session-began","index":2,"at":"x"}\n{"kind":"session-ended","index":2,"docum');
    const { events, end } = await play(body, { folder });
    expect(JSON.stringify(events)).toContain("session 3 was cut off: torn down, and measured again");
    expect(end.documents).toHaveLength(4);
  });

  test("sessions that nobody took are offered first; a refusal stops and loses nothing", async () => {
    const folder = temporary();
    const fault = new Fault("forbidden", "The token lacks the scope.");
    const refused = await play(body, { folder, deliver: async () => fault });
    expect(refused.end).toMatchObject({ kind: "refused", fault });
    expect(refused.end.documents).toHaveLength(1);
    const { delivered } = await play(body, { folder });
    expect(delivered).toHaveLength(4);
    expect(delivered[0]).toEqual(refused.end.documents[0]);
  });

  test("after a reboot the block has another name", async () => {
    const folder = temporary();
    await cut(folder, 1);
    const text = readFileSync(join(folder, "journal.jsonl"), "utf8").replace('{"kind":"block-ended","block":1}\n', "");
    writeFileSync(join(folder, "journal.jsonl"), text);
    const rigNow = () => ({ environment: undefined, virtual: false, boot: "two", epoch: "", wrong: undefined });
    const { delivered } = await play(body, { folder, rigNow });
    expect(new Set(delivered.map(({ block }) => block))).toEqual(new Set(["night+1"]));
  });
});

describe("when to stop", () => {
  const plan = { builds: BUILDS, blocks: 9, sessions: 1, ...one(saying("${V}")) };

  test("after five blocks, once every interval is narrow", async () => {
    const { end } = await play({ ...plan, stop: { width: "2%" } }, { enough: enoughWhenNarrow(0.02) });
    expect(end.why).toContain("every interval is narrower than 2 %");
    expect(end.documents).toHaveLength(10);
  });

  test("at planned looks only", async () => {
    const { end } = await play({ ...plan, stop: { width: "2%", looks: [3, 7] } }, { enough: enoughWhenNarrow(0.02) });
    expect(end.documents).toHaveLength(14);
  });

  test("not while an interval is wide", async () => {
    const wild = { ...plan, blocks: 6, ...one(saying('"$V.$(($TARNISH_SESSION * 37 % 90 + 10))"')) };
    const { end } = await play({ ...wild, stop: { width: "0.01%" } }, { enough: enoughWhenNarrow(0.0001) });
    expect(end.documents).toHaveLength(12);
  });

  test("before a block that would end after the budget", async () => {
    let clock = 0;
    const now = () => {
      clock += 1000;
      return new Date(clock);
    };
    const { end } = await play({ ...plan, stop: { budget: "20s" } }, { now, beganAt: new Date(0) });
    expect(end).toMatchObject({ kind: "done", why: expect.stringContaining("the time budget is used") });
    expect(end.documents.length % 2).toBe(0);
    expect(end.documents.length).toBeLessThan(18);
  });
});
