import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPlan } from "../../../src/entry/plan-file.ts";
import { acceptanceOf } from "../../../src/entry/rig-acceptance.ts";
import { Fault } from "../../../src/model/fault.ts";
import { estimateOf } from "../../../src/rig/plan/estimate.ts";
import { scheduleOf } from "../../../src/rig/plan/schedule.ts";
import { tasksOf } from "../../../src/rig/plan/tasks.ts";
import { wordsOf } from "../../../src/rig/plan/words.ts";
import { PlanBody, planSchema } from "../../../src/wire/plan.ts";
import { planFile } from "../../support/plans.ts";

const NOTHING_SAID = { changesets: {} };

async function faultOf(text: string): Promise<Fault> {
  const outcome = await readPlan(planFile(text), NOTHING_SAID).catch((error: unknown) => error);
  if (outcome instanceof Fault) return outcome;
  throw new Error("the plan was accepted");
}

/** Without the file and the column. */
const linesOf = ({ details }: Fault): string[] =>
  details.map(({ path, detail }) => {
    const { line, rest } = /:(?<line>\d+):\d+(?<rest>.*)$/.exec(path)?.groups ?? {};
    return `${line}${rest} ${detail}`;
  });

describe("a command of a plan", () => {
  const variables = { bs: "4k", BIN: "/opt/a b" };
  test.each([
    ["fio --name='a b' --bs=${bs}", ["fio", "--name=a b", "--bs=4k"]],
    ["${BIN}/tool x", ["/opt/a b/tool", "x"]],
    [
      ["sh", "-c", "echo $bs | cat # ${bs}"],
      ["sh", "-c", "echo $bs | cat # 4k"],
    ],
    ["printf '%s\\n' '${bs}'", ["printf", "%s\\n", "${bs}"]],
  ])("%s", (command, words) => {
    expect(wordsOf(command, variables)).toEqual({ words });
  });

  test.each([
    ["a | b", "needs a shell"],
    ["a > b", "needs a shell"],
    ["cat *.txt", "needs a shell"],
    ["a; rm -rf /", "needs a shell"],
    ["fio ${size}", "names size"],
    ["", "has no program"],
  ])("%j is refused in words", (command, why) => {
    expect(wordsOf(command, variables)).toEqual({ wrong: expect.stringContaining(why) });
  });
});

describe("a plan with mistakes", () => {
  test("every one of them is told with its line", async () => {
    const fault = await faultOf(
      [
        "suite: s",
        "rig: r",
        "blocks: two",
        "stop: {width: 3}",
        "tests:",
        "  - run: fio",
        "    repeat: 3",
        "    timeout: 5",
      ].join("\n"),
    );
    expect(linesOf(fault)).toEqual([
      "3 /blocks must be a number, not a string",
      "8 /tests/0/timeout must be a string, not a number",
      "7 /tests/0/repeat is not a known key",
      "4 /stop/width must be a string, not a number",
    ]);
  });

  test("commands that cannot start are told before anything runs, in every build", async () => {
    const fault = await faultOf(
      [
        "suite: s",
        "rig: r",
        "builds:",
        "  baseline: {changeset: {sha: a}, env: {BIN: /a}}",
        "  candidate: {changeset: {sha: b}}",
        "setup:",
        "  - mount ${DEVICE}",
        "tests:",
        "  - run: ${BIN}/x | tee y",
        "  - run: ${BIN}/x",
      ].join("\n"),
    );
    expect(linesOf(fault).map((line) => line.slice(0, 40))).toEqual([
      expect.stringMatching(/^9 \/tests\/0\/run needs a shell/),
      expect.stringMatching(/^10 \/tests\/1\/run names BIN/),
      expect.stringMatching(/^7 \/setup\/0 names DEVICE/),
    ]);
  });

  test("what is no YAML, names a key twice, or is not there", async () => {
    expect((await faultOf("a: [")).code).toBe("malformed");
    expect(linesOf(await faultOf("suite: s\nsuite: t\ntests: []"))[0]).toMatch(/^2 .*unique/i);
    await expect(readPlan("/nowhere/plan.yaml", NOTHING_SAID)).rejects.toThrow("cannot be read");
  });

  test("a rig, a changeset, and two different ones where there are two builds", async () => {
    const tests = "tests: [{run: x}]";
    expect(linesOf(await faultOf(`suite: s\n${tests}`))[0]).toContain("/rig is missing");
    expect(linesOf(await faultOf(`suite: s\nrig: r\n${tests}`))[0]).toContain("--changeset");
    const same = "builds: {baseline: {changeset: {sha: a}}, candidate: {changeset: {sha: a}}}";
    expect(linesOf(await faultOf(`suite: s\nrig: r\n${same}\n${tests}`))[0]).toContain("another changeset");
  });
});

