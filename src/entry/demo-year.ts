/** A year that never was: landings of a simulated project and what two simulated rigs measured, from one seed. */
import type { Changeset, Release } from "../model/changeset.ts";
import type { RunDocument } from "../model/run.ts";
import { Lab, METRICS, type Random } from "./demo-lab.ts";

export interface DemoYear {
  readonly changesets: readonly Changeset[];
  readonly releases: readonly Release[];
  readonly runs: readonly RunDocument[];
  /** What the gate is asked at the end, with what was planted. */
  readonly candidates: readonly { readonly sha: string; readonly story: string }[];
}

const LANDINGS = 182;
const DAY = 86_400_000;
/** Two landings are one night's work for a rig. */
const SPACING = 2 * DAY;
const RELEASES = [0.22, 0.47, 0.72, 0.94];

/** `end`: the last night of the year. */
export function demoYear(random: Random, end: Date): DemoYear {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const landings = Array.from({ length: LANDINGS }, () => hex(40));
  const nightOf = (index: number) => new Date(end.getTime() - (LANDINGS - 1 - index) * SPACING - 4 * DAY);
  const changesets = landings.map((sha, index) => landed(sha, landings[index - 1], index, nightOf(index)));
  const lab = new Lab(random, hex);
  const runs = landings.flatMap((sha, index) =>
    lab.night({ sha, parent: landings[index - 1], at: nightOf(index), when: index / LANDINGS, position: index + 1 }, 2),
  );
  const tip = landings.at(-1) ?? "";
  const tried = candidates(hex, tip);
  for (const { sha, factors, nights } of tried) {
    for (let night = 0; night < nights; night++) {
      const at = new Date(end.getTime() - (nights - night) * DAY);
      runs.push(...lab.night({ sha, parent: tip, at, when: 1, factors }, nights === 1 ? 6 : 2));
      runs.push(...lab.night({ sha: tip, parent: landings.at(-2), at, when: 1, position: LANDINGS }, 1, "confirm"));
    }
  }
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
    candidates: tried.map(({ sha, story }) => ({ sha, story })),
  };
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
