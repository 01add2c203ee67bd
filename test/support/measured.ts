/** Runs of a changeset as a rig posts them: nights, noise from a seed, values that a test decides. */
import type { Changeset } from "../../src/model/changeset.ts";
import type { RunDocument } from "../../src/model/run.ts";
import { normal, seeded } from "../simulator/random.ts";
import { uuids } from "./runs.ts";
import type { TestService } from "./service.ts";

export interface Measured {
  readonly changeset: Changeset;
  /** UTC dates, one block each. */
  readonly nights: readonly string[];
  readonly perNight?: number;
  readonly rig?: string;
  /** Parameters and level of each series; one of 1000 without parameters when absent. */
  readonly series?: readonly Measure[];
  readonly more?: Partial<RunDocument>;
}

export interface Measure {
  readonly level: number;
  readonly benchmark?: string;
  readonly metric?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Relative standard deviation from run to run. */
const NOISE = 0.01;

export function documents(
  seed: number,
  { changeset, nights, perNight = 2, rig = "lab", series = [{ level: 1000 }], more }: Measured,
): RunDocument[] {
  const [random, id] = [seeded(seed), uuids(seed)];
  return nights.flatMap((night) =>
    Array.from({ length: perNight }, (_, index): RunDocument => {
      const startedAt = new Date(`${night}T${20 + index}:00:00Z`).toISOString();
      return {
        schema: "tarnish.run/1",
        id: id(),
        rig,
        suite: "nightly",
        changeset: { branch: "master", ...changeset },
        block: night,
        startedAt,
        complete: true,
        measurements: series.map(({ level, benchmark = "ior", metric = "write.bandwidth", parameters = {} }) => ({
          benchmark,
          metric,
          unit: "MiB/s",
          better: "higher",
          parameters,
          values: [level * Math.exp(NOISE * normal(random))],
        })),
        ...more,
      };
    }),
  );
}

/** Posts as a stream; throws when a line is refused. */
export async function post(service: TestService, runs: readonly RunDocument[]): Promise<void> {
  const response = await fetch(`${service.url}/v1/runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" },
    body: runs.map((run) => JSON.stringify(run)).join("\n"),
  });
  const lines = (await response.text()).trim().split("\n");
  const refused = lines.filter((line) => (JSON.parse(line) as { status: number }).status >= 300);
  if (!response.ok || refused.length > 0) throw new Error(`refused: ${refused[0] ?? response.status}`);
}

/** `count` dates from a first one on. */
export function nightsFrom(first: string, count: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => new Date(start + index * 86_400_000).toISOString().slice(0, 10));
}

/** Fifteen repeats instead of one, with the same median: more than a summary has room for. */
export const repeated = (run: RunDocument): RunDocument => ({
  ...run,
  measurements: run.measurements.map((one) => ({
    ...one,
    values: Array.from({ length: 15 }, (_, at) => Number(one.values?.[0] ?? 0) * (1 + (at - 7) / 1000)),
  })),
});
