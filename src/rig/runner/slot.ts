/** One session at its place in the plan: is the rig fit, what was measured, and as which run it is told. */
import { rmSync, statfsSync } from "node:fs";
import { resolve } from "node:path";
import { Fault } from "../../model/fault.ts";
import type { RunDocument } from "../../model/run.ts";
import { derivedId } from "../derived-id.ts";
import type { Slot } from "../plan/schedule.ts";
import { CANARY } from "../plan/tasks.ts";
import type { CampaignAsk, RigNow } from "./campaign-ask.ts";
import { type HookPlace, runHooks } from "./hooks.ts";
import { folderOf } from "./leftovers.ts";
import { type Measured, runSession } from "./session.ts";
import { sessionDocument } from "./session-document.ts";

export type SlotOutcome =
  | { readonly kind: "measured"; readonly document: RunDocument; readonly milliseconds: number }
  | { readonly kind: "invalid" | "stopped"; readonly why: string };

const isCanary = (benchmark: string): boolean => benchmark.startsWith(CANARY);

export async function measureSlot(ask: CampaignAsk, slot: Slot, block: string): Promise<SlotOutcome> {
  const rig = ask.rigNow();
  const wrong = rig.wrong ?? tooLittleSpace(ask);
  if (wrong !== undefined) return { kind: "invalid", why: wrong };
  const startedAt = ask.now();
  const began = performance.now();
  const measured = await runSession({
    ...ask,
    build: ask.plan.builds[slot.side],
    seed: `${ask.seed} session ${slot.index}`,
    variables: variablesOf(ask, slot, block),
    onTask: (title) => ask.onEvent({ kind: "task", title }),
  });
  if (measured.kind === "stopped") return { kind: "stopped", why: `session ${slot.index + 1} was stopped and dropped` };
  const document = documentOf(ask, slot, block, { rig, measured, startedAt });
  return { kind: "measured", document, milliseconds: performance.now() - began };
}

const variablesOf = (ask: CampaignAsk, slot: Slot, block: string) => ({
  TARNISH_BUILD: slot.side,
  TARNISH_SHA: ask.changesets[slot.side]?.sha ?? "",
  TARNISH_BLOCK: block,
  TARNISH_SESSION: String(slot.index + 1),
});

interface Session {
  readonly rig: RigNow;
  readonly measured: Extract<Measured, { kind: "measured" }>;
  readonly startedAt: Date;
}

function documentOf(ask: CampaignAsk, slot: Slot, block: string, { rig, measured, startedAt }: Session): RunDocument {
  const { readings, packages } = measured;
  const changeset = ask.changesets[slot.side];
  if (changeset === undefined) throw new Fault("invalid", `Nobody said which changeset the ${slot.side} is.`);
  const canaries = readings.flatMap((reading) => reading.measurements.filter((one) => isCanary(one.benchmark)));
  const shifts = ask.canaries.shifts(canaries, { epoch: rig.epoch, block });
  for (const shift of shifts) ask.onEvent({ kind: "remark", text: `the rig drifted: ${shift}` });
  return sessionDocument(
    {
      id: derivedId(["session", ask.campaign, String(slot.index)]),
      rig: ask.rig,
      suite: ask.plan.suite,
      changeset,
      cause: ask.cause,
      workOrder: ask.workOrder,
      block,
      startedAt,
      finishedAt: ask.now(),
      build: ask.plan.builds[slot.side],
      packages,
      environment: rig.environment,
      virtual: rig.virtual,
      context: {
        "plan.campaign": ask.campaign,
        "plan.digest": ask.digest,
        "plan.order": ask.plan.order,
        "plan.seed": String(ask.seed),
        "plan.session": String(slot.index + 1),
        "plan.build": slot.side,
        ...(shifts.length > 0 && { "canary.shift": shifts.join("; ") }),
      },
      suspect: shifts.map((shift) => `the rig drifted: ${shift}`.slice(0, 500)),
      isCanary,
    },
    readings,
  );
}

function tooLittleSpace({ plan, directory }: CampaignAsk): string | undefined {
  for (const [folder, wanted] of Object.entries(plan.free)) {
    const path = resolve(directory, folder);
    let free: number;
    try {
      const { bavail, bsize } = statfsSync(path);
      free = bavail * bsize;
    } catch {
      return `${folder}, where free space is required, is not there`;
    }
    if (free < wanted) return `${folder} has ${gibibytes(free)} free, the plan requires ${gibibytes(wanted)}`;
  }
  return undefined;
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Of the session that a crash cut off: nobody knows how far it came. Failures are remarks, it may not have begun. */
export async function tearDown(ask: CampaignAsk): Promise<void> {
  await hook(ask, "tear-down", ask.plan.teardown);
}

/** Commands outside a session: those of a block. Why the first that failed did. */
export async function hook(
  ask: CampaignAsk,
  what: string,
  list: HookPlace["plan"]["teardown"],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const folder = folderOf(ask.campaign);
  try {
    const variables = {
      TARNISH_FOLDER: folder,
      TARNISH_BUILD: "",
      TARNISH_SHA: "",
      TARNISH_BLOCK: "",
      TARNISH_SESSION: "",
    };
    const failed = await runHooks({ ...ask, build: undefined, folder, variables }, [[what, list]], signal);
    if (failed !== undefined) ask.onEvent({ kind: "remark", text: failed });
    return failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
