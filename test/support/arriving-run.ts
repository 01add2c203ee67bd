/** A landing of which another run arrives between any two questions to the store. */
import type { Context } from "../../src/actions/context.ts";
import { Known } from "../../src/actions/known.ts";
import type { NewEvent } from "../../src/store/events.ts";
import { askedStore } from "./asked-store.ts";

export const LANDING = "cand";
const BASE = { sha: "base", branch: "master", position: 1 };
const CANDIDATE = { sha: LANDING, branch: "master", parent: BASE.sha };
const series = (id: string, rig: string) => ({
  ...{ id, rig, benchmark: "b", version: "", metric: "time", parameters: {}, pairing: "", hardware: "" },
  ...{ unit: "s", dimension: "time", better: "lower" },
});
const LAB = series("5e", "lab");

const night = (sha: string, at: number, of: readonly { readonly id: string; readonly rig: string }[]) => ({
  ...{ run: `${of[0]?.id}-${sha}-${at}`, rig: of[0]?.rig, suite: "nightly", sha, branch: "master" },
  ...{ block: `night-${at}`, cause: "scheduled", complete: true, excluded: "", watchHash: "", packagesHash: "" },
  ...{ startedAt: new Date(Date.UTC(2026, 9, 18 + at)), acceptedAt: new Date(Date.UTC(2026, 9, 18 + at, 1)), of },
});
const BEFORE = [
  ...Array.from({ length: 12 }, (_, at) => night(BASE.sha, at - 12, [LAB])),
  ...[5, 6].map((at) => night(LANDING, at, [LAB])),
];

/** The landing is slower by so much that three runs do not decide. */
const secondsOf = ({ sha, startedAt }: { readonly sha: string; readonly startedAt: Date }): number =>
  (sha === LANDING ? 1.06 : 1) + (startedAt.getUTCDate() % 3) / 100;

export interface Arriving {
  /** Place of the question before which it arrives, from 0; endless: it never does. */
  readonly at: number;
  /** The series that it is the first run of; absent: another run of the one that is there. */
  readonly first?: { readonly id: string; readonly rig: string };
  /** What is recorded of the landing from then on. */
  readonly recorded?: unknown;
}

/** `recorded`: the verdict that was recorded last, by changeset. `restarted`: another service on the same store. */
export function arrivingRun({ at, first, recorded: other }: Arriving) {
  const recorded = new Map<string, unknown>();
  const extra = first && series(first.id, first.rig);
  const { ctx, asked } = askedStore((count) => {
    const there = () => count() > at;
    const runs = () => [...BEFORE, ...(there() ? [night(LANDING, 7, [extra ?? LAB])] : [])];
    const of = (kind: string, bodies: readonly unknown[]) => (asking: string) =>
      asking === kind ? bodies.map((body) => ({ key: "", at: "", body })) : [];
    const last = (sha: string) => (there() && other ? other : recorded.get(sha));
    return {
      watermark: (kind: string) => (kind === "runs" || kind === "series" ? `${there()}` : ""),
      changesets: () => [BASE, CANDIDATE],
      entities: of("rig", [{ rig: "lab", visibility: "public" }, PRIVATE]),
      series: () => [LAB, ...(extra && there() ? [extra] : [])],
      runs: ({ rigs }: { rigs: readonly string[] }) =>
        runs()
          .filter(({ rig = "" }) => rigs.includes(rig))
          .reverse(),
      measuredRuns: async (shas: readonly string[], told: readonly string[] | Promise<readonly string[]>) => {
        const [found, ids] = [runs(), await told];
        return found
          .filter(({ sha }) => shas.includes(sha))
          .map(({ of: measured, ...run }) => ({
            ...run,
            measured: measured.flatMap(({ id }) =>
              ids.includes(id) ? [{ unit: "s", suspect: "", series: [ids.indexOf(id)], values: [secondsOf(run)] }] : [],
            ),
          }));
      },
      measured: () => new Map(),
      runsStamp: () => `${runs().length}`,
      runsStamps: (shas: readonly string[]) =>
        new Map(shas.map((sha) => [sha, `${runs().filter((run) => run.sha === sha).length}`])),
      entity: (_: string, sha: string) => last(sha) && { key: sha, at: "", body: last(sha) },
      history: (_: string, sha: string) => (last(sha) ? [{ at: "", body: last(sha) }] : []),
      verdictWords: () => (there() && other ? [{ sha: LANDING, verdict: "fail", final: true, why: WHY }] : []),
      append: (events: readonly NewEvent[]) => {
        for (const { key, body } of events) recorded.set(key, JSON.parse(body));
      },
    };
  });
  const restarted = (): Context => ({ ...ctx, known: new Known(ctx.store, ctx.now) });
  return { ctx, asked, recorded, restarted };
}

/** The private rig, seen by who reads `acme`. */
export const PRIVATE = { rig: "secret", vendor: "acme", visibility: "private" };
/** Said at full sight, where anything was recorded by others. */
export const WHY = "zq-why";
