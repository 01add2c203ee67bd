/** A small world with a private rig in it, whose every name and figure is planted: found anywhere, it was leaked. */
import { normal, seeded } from "../simulator/random.ts";
import { run, uuids } from "./runs.ts";

export const VENDOR = "zqvendor";
/** Owns a node of the private rig, and lets nobody see it for a day longer than the vendor does. */
export const PARTNER = "zqpartner";
export const RIG = "zqrig-7";
/** A candidate that only the private rig has measured, so that it is as private as the rig. */
export const SHA = "5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4";
export const RUN = "5ec4e700-0000-4000-8000-000000000001";
/** Open to everybody. */
export const OPEN = {
  rig: "open-1",
  sha: "0be0be0be0be0be0be0be0be0be0be0be0be0be0",
  tag: "9.9.1",
  tagBefore: "9.9.0",
  tagMaintained: "9.9.0-1",
};

/** Behind every text that a person or a machine may choose freely: on no page and in no picture it becomes an element. */
export const MARK = "<b/onmouseover=x>";

const ENVIRONMENT = {
  identity: { "cpu.model": `zqprocessor${MARK}` },
  watch: { kernel: `zqkernel${MARK}` },
  context: { [`zqfact.key${MARK}`]: `zqfact${MARK}` },
  nodes: [
    { name: `zqnode-1${MARK}`, role: "oss", owner: `zqowner${MARK}` },
    { name: "zqnode-2", role: "mds", owner: PARTNER },
  ],
};
const LEVEL = { private: 73_219, open: 1_000 };

/** Everything that the private rig said and nobody else. Figures by their first digits, which every form of them has. */
export const SECRETS: readonly string[] = [
  VENDOR,
  PARTNER,
  RIG,
  SHA,
  SHA.slice(0, 10),
  RUN,
  "zqdescription",
  "zqreason",
  "zqlabel",
  "2998-07-06",
  "2998-07-07",
  "zqsubject",
  "zqauthor",
  "zqtrailer",
  "zqreason",
  "zqpath",
  "zqbenchmark",
  "zqmetric",
  "zqparameter",
  "zqnight",
  "zqsuite",
  "zqtool",
  "zqpackage",
  "zqprocessor",
  "zqkernel",
  "zqfact",
  "zqnode",
  "zqowner",
  "73219.",
  "73,219",
  "73 219",
];

export const RIG_BODY = {
  vendor: VENDOR,
  visibility: "private",
  description: `zqdescription${MARK}`,
  labels: ["zqlabel"],
  publicFrom: "2998-07-06T05:04:03Z",
  owners: [{ vendor: PARTNER, visibility: "private", publicFrom: "2998-07-07T05:04:03Z" }],
} as const;
export const CHANGESET = {
  sha: SHA,
  parent: OPEN.sha,
  branch: `zqbranch${MARK}`,
  subject: `ZQ-1 zqsubject${MARK}`,
  author: `zqauthor${MARK}`,
  ticket: "ZQ-1",
  trailers: { [`Zqtrailer${MARK}`]: `zqtrailer${MARK}` },
};

const SHAS = [...Array.from({ length: 8 }, (_, index) => `a${index}`.repeat(20)), OPEN.sha];

const id = uuids(404);
const random = seeded(404);
const noisy = (level: number) => [1, 2, 3].map(() => level + 0.2 + 0.1 * normal(random));

const at = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day, 20)).toISOString();

/** As the private rig posts it: its own benchmark, and one that it shares with the open rig. */
function privateRun(sha: string, day: number, runId = id()): object {
  const document = run({ id: runId, sha, rig: RIG, block: `zqnight-${day}${MARK}`, values: noisy(LEVEL.private) });
  const [measurement] = document.measurements;
  return {
    ...document,
    startedAt: at(day),
    suite: "zqsuite",
    changeset: sha === SHA ? CHANGESET : { sha, branch: "master" },
    environment: ENVIRONMENT,
    subject: { packages: { client: `sha256:zqpackage-${sha}${MARK}` } },
    tool: { name: `zqtool${MARK}` },
    measurements: [
      measurement,
      {
        ...measurement,
        benchmark: `zqbenchmark${MARK}`,
        metric: `zqmetric${MARK}`,
        unit: `zq${MARK}`,
        version: `zq${MARK}`,
        parameters: { [`zqparameter${MARK}`]: `zqparameter${MARK}` },
        suspect: day === 62 ? [`zq${MARK}`] : [],
      },
      ...stepped(sha, LEVEL.private),
    ],
  };
}

/** The changeset that makes both rigs slower, so that there is something to triage. */
const GUILTY = 4;

function stepped(sha: string, level: number): object[] {
  const at = SHAS.indexOf(sha);
  if (at < 0) return [];
  const values = noisy(at < GUILTY ? level : 0.8 * level);
  return [{ benchmark: "step", metric: "rate", unit: "ops/s", better: "higher", values }];
}

/** Changesets in landing order, each measured by both rigs in the same nights, then the private candidate. */
export function* world(): Generator<object> {
  for (const [index, sha] of SHAS.entries()) {
    for (const day of [3 * index, 3 * index + 1]) {
      const document = run({ id: id(), sha, rig: OPEN.rig, values: noisy(LEVEL.open), block: `night-${day}` });
      const parent = SHAS[index - 1];
      const changeset = { sha, branch: "master", ...(parent && { parent }) };
      const measurements = [...document.measurements, ...stepped(sha, LEVEL.open)];
      yield { ...document, startedAt: at(day), changeset, measurements };
      yield privateRun(sha, day);
    }
  }
  yield PRIVATE_RUN;
  for (const day of [61, 62]) yield privateRun(SHA, day);
  for (const day of [60, 61, 62]) yield privateRun(SHA, day);
}

export const PRIVATE_RUN = privateRun(SHA, 60, RUN);
