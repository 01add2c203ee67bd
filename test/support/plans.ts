/** Campaigns for tests: real processes, a fixed clock where it matters, and everything that happened on record. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Fault } from "../../src/model/fault.ts";
import type { RunDocument } from "../../src/model/run.ts";
import { scheduleOf } from "../../src/rig/plan/schedule.ts";
import { tasksOf } from "../../src/rig/plan/tasks.ts";
import { type CampaignEnd, runCampaign } from "../../src/rig/runner/campaign.ts";
import type { CampaignAsk, CampaignEvent } from "../../src/rig/runner/campaign-ask.ts";
import { openJournal } from "../../src/rig/runner/journal.ts";
import { PlanBody } from "../../src/wire/plan.ts";

/** Prints a table that says `value`; what it is given besides is done first. */
export const saying = (value: string, first = "true"): string[] => [
  "sh",
  "-c",
  `${first}; printf 'benchmark,metric,value,unit,better\\nb,time,%s,s,lower\\n' ${value}`,
];

/** Of every campaign that is played: of this process alone, for what a campaign leaves behind is found by its name. */
export const CAMPAIGN = `0198c1f2-8a70-7cc1-9e2e-${process.pid.toString(16).padStart(12, "0")}`;

export interface Played {
  readonly end: CampaignEnd;
  readonly delivered: readonly RunDocument[];
  readonly events: readonly CampaignEvent[];
  /** Of the journal: given again, the campaign goes on. */
  readonly folder: string;
}

export interface PlayOptions extends Partial<Omit<CampaignAsk, "plan" | "tasks" | "deliver" | "onEvent">> {
  readonly folder?: string;
  readonly deliver?: (document: RunDocument) => Promise<Fault | undefined>;
  readonly onEvent?: (event: CampaignEvent) => void;
}

/** Removed when the test ends that asks for it. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "tarnish-plan-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function play(body: object, options: PlayOptions = {}): Promise<Played> {
  const plan = PlanBody.parse({ suite: "s", rig: "r", ...body });
  const folder = options.folder ?? temporary();
  const delivered: RunDocument[] = [];
  const events: CampaignEvent[] = [];
  const ask: CampaignAsk = {
    plan,
    tasks: tasksOf(plan),
    rig: "r",
    changesets: { baseline: { sha: "a" }, candidate: { sha: "b", parent: "a" } },
    cause: "scheduled",
    campaign: CAMPAIGN,
    digest: "d",
    seed: 1,
    beganAt: new Date(),
    blockBase: "night",
    directory: folder,
    env: { PATH: process.env["PATH"] ?? "" },
    signal: new AbortController().signal,
    now: () => new Date(),
    rigNow: () => ({ environment: undefined, virtual: false, boot: "one", epoch: "", wrong: undefined }),
    canaries: { shifts: () => [] },
    enough: () => undefined,
    ...options,
    async deliver(document) {
      const fault = await options.deliver?.(document);
      if (fault === undefined) delivered.push(document);
      return fault;
    },
    onEvent(event) {
      events.push(event);
      options.onEvent?.(event);
    },
  };
  const { baseline, candidate } = plan.builds;
  const sides = [...(baseline ? ["baseline" as const] : []), ...(candidate || !baseline ? ["candidate" as const] : [])];
  const journal = openJournal(join(folder, "journal.jsonl"));
  const slots = scheduleOf({ ...plan, sides, seed: ask.seed });
  const end = await runCampaign(ask, journal, slots).finally(() => journal.close());
  return { end, delivered, events, folder };
}

/** A plan as a file of its own folder; its path. */
export function planFile(text: string, folder = temporary()): string {
  const path = join(folder, "plan.yaml");
  writeFileSync(path, text);
  return path;
}