describe("the order of sessions", () => {
  const both = { sides: ["baseline", "candidate"] as const, blocks: 2, sessions: 2, seed: 7 };
  const letters = (slots: readonly { side: string }[]) =>
    slots.map(({ side }) => (side === "baseline" ? "A" : "B")).join("");

  test("abba, turned over in every second block", () => {
    expect(letters(scheduleOf({ ...both, order: "abba" }))).toBe("ABBABAAB");
    expect(letters(scheduleOf({ ...both, order: "given" }))).toBe("AABBAABB");
  });

  test("every order is balanced in each block and is the same for the same seed", () => {
    const question = fc.record({
      blocks: fc.integer({ min: 1, max: 6 }),
      sessions: fc.integer({ min: 1, max: 5 }),
      seed: fc.nat(),
      order: fc.constantFrom("abba" as const, "random" as const, "given" as const),
    });
    fc.assert(
      fc.property(question, (asked) => {
        const slots = scheduleOf({ ...both, ...asked });
        expect(slots).toEqual(scheduleOf({ ...both, ...asked }));
        expect(slots.map(({ index }) => index)).toEqual(slots.map((_, index) => index));
        for (let block = 1; block <= asked.blocks; block += 1) {
          const row = letters(slots.filter((slot) => slot.block === block));
          expect([...row].sort().join("")).toBe("A".repeat(asked.sessions) + "B".repeat(asked.sessions));
        }
      }),
      { seed: 20_261_126, numRuns: 100 },
    );
  });

  test("random orders differ between blocks", () => {
    const slots = scheduleOf({ ...both, blocks: 12, sessions: 4, order: "random" });
    const rows = Array.from({ length: 12 }, (_, block) => letters(slots.filter((slot) => slot.block === block + 1)));
    expect(new Set(rows).size).toBeGreaterThan(6);
  });
});

describe("tasks", () => {
  const body = {
    suite: "s",
    tests: [{ run: "x ${a} ${b}", takes: "2s", repeats: 3, warmup: 1, matrix: { a: [1, 2], b: ["p", "q"] } }],
  };

  test("a matrix is every combination, canaries come first under their prefix", () => {
    const tasks = tasksOf(PlanBody.parse({ ...body, canaries: [{ name: "disk", run: "fio", takes: "1s" }] }));
    expect(tasks.map(({ title }) => title)).toEqual([
      "canary.disk",
      "x a=1 b=p",
      "x a=1 b=q",
      "x a=2 b=p",
      "x a=2 b=q",
    ]);
    expect(tasks[1]?.parameters).toEqual({ a: "1", b: "p" });
  });

  test("another command or parameter is another series, more repeats are not", () => {
    const digest = (change: object) =>
      tasksOf(PlanBody.parse({ ...body, tests: [{ ...body.tests[0], ...change }] }))[0]?.digest;
    expect(digest({ repeats: 9, takes: "1h", timeout: "1m" })).toBe(digest({}));
    expect(new Set([{}, { run: "x ${a} ${b} -v" }, { warmup: 2 }, { parameters: { c: 1 } }].map(digest)).size).toBe(4);
  });

  test("the estimate: what the plan says, and what earlier sessions took", () => {
    const plan = PlanBody.parse({ ...body, blocks: 3, block: { pause: "1m" } });
    const slots = scheduleOf({ ...plan, sides: ["candidate"], seed: 1 });
    const said = estimateOf(plan, tasksOf(plan), slots, []);
    expect(said).toMatchObject({ sessions: 3, total: 3 * 4 * 4 * 2000 + 2 * 60_000, from: "the plan's `takes`" });
    expect(estimateOf(plan, tasksOf(plan), slots, [1000, 3000])).toMatchObject({ total: 3 * 2000 + 120_000 });
    const silent = PlanBody.parse({ suite: "s", tests: [{ run: "x" }] });
    expect(estimateOf(silent, tasksOf(silent), slots, []).total).toBeUndefined();
  });
});

test("what a rig must reach is asked of the test that says it, by metric", () => {
  const limits = { time: { atMost: 2 }, rate: { atLeast: 5 } };
  const tasks = tasksOf(PlanBody.parse({ suite: "s", tests: [{ run: "x", limits }, { run: "y" }] }));
  const document = (time: number, rate: number, digest = tasks[0]?.digest) => ({
    schema: "tarnish.run/1" as const,
    id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
    rig: "r",
    suite: "s",
    changeset: { sha: "a" },
    block: "b",
    startedAt: "2026-01-01T00:00:00Z",
    complete: true,
    measurements: [
      {
        benchmark: "x",
        metric: "time",
        unit: "s",
        better: "lower" as const,
        values: [time],
        version: `plan:${digest}`,
      },
      {
        benchmark: "x",
        metric: "rate",
        unit: "ops/s",
        better: "higher" as const,
        values: [rate],
        version: `plan:${digest}`,
      },
    ],
  });
  const good = acceptanceOf([document(1, 9), document(1.1, 9.1), document(0.9, 9)], tasks, {});
  expect(good).toMatchObject({ failures: [], comparisons: [] });
  expect(acceptanceOf([document(3, 4)], tasks, {}).failures).toEqual([
    "x time is 3 s, above the limit of 2 s",
    "x rate is 4 ops/s, below the limit of 5 ops/s",
  ]);
  expect(acceptanceOf([document(3, 4, tasks[1]?.digest)], tasks, {}).failures).toEqual([]);
  const later = acceptanceOf([document(2, 9), document(2.1, 9.1), document(1.9, 9)], tasks, good.levels);
  expect(later.comparisons[0]).toMatch(/^x time: (?:1\.9|2\.)\d+x \(1\.\d+ to 2\.\d+\) of what it was/);
  expect(() => acceptanceOf([{ ...document(1, 1), complete: false }], tasks, {})).toThrow("nothing was accepted");
});

test("the JSON Schema in docs/ is the plan's", async () => {
  await expect(`${JSON.stringify(planSchema(), null, 2)}\n`).toMatchFileSnapshot("../../../docs/plan.schema.json");
});
