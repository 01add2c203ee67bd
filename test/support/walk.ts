/**
 * How a walk over everything that is mounted knows what to send. Reading routes need nothing here: the pool below is
 * put in the place of every parameter. A writing route needs one line: a path and a body that an administrator may
 * send, about the private rig where the route can be about one, so that what it stores is searched for afterwards.
 */
import { sha256 } from "../../src/entry/sha256.ts";
import { linkHash } from "../../src/store/chain.ts";
import { CHANGESET, MARK, OPEN, PRIVATE_RUN, RIG, RIG_BODY, RUN, SHA, VENDOR } from "./planted.ts";

export interface Write {
  readonly path: string;
  readonly body?: unknown;
  /** As a page of ours sends it. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Of a time without runs: what the walk searches for stays as it is. */
export const RETRACTION = {
  rig: RIG,
  from: "2020-01-01T00:00:00Z",
  to: "2020-01-02T00:00:00Z",
  reason: `zqreason${MARK}`,
};

const LEASE = "5ec4e700-0000-4000-8000-00000000000a";

/** By `METHOD path` as it is mounted. Texts that people write begin with zq: they are searched for. */
export const WRITES: Readonly<Record<string, Write>> = {
  "POST /v1/runs": { path: "/v1/runs", body: PRIVATE_RUN },
  "PUT /v1/changesets": { path: "/v1/changesets", body: CHANGESET },
  "PUT /v1/rigs/:rig": { path: `/v1/rigs/${RIG}`, body: RIG_BODY },
  "PUT /v1/rigs/:rig/away": {
    path: `/v1/rigs/${RIG}/away`,
    body: { until: "2999-01-01", reason: `zqreason${MARK}` },
  },
  "PUT /v1/releases/:tag": { path: `/v1/releases/${OPEN.tag}`, body: { sha: OPEN.sha, branch: "master" } },
  "PUT /v1/trains/:train": {
    path: "/v1/trains/mainline",
    body: { branch: "master", base: OPEN.tagBefore, releases: [{ tag: OPEN.tag, phases: { landing: "2026-01-01" } }] },
  },
  "PUT /v1/policies/:name": {
    path: "/v1/policies/default",
    body: { cells: [{ name: "two", benchmarks: ["never-measured"] }], waivers: { who: ["*"] } },
  },
  "POST /v1/policies/replay": { path: "/v1/policies/replay", body: { threshold: "3 ms" } },
  "PUT /v1/landings/:ticket": { path: "/v1/landings/default", body: { kind: "fix", release: OPEN.tag } },
  "PUT /v1/tickets/:ticket": { path: "/v1/tickets/default", body: { title: "slow", status: "open" } },
  "PUT /v1/tickets": { path: "/v1/tickets", body: [{ ticket: "default", title: "slow", status: "closed" }] },
  "PUT /v1/changesets/:sha/paths": { path: `/v1/changesets/${SHA}/paths`, body: { paths: [`zqpath${MARK}`] } },
  "POST /v1/changesets/:sha/waivers": {
    path: `/v1/changesets/${SHA}/waivers`,
    body: { cell: "two", reason: `zqreason${MARK}`, ticket: "ZQ-1" },
  },
  "PATCH /v1/regressions/:id": {
    path: "/v1/regressions/REGRESSION",
    body: { state: "acknowledged", note: `zqreason${MARK}`, cause: OPEN.sha },
  },
  "POST /regressions/:id": {
    path: "/regressions/REGRESSION",
    form: { state: "acknowledged", note: `zqreason${MARK}` },
  },
  "POST /v1/annotations": { path: "/v1/annotations", body: { changeset: SHA, rig: RIG, text: `zqreason${MARK}` } },
  "POST /series/:id/annotations": {
    path: "/series/SERIES/annotations",
    form: { changeset: OPEN.sha, about: "series", text: `zqreason${MARK}` },
  },
  "POST /series/:id/annotations/:annotation": { path: "/series/SERIES/annotations/ANNOTATION", form: {} },
  "DELETE /v1/annotations/:id": { path: "/v1/annotations/ANNOTATION" },
  "POST /changesets/:sha/waive": {
    path: `/changesets/${SHA}/waive`,
    form: { what: '{"cell":"step rate"}', reason: `zqreason${MARK}`, ticket: "ZQ-1" },
  },
  "POST /changesets/:sha/retest": {
    path: `/changesets/${SHA}/retest`,
    form: { what: `{"rig":"${RIG}","suite":"zqsuite"}`, runs: "2", why: `zqreason${MARK}` },
  },
  "DELETE /v1/waivers/:id": { path: "/v1/waivers/WAIVER" },
  "POST /v1/backups": { path: "/v1/backups", body: { name: "walked" } },
  "PUT /v1/retention": { path: "/v1/retention", body: { repeatsAfterDays: 36_000 } },
  "POST /v1/retention": { path: "/v1/retention", body: {} },
  "POST /v1/mirror/promote": { path: "/v1/mirror/promote", body: {} },
  "POST /v1/mirror/merges": { path: "/v1/mirror/merges", body: { heads: [{ chain: "1", sequence: 1 }] } },
  "POST /v1/log": {
    path: "/v1/log",
    body: {
      chain: "1",
      sequence: 1,
      link: 1,
      previousHash: "0".repeat(64),
      linkHash: linkHash({ version: 1, previousHash: "0".repeat(64), link: 1 }, ["2".repeat(64)], sha256),
      hash: "2".repeat(64),
      at: "2020-01-01T00:00:00Z",
    },
  },
  "POST /v1/tokens": { path: "/v1/tokens", body: { name: `zqholder${MARK}`, scopes: [`read:private:${VENDOR}`] } },
  "POST /v1/links": { path: "/v1/links" },
  "POST /sign-in": { path: "/sign-in", form: { link: "LINK" } },
  "POST /sign-out": { path: "/sign-out", form: {} },
  "POST /v1/retractions": { path: "/v1/retractions", body: RETRACTION },
  "POST /v1/retractions/:id/withdraw": { path: "/v1/retractions/RETRACTION/withdraw", body: { reason: "zqmistake" } },
  "PUT /v1/rigs/:rig/epochs": {
    path: `/v1/rigs/${RIG}/epochs`,
    body: { watchHash: "0123456789abcdef", reason: `zqreason${MARK}` },
  },
  "POST /v1/work": { path: "/v1/work", body: { rig: RIG, suite: `zqsuite`, sha: SHA, why: `zqreason${MARK}` } },
  "POST /v1/work/:id/lease": { path: "/v1/work/ORDER/lease", body: { lease: LEASE } },
  "DELETE /v1/work/:id/lease": { path: `/v1/work/ORDER/lease?lease=${LEASE}` },
  "POST /v1/work/:id/complete": { path: "/v1/work/ORDER/complete", body: { lease: LEASE, outcome: "failed" } },
  "POST /v1/work/:id/cancel": { path: "/v1/work/ORDER/cancel", body: { why: `zqreason${MARK}` } },
  "DELETE /v1/tokens/:id": { path: "/v1/tokens/TOKEN" },
};

/** What parameters of paths may be, besides the ids that only the service knows. */
export const PRIVATE_VALUES = [SHA, SHA.slice(0, 10), RIG, RUN, VENDOR, "ZQ-1"];
export const OPEN_VALUES = [OPEN.sha, OPEN.rig, OPEN.tag, OPEN.tagMaintained, "default", "mainline"];
/** What a chart may end with. */
export const ENDINGS = ["json", "svg", "csv", "png"];

/** Questions that any reading address might understand, about the private rig. `SERIES` is its first series. */
export const QUESTIONS = [
  "series=SERIES",
  `rig=${RIG}`,
  "q=zqbenchmark",
  `branch=${CHANGESET.branch}&sha=${SHA}&changeset=${SHA}&vendor=${VENDOR}&suite=zqsuite&repeats=${SHA}`,
  `q=${RIG}&rig=${RIG}&branch=master&series=SERIES&limit=10000`,
  `base=${OPEN.tag}&head=${SHA}`,
];

/** Addresses of several parameters that belong together, by the path as it is mounted. `OPENED` is a series that everybody may see. */
export const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  "/series/:id": [`/series/OPENED?with=SERIES,OPENED@b9_9&relative=${OPEN.tag}`, `/series/SERIES?with=OPENED`],
  "/charts/:file": ["json", "csv", "svg"].flatMap((kind) => [
    `/charts/overlay.${kind}?series=OPENED&with=SERIES`,
    `/charts/forest.${kind}?base=rig:${OPEN.rig}&head=rig:${RIG}`,
  ]),
  "/compare": [`/compare?base=rig:${OPEN.rig}&head=rig:${RIG}`],
  "/v1/rigs/:rig/compare/:other": [`/v1/rigs/${OPEN.rig}/compare/${RIG}`, `/v1/rigs/${RIG}/compare/${OPEN.rig}`],
  "/embed/:name": ["/embed/series?series=SERIES", `/embed/forest?changeset=${SHA}`],
  "/badges/:kind/:file": [
    "/badges/series/SERIES.svg",
    `/badges/changesets/${SHA}.svg`,
    `/badges/releases/${OPEN.tag}.svg`,
    "/badges/regressions/open.svg",
    `/badges/regressions/${CHANGESET.branch}.svg`,
  ],
};
