/** A judged changeset for tests of its page: every word of a verdict, ordinary names or hostile ones. */

import type { ShownChangeset } from "../../src/actions/show-changeset.ts";
import { NO_TIES } from "../../src/detect/ties.ts";
import type { Effect } from "../../src/model/series.ts";
import { type SeriesVerdict, type SideSummary, type VerdictWord, WORST_FIRST } from "../../src/model/verdict.ts";
import type { ChangesetsPageData } from "../../src/web/changesets-page.ts";

const side = (sha: string, level: number, runs: number): SideSummary => ({
  sha,
  runs,
  blocks: Math.ceil(runs / 2),
  level,
  runIds: [],
});

const ratio = (value: number): Effect => ({
  scale: "ratio",
  value,
  low: value - 0.015,
  high: value + 0.018,
  confidence: 0.967,
  unit: "",
});

const WORDS: readonly [VerdictWord, Effect | null][] = [
  ["fail", ratio(0.84)],
  ["inconclusive", ratio(0.93)],
  ["pass", ratio(1.002)],
  ["invalid_environment", null],
  ["not_measured", null],
  ["pass", { ...ratio(0), scale: "difference", value: 0.4, low: -1.1, high: 1.9, unit: "ms" }],
];

const seriesOf = (text: string | undefined): SeriesVerdict[] =>
  WORDS.map(([verdict, effect], i) => ({
    series: `00000000000000a${i}`,
    rig: text ?? "opensfs-a",
    benchmark: text ?? "ior-easy",
    metric: text ?? "write.bandwidth",
    parameters: { [text ?? "clients"]: text ?? "16" },
    unit: text ?? "MiB/s",
    better: "higher",
    verdict,
    suspected: verdict === "inconclusive",
    role: verdict === "not_measured" ? "advisory" : "gating",
    baseline: side("a".repeat(40), 5428, 254),
    parent: side("b".repeat(40), 5440, 6),
    candidate: effect === null ? { ...side("c".repeat(40), 0, 0), level: null } : side("c".repeat(40), 4560, 6),
    effect,
    threshold: { ratio: 0.05 },
    p: null,
    adjustedP: null,
    minimumDetectableEffect: 0.03,
    need: { blocks: 1, runs: 3 },
    waiver: null,
    inherits: null,
    warnings: [{ code: "unproven_subject", text: "Nobody proved which build was measured." }],
    why: text ?? "write.bandwidth is 0.84x (0.83 to 0.86) of the baseline; material is 5 %.",
  }));

export function shownChangeset(text?: string): ShownChangeset {
  const sha = text === undefined ? "5efa0de8fc1e4b6d8a90c2f3d4e5f60718293a4b" : "d0d0";
  const say = (ordinary: string) => text ?? ordinary;
  const series = seriesOf(text);
  return {
    verdict: {
      sha,
      verdict: "inconclusive",
      why: say("write.bandwidth is 0.93x (0.92 to 0.95) of the baseline; one block is not enough to decide."),
      policy: { name: say("default"), version: "1", kind: "feature", phase: null },
      patchset: 3,
      lineage: { tree: null, parentTree: null, twins: [], stale: null, left: null, ties: NO_TIES },
      notes: [say("Fixes 7cf2763b0de8.")],
      final: false,
      waitingFor: [say("3 more runs in another block on opensfs-a")],
      eta: "2026-10-03T04:00:00Z",
      look: 1,
      series,
      findings: [{ kind: "curve", rig: say("opensfs-a"), series: [], text: say("Regresses only above 64 clients.") }],
      missing: [{ what: say("mdtest-easy create.rate (clients 16)"), why: say("no usable run of it on any rig") }],
      waivers: [
        {
          id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
          kind: "regression",
          what: [say("write.bandwidth of ior-easy")],
          reason: say("correctness first"),
          ticket: say("LU-17001"),
          who: say("gatekeeper"),
          expiresAt: "2026-12-01T00:00:00Z",
          text: say("gatekeeper waived write.bandwidth of ior-easy until 2026-12-01: correctness first (LU-17001)."),
        },
      ],
      engine: "1",
      inputs: `sha256:${"e".repeat(64)}`,
      partial: true,
    },
    isKnown: true,
    changeset: {
      sha,
      branch: say("master"),
      parent: "b".repeat(40),
      subject: say("LU-17000 osc: do not wait for the grant twice"),
      ...(text === undefined ? {} : { author: text, ticket: text }),
      committedAt: "2026-10-02T09:14:00Z",
    },
    landing: {
      ticket: say("LU-17000"),
      kind: "feature",
      release: say("2.17.0"),
      designs: [say("grant-design.md")],
      inspections: [{ who: say("inspector"), at: "2026-10-01T00:00:00Z" }],
      plan: {
        benchmarks: [say("ior-easy")],
        expects: [
          {
            metric: say("write.bandwidth"),
            parameters: { [say("clients")]: say("16") },
            effect: "worse",
            upTo: { ratio: 0.03 },
            declaredAt: "2026-10-01T08:00:00Z",
          },
        ],
      },
      slips: [{ from: say("2.16.0"), to: say("2.17.0"), at: "2026-09-01T00:00:00Z", who: say("manager") }],
      firstRunAt: null,
      late: [],
      absent: [say("inspections")],
    },
  };
}

/** One of each word, one that nobody judged, and one with a hostile subject; of `verdict` where it is given there are none. */
export function listOfChangesets(verdict = "all", hostile = ""): ChangesetsPageData {
  const words = [...WORST_FIRST, null];
  const items = words.map((word, at) => ({
    sha: `${at}`.repeat(40),
    subject: at === 1 ? hostile : `LU-1700${at} osc: send fewer small writes`,
    committedAt: `2026-10-0${at + 1}T09:14:00Z`,
    ...(at === 0 ? { patchset: 3 } : { position: 18_231 - at }),
    said: word && { verdict: word, final: at > 0, why: "All 9 required series are inside 5 % of their level." },
  }));
  const shown = verdict === "all" ? items : [];
  const branch = { branch: "master", branches: ["master", "b2_15", hostile], isWhole: true };
  return { ...branch, items: shown, next: items[0]?.sha ?? null, looked: 300, verdict, isFurther: verdict !== "all" };
}
