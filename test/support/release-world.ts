/** A mainline with two releases and a maintenance branch, measured every night by a public and a private rig. */
import type { Changeset } from "../../src/model/changeset.ts";
import type { Measurement, RunDocument } from "../../src/model/run.ts";
import { normal, type Random, seeded } from "../simulator/random.ts";
import { uuids } from "./runs.ts";
import type { TestService } from "./service.ts";

export const LANDINGS = 40;
/** Positions of the releases 1.0 and 1.1. */
export const RELEASED = [10, LANDINGS] as const;
/** Five steps of 1.5 %, none of them material alone. */
export const CREEPING = [14, 19, 24, 29, 34] as const;
/** On top of the last landing, and as fast; three nights on the public rig. */
export const CANDIDATE = "c001";
/** One step of 12 %. */
export const GUILTY = 22;

/** The private rig is a slower machine; what is a time there is as much shorter, which makes no odds. */
export const SECRET_SPEED = 0.8;

export const landing = (position: number): string => `m${String(position).padStart(3, "0")}`;

/** What each position of the mainline does to a series, as a factor of its level. */
const levels: Readonly<Record<string, (position: number) => number>> = {
  "create.rate": (position) => (position >= GUILTY ? 0.88 : 1),
  "write.bandwidth": (position) => 0.985 ** CREEPING.filter((at) => position >= at).length,
  "stat.latency": () => 1,
};

const day = (position: number) => new Date(Date.UTC(2026, 2, position, 20));

export async function releaseWorld(service: TestService, seed = 4): Promise<void> {
  const random = seeded(seed);
  const id = uuids(seed);
  await put(service, "/v1/rigs/public-1", { vendor: "acme", labels: ["metal"] });
  await put(service, "/v1/rigs/secret-1", { vendor: "umbra", labels: ["metal"], visibility: "private" });
  const mainline = Array.from({ length: LANDINGS }, (_, index) => mainlineChangeset(index + 1));
  const maintenance = [1, 2, 3, 4].map((index) => maintenanceChangeset(index));
  await put(service, "/v1/changesets", [...mainline, ...maintenance]);
  await put(service, "/v1/releases/1.0", { sha: landing(RELEASED[0]), branch: "master" });
  await put(service, "/v1/releases/1.1", { sha: landing(RELEASED[1]), branch: "master" });
  await put(service, "/v1/releases/1.0.1", { sha: "b004", branch: "b1_0" });
  const runs = ["public-1", "secret-1"].flatMap((rig) => [
    ...mainline.flatMap((changeset, index) => night({ random, id, rig, changeset, at: index + 1 })),
    ...(rig === "public-1"
      ? maintenance.flatMap((changeset) => night({ random, id, rig, changeset, at: RELEASED[0] }))
      : []),
  ]);
  const candidate = { sha: CANDIDATE, branch: "master" };
  for (const late of [1, 2, 3]) {
    runs.push(
      ...night({ random, id, rig: "public-1", changeset: { ...candidate, position: LANDINGS + late }, at: LANDINGS }),
    );
  }
  await put(service, "/v1/changesets", { sha: CANDIDATE, branch: "master", parent: landing(LANDINGS) });
  await post(service, runs);
}

function mainlineChangeset(position: number): Changeset {
  return {
    sha: landing(position),
    branch: "master",
    position,
    ...(position > 1 && { parent: landing(position - 1) }),
    changeId: `I${String(position).padStart(40, "0")}`,
    subject: `LU-${position} osc: change ${position}`,
    committedAt: day(position).toISOString(),
  };
}

/** The guilty change is brought back, and three others. */
function maintenanceChangeset(index: number): Changeset {
  const of = [12, GUILTY, 25, 30][index - 1] ?? 0;
  return {
    sha: `b00${index}`,
    branch: "b1_0",
    position: RELEASED[0] + index,
    parent: index === 1 ? landing(RELEASED[0]) : `b00${index - 1}`,
    changeId: `I${String(of).padStart(40, "0")}`,
    subject: `LU-${of} osc: change ${of}`,
  };
}

interface Night {
  readonly random: Random;
  readonly id: () => string;
  readonly rig: string;
  readonly changeset: Changeset;
  /** Position of the mainline whose levels it has. */
  readonly at: number;
}

/** Two runs that share the night, on every series. */
function night({ random, id, rig, changeset, at }: Night): RunDocument[] {
  const shared = new Map(Object.keys(levels).map((metric) => [metric, 0.003 * normal(random)]));
  const start = day(changeset.position ?? 0).getTime() + (changeset.branch === "master" ? 0 : 6 * 3_600_000);
  return [0, 1].map((index) => ({
    schema: "tarnish.run/1",
    id: id(),
    rig,
    suite: "nightly",
    changeset: { sha: changeset.sha, branch: changeset.branch ?? "" },
    block: `${rig} ${changeset.branch} ${changeset.position}`,
    startedAt: new Date(start + index * 3_600_000).toISOString(),
    finishedAt: new Date(start + index * 3_600_000 + 30 * 60_000).toISOString(),
    complete: true,
    measurements: Object.entries(levels).map(([metric, level]): Measurement => {
      const isTime = metric.endsWith("latency");
      const value =
        (rig === "secret-1" ? SECRET_SPEED : 1) *
        1000 *
        level(at) *
        Math.exp((shared.get(metric) ?? 0) + 0.003 * normal(random));
      return {
        benchmark: metric === "write.bandwidth" ? "ior" : "mdtest",
        metric,
        unit: isTime ? "us" : "ops/s",
        better: isTime ? "lower" : "higher",
        values: [value],
      };
    }),
  }));
}

async function put(service: TestService, path: string, body: unknown): Promise<void> {
  const answer = await service.call("PUT", path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}

/** As a stream; throws when a line is refused. */
async function post(service: TestService, runs: readonly RunDocument[]): Promise<void> {
  const response = await fetch(`${service.url}/v1/runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" },
    body: runs.map((run) => JSON.stringify(run)).join("\n"),
  });
  const lines = (await response.text()).trim().split("\n");
  const refused = lines.find((line) => (JSON.parse(line) as { status: number }).status >= 300);
  if (refused !== undefined) throw new Error(refused);
}
