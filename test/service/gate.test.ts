/** The whole road over HTTP: runs of a real tool's output become a verdict with its evidence. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOutput } from "../../src/formats/index.ts";
import type { RunDocument } from "../../src/model/run.ts";
import type { ChangesetVerdict } from "../../src/model/verdict.ts";
import { normal, seeded } from "../simulator/random.ts";
import { uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const output = readFileSync(
  fileURLToPath(new URL("../../fixtures/ior/local-ior-4.1.0dev-i5.txt", import.meta.url)),
  "utf8",
);
const { reading } = readOutput(output);

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

interface Plan {
  readonly sha: string;
  readonly parent?: string;
  readonly blocks: readonly string[];
  readonly runsPerBlock: number;
  readonly write?: number;
  readonly complete?: boolean;
  readonly environment?: RunDocument["environment"];
  readonly subject?: RunDocument["subject"];
}

/** Real values with 1 % of noise from run to run, the writes times a factor. */
async function measure(seed: number, plan: Plan): Promise<void> {
  const { sha, parent, blocks, runsPerBlock, write = 1, complete = true, environment, subject } = plan;
  const random = seeded(seed);
  const id = uuids(seed + 1000);
  for (const [night, block] of blocks.entries()) {
    for (let index = 0; index < runsPerBlock; index++) {
      const noise = Math.exp(0.01 * normal(random));
      const document: RunDocument = {
        schema: "tarnish.run/1",
        id: id(),
        rig: "lab",
        suite: "ior",
        changeset: { sha, branch: "master", ...(parent !== undefined && { parent }) },
        block,
        startedAt: new Date(Date.UTC(2026, 9, 1 + night, 20 + index)).toISOString(),
        complete,
        tool: reading.tool,
        ...(environment && { environment }),
        ...(subject && { subject }),
        measurements: reading.measurements.map((one) => {
          const factor = noise * (one.metric.startsWith("write") ? write : 1);
          return {
            ...one,
            values: (one.values ?? []).map((value) => (typeof value === "number" ? value * factor : value)),
          };
        }),
      };
      expect((await service.call("POST", "/v1/runs", document)).status).toBe(201);
    }
  }
}

const verdict = async (sha: string): Promise<ChangesetVerdict> =>
  (await service.call("GET", `/v1/changesets/${sha}/verdict`)).body;
const nights = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

describe("one parent, 12 runs over four nights", () => {
  beforeAll(async () => {
    await measure(1, { sha: "base", blocks: nights("base", 4), runsPerBlock: 3 });
    await measure(2, { sha: "same", parent: "base", blocks: nights("same", 3), runsPerBlock: 2 });
    await measure(3, { sha: "slow", parent: "base", blocks: nights("slow", 3), runsPerBlock: 2, write: 0.8 });
    await measure(4, { sha: "hasty", parent: "base", blocks: ["one-night"], runsPerBlock: 6, write: 0.8 });
  });

  test("a child that changed nothing passes", async () => {
    const { verdict: word, series } = await verdict("same");
    expect(series.map((one) => [one.metric, one.verdict, one.why])).toSatisfy((all: string[][]) =>
      all.every(([, w]) => w === "pass"),
    );
    expect(word).toBe("pass");
  });

  test("a child whose writes are 20 % slower fails, with the ratio and its interval", async () => {
    const answer = await verdict("slow");
    expect(answer).toMatchObject({ verdict: "fail", final: true });
    const writes = answer.series.find(({ metric }) => metric === "write.bandwidth");
    expect(writes?.verdict).toBe("fail");
    expect(writes?.effect?.scale).toBe("ratio");
    expect(writes?.effect?.value).toBeCloseTo(0.8, 1);
    expect(writes?.effect?.low).toBeLessThan(0.8 + 0.02);
    expect(writes?.effect?.high).toBeLessThan(0.95);
    expect(answer.why).toContain("write.bandwidth");
  });

  test("the same slowness in one night is inconclusive and suspected, with what to measure next", async () => {
    const answer = await verdict("hasty");
    expect(answer).toMatchObject({ verdict: "inconclusive", final: false });
    const writes = answer.series.find(({ metric }) => metric === "write.bandwidth");
    expect(writes).toMatchObject({ verdict: "inconclusive", suspected: true });
    expect(writes?.need?.blocks).toBeGreaterThan(0);
    expect(answer.waitingFor.length).toBeGreaterThan(0);
  });

  test("an unknown changeset, and one without a run, are not measured", async () => {
    expect(await verdict("nobody")).toMatchObject({ verdict: "not_measured", series: [] });
    await service.call("PUT", "/v1/changesets", { sha: "unmeasured", parent: "base" });
    const answer = await verdict("unmeasured");
    expect(answer.verdict).toBe("not_measured");
    expect(answer.missing.map(({ what }) => what).join()).toContain("write.bandwidth");
  });

  test("the same inputs give the same answer, and one recorded event", async () => {
    const [first, second] = [await verdict("slow"), await verdict("slow")];
    expect(second).toEqual(first);
    expect(first?.inputs).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("an incomplete run enters neither baseline nor verdict", async () => {
    const before = await verdict("same");
    await measure(5, { sha: "same", parent: "base", blocks: ["cut"], runsPerBlock: 1, write: 0.1, complete: false });
    await measure(6, { sha: "base", blocks: ["cut"], runsPerBlock: 1, write: 0.1, complete: false });
    const after = await verdict("same");
    expect(after.verdict).toBe("pass");
    expect(after.series.map(({ effect }) => effect)).toEqual(before.series.map(({ effect }) => effect));
    expect(JSON.stringify(after.series)).toContain("incomplete");
  });

  test("other watch facts are drift, and the changed one is named", async () => {
    const kernel = (version: string) => ({ watch: { kernel: version, governor: "performance" } });
    await measure(7, { sha: "old-kernel", blocks: nights("ok", 4), runsPerBlock: 3, environment: kernel("6.1") });
    await measure(8, {
      sha: "new-kernel",
      parent: "old-kernel",
      blocks: nights("nk", 3),
      runsPerBlock: 2,
      environment: kernel("6.8"),
    });
    const answer = await verdict("new-kernel");
    expect(answer.verdict).toBe("invalid_environment");
    expect(answer.why).toContain("kernel 6.1 → 6.8");
  });

  test("the same binary on both sides proves nothing", async () => {
    const subject = { packages: { server: "sha256:00" } };
    await measure(9, { sha: "built", blocks: nights("b", 4), runsPerBlock: 3, subject });
    await measure(10, { sha: "rebuilt", parent: "built", blocks: nights("r", 3), runsPerBlock: 2, subject });
    const answer = await verdict("rebuilt");
    expect(answer.verdict).toBe("invalid_environment");
    expect(answer.why).toContain("same binary");
  });

  test("a parent with a short history establishes the baseline", async () => {
    await measure(11, { sha: "young", blocks: ["y-1"], runsPerBlock: 2 });
    await measure(12, { sha: "younger", parent: "young", blocks: nights("yy", 3), runsPerBlock: 2 });
    const answer = await verdict("younger");
    expect(answer.verdict).toBe("not_measured");
    expect(JSON.stringify(answer.series)).toContain("establishes");
  });
});
