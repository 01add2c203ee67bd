/** What a session measured, as the run document that is posted. */
import { tellApart } from "../../formats/tell-apart.ts";
import type { Changeset } from "../../model/changeset.ts";
import { type Cause, type Environment, RUN_SCHEMA, type RunDocument } from "../../model/run.ts";
import type { PlannedBuild } from "../../wire/plan.ts";
import { checkedDocument } from "../checked-document.ts";
import type { TaskReading } from "./reading.ts";

export interface SessionFacts {
  readonly id: string;
  readonly rig: string;
  readonly suite: string;
  readonly changeset: Changeset;
  readonly cause: Cause;
  readonly workOrder?: string | undefined;
  readonly block: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly build: PlannedBuild | undefined;
  readonly packages: Readonly<Record<string, string>>;
  readonly environment: Environment | undefined;
  readonly virtual: boolean;
  /** What the plan says of this session: context. */
  readonly context: Readonly<Record<string, string>>;
  /** Why nothing of this session may be judged: the rig drifted. Canaries stay as they are. */
  readonly suspect: readonly string[];
  readonly isCanary: (benchmark: string) => boolean;
}

const MOST_SKIPPED = 1000;

export function sessionDocument(facts: SessionFacts, readings: readonly TaskReading[]): RunDocument {
  const { environment, context, build, packages } = facts;
  const measurements = tellApart(readings.flatMap((reading) => reading.measurements)).map((one) =>
    facts.suspect.length === 0 || facts.isCanary(one.benchmark)
      ? one
      : { ...one, suspect: [...(one.suspect ?? []), ...facts.suspect] },
  );
  const skipped = readings.flatMap((reading) => reading.skipped).slice(0, MOST_SKIPPED);
  const tools = new Map(readings.flatMap(({ tool }) => (tool ? [[JSON.stringify(tool), tool] as const] : [])));
  const [tool] = tools.size === 1 ? tools.values() : [];
  const hasSubject = Object.keys(packages).length > 0 || build?.versions !== undefined || build?.dirty !== undefined;
  return checkedDocument({
    schema: RUN_SCHEMA,
    id: facts.id,
    rig: facts.rig,
    suite: facts.suite,
    changeset: facts.changeset,
    block: facts.block,
    cause: facts.cause,
    ...(facts.workOrder !== undefined && { workOrder: facts.workOrder }),
    startedAt: facts.startedAt.toISOString(),
    finishedAt: facts.finishedAt.toISOString(),
    complete: readings.every(({ complete }) => complete) && measurements.length > 0,
    ...(hasSubject && { subject: subjectOf(build, packages) }),
    environment: { ...environment, context: { ...environment?.context, ...context } },
    ...(facts.virtual && { virtual: true }),
    harness: { name: "tarnish" },
    ...(tool && { tool }),
    ...(skipped.length > 0 && { skipped }),
    measurements,
  });
}

function subjectOf(build: PlannedBuild | undefined, packages: Readonly<Record<string, string>>) {
  return {
    ...(Object.keys(packages).length > 0 && { packages }),
    ...(build?.versions && { versions: build.versions }),
    ...(build?.dirty !== undefined && { dirty: build.dirty }),
  };
}
