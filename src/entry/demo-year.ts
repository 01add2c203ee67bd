/** A year that never was: landings of a simulated project and what two simulated rigs measured, from one seed. */
import type { Changeset, Release } from "../model/changeset.ts";
import type { Facts, RunDocument } from "../model/run.ts";
import { Lab, METRICS, type Night, type Random, REBUILT } from "./demo-lab.ts";
import { demoTrain, PAIRS } from "./demo-pairs.ts";

export interface DemoYear {
  readonly changesets: readonly Changeset[];
  readonly releases: readonly Release[];
  readonly runs: readonly RunDocument[];
  /** The new state of a rig that somebody accepted, measured on both sides. */
  readonly epoch: { readonly rig: string; readonly facts: Facts; readonly epoch: string; readonly reason: string };
  readonly train: ReturnType<typeof demoTrain>;
  /** What the gate is asked at the end, with what was planted. */
  readonly candidates: readonly { readonly sha: string; readonly story: string }[];
}

const LANDINGS = 182;
const DAY = 86_400_000;
/** Two landings are one night's work for a rig. */
const SPACING = 2 * DAY;
const RELEASES = [0.22, 0.47, 0.72, 0.94];
/** When the second rig is rebuilt, as a part of the year. */
const REBUILT_AT = 0.4;
/** Landings between two measurements of a pair. */
const PAIRS_EVERY = 4;

/** `end`: the last night of the year. */
export function demoYear(random: Random, end: Date): DemoYear {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const landings = Array.from({ length: LANDINGS }, () => hex(40));
  const nightOf = (index: number) => new Date(end.getTime() - (LANDINGS - 1 - index) * SPACING - 4 * DAY);
  const changesets = landings.map((sha, index) => landed(sha, landings[index - 1], index, nightOf(index)));
  const lab = new Lab(random, hex);
  const placed = (index: number) => ({
    ...{ sha: landings[index] ?? "", parent: landings[index - 1], at: nightOf(index), position: index + 1 },
    ...{ when: index / LANDINGS, isRebuilt: index >= REBUILT_AT * LANDINGS },
  });
  const runs = landings.flatMap((_, index) => lab.night(placed(index), 2));
  const tip = landings.at(-1) ?? "";
  const tried = candidates(hex, tip);
  for (const { sha, factors, nights } of tried) {
    for (let night = 0; night < nights; night++) {
      const at = new Date(end.getTime() - (nights - night) * DAY);
      runs.push(...lab.night({ sha, parent: tip, at, when: 1, factors, isRebuilt: true }, nights === 1 ? 6 : 2));
      runs.push(
        ...lab.night(
          { sha: tip, parent: landings.at(-2), at, when: 1, position: LANDINGS, isRebuilt: true },
          1,
          "confirm",
        ),
      );
    }
  }
  runs.push(...bridgeRuns(lab, placed), ...pairRuns(lab, placed));
  const branch = "master";
  const releases = RELEASES.map((when, index) => ({
    tag: `sim-1.${index}`,
    sha: landings[Math.floor(when * LANDINGS)] ?? tip,
    branch,
    releasedAt: nightOf(Math.floor(when * LANDINGS)).toISOString(),
  }));
  const unlanded = tried.map(({ sha, subject }) => ({ sha, parent: tip, branch, subject }));
  return {
    changesets: [...changesets, ...unlanded],
    releases,
    runs,
    epoch: {
      ...{ rig: REBUILT.rig, facts: REBUILT.watch, epoch: "kernel-6.6" },
      reason: "simulated: the kernel was exchanged, and what had landed last was measured on both",
    },
    train: demoTrain(end.toISOString().slice(0, 10)),
    candidates: tried.map(({ sha, story }) => ({ sha, story })),
  };
}

type Placed = (index: number) => Night;

/** The last changeset of the old kernel, once more on the new one, in two nights of its own. */
function bridgeRuns(lab: Lab, placed: Placed): RunDocument[] {
  const last = placed(Math.ceil(REBUILT_AT * LANDINGS) - 1);
  return [1, 3].flatMap((later) => {
    const at = new Date(last.at.getTime() + later * DAY);
    return lab.night({ ...last, at, isRebuilt: true, rigs: [REBUILT.rig] }, 3, "bridge");
  });
}

function pairRuns(lab: Lab, placed: Placed): RunDocument[] {
  return PAIRS.flatMap(({ client, server, from, to, worseFrom = 2 }) =>
    Array.from({ length: LANDINGS }, (_, index) => placed(index))
      .filter(({ when }, index) => index % PAIRS_EVERY === 0 && when >= from && when < to)
      .flatMap((night) => {
        const at = new Date(night.at.getTime() + DAY);
        const factors = night.when >= worseFrom ? { "file-creation.rate": 0.9 } : {};
        return lab.night({ ...night, at, factors, rigs: ["sim-east"], pair: { client, server } }, 2);
      }),
  );
}

function landed(sha: string, parent: string | undefined, index: number, at: Date): Changeset {
  const planted = METRICS.flatMap(({ benchmark, metric: name, steps }) =>
    steps.filter(([when]) => Math.ceil(when * LANDINGS) === index).map(() => `${benchmark} ${name}`),
  );
  const subject = `simulated change ${index + 1}${planted.length > 0 ? ` (moves ${planted.join(", ")})` : ""}`;
  return {
    sha,
    branch: "master",
    position: index + 1,
    committedAt: at.toISOString(),
    subject,
    ...(parent !== undefined && { parent }),
  };
}

interface Candidate {
  readonly sha: string;
  readonly subject: string;
  readonly story: string;
  readonly nights: number;
  readonly factors: Readonly<Record<string, number>>;
}

function candidates(hex: (digits: number) => string, tip: string): Candidate[] {
  const one = (subject: string, story: string, nights: number, factors: Candidate["factors"] = {}) => ({
    sha: hex(40),
    subject,
    story,
    nights,
    factors,
  });
  const short = tip.slice(0, 10);
  return [
    one("simulated candidate: nothing slower", `nothing planted, three nights on two rigs, on top of ${short}`, 3),
    one("simulated candidate: writes slower", "writes 15 % slower, three nights on two rigs", 3, {
      "write.bandwidth": 0.85,
    }),
    one(
      "simulated candidate: creation slower, one night",
      "file creation 20 % slower, but measured in one night only",
      1,
      { "file-creation.rate": 0.8 },
    ),
    one("simulated candidate: not measured", "nobody measured it", 0),
  ];
}
