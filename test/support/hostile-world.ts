/**
 * A small world whose every name is as bad as the border lets in: markup, text from right to left, as long as allowed,
 * names that mean something in addresses; and whose series have one run, none that counts, and figures from the smallest
 * to the largest there are. Filled through the public API.
 */
import { LARGEST } from "../../src/model/run.ts";
import { normal, seeded } from "../simulator/random.ts";
import { uuids } from "./runs.ts";
import type { TestService } from "./service.ts";

export const HOSTILE = "<img src=x onerror=alert(1)>";
const RTL = "קצב כתיבה سرعة القراءة";
/** Markup first, then right-to-left text, then a word that no line can hold. */
const ill = (most: number): string => `${HOSTILE} ${RTL} ${"long".repeat(most)}`.slice(0, most);
/** Names of addresses and commands: letters, digits and . _ + @ : / - only, which is bad enough. */
const ADDRESS = `a/..//b:c${"@+x/".repeat(10)}${"n".repeat(150)}`;

export const RIG = `rig.${"x".repeat(96)}`;
export const PRIVATE_RIG = `private-rig.${"y".repeat(80)}`;
export const VENDOR = ADDRESS;
const SUITE = `suite/../${"s".repeat(180)}`;
/** One branch for all, or landing order would be of another. */
export const BRANCH = `<img/src=x/onerror=alert(1)>${"קצב".repeat(50)}`.slice(0, 200);
export const TAGS = [`v1/../0:rc@${"t".repeat(180)}`, `v2/rc+${"u".repeat(190)}`] as const;
const TICKET = `t/..:${"k".repeat(90)}`;

const sha = (index: number): string => `..-${String(index).padStart(2, "0")}_${"e".repeat(50)}`;
export const LANDED = Array.from({ length: 14 }, (_, index) => sha(index));
export const CANDIDATE = sha(99);
/** From here on what can be worse is worse. */
const GUILTY = 9;

const id = uuids(8080);
const random = seeded(8080);
const DAY = 86_400_000;
const at = (night: number): string => new Date(Date.UTC(2026, 5, 1, 20) + night * DAY).toISOString();

interface Kind {
  readonly name: string;
  readonly value: (noise: number, isAfter: boolean) => number;
  readonly better?: "higher" | "lower";
  readonly unit?: string;
}

const step = (level: number) => (noise: number, isAfter: boolean) => level * (isAfter ? 0.8 : 1) * (1 + 0.01 * noise);

/** What a chart, a mean or a logarithm may trip over. */
export const KINDS: readonly Kind[] = [
  { name: "tiny", value: step(1e-12) },
  { name: "huge", value: step(1e12), unit: "B/s" },
  { name: "tiny and huge", value: (_, isAfter) => (isAfter ? 1e12 : 1e-12) },
  { name: "smallest", value: () => Number.MIN_VALUE },
  { name: "largest", value: (noise, isAfter) => (isAfter ? 0.8 : 1) * LARGEST * (1 - Math.abs(noise) / 1e3) },
  { name: "both signs of the largest", value: (noise) => Math.sign(noise) * LARGEST },
  { name: "zero", value: () => 0 },
  { name: "negative", value: (noise, isAfter) => -step(250)(noise, isAfter) },
  { name: "constant", value: () => 7 },
  { name: "fine differences", value: (noise) => 1e12 + Math.round(noise) },
];

const nameOf = (kind: string): string => `${kind} ${ill(290 - kind.length)}`;

function measurements(index: number, isWorse: boolean): object[] {
  const values = (make: Kind["value"]) => [1, 2].map(() => make(normal(random), isWorse));
  const common = { better: "higher", unit: "MiB/s" } as const;
  const named = {
    ...{ benchmark: ill(300), metric: ill(300), unit: ill(60), better: "higher", version: ill(100) },
    ...{ parameters: { [ill(200)]: ill(1000), clients: "16" }, values: values(step(100)) },
  };
  return [
    named,
    ...[1, 4].map((clients) => ({
      ...{ ...named, parameters: { ...named.parameters, clients: String(clients) } },
      values: values(step(25 * clients)),
    })),
    ...KINDS.map(({ name, value, better = "higher", unit = "MiB/s" }) => ({
      ...{ benchmark: nameOf(name), metric: "rate", unit, better, values: values(value) },
    })),
    ...(index === 3 ? [{ ...common, benchmark: nameOf("measured once"), metric: "rate", values: [5] }] : []),
    { ...common, benchmark: nameOf("never counted"), metric: "rate", values: values(step(5)), suspect: [ill(500)] },
  ];
}

interface Session {
  readonly rig: string;
  readonly night: number;
  readonly changeset: object;
  readonly measurements: readonly object[];
  readonly versions?: object;
}

function document({ rig, night, changeset, measurements, versions }: Session): object {
  return {
    ...{ schema: "tarnish.run/1", id: id(), rig, suite: SUITE, changeset, block: `${ill(190)}${night}` },
    ...{ cause: "scheduled", startedAt: at(night), complete: true },
    ...(versions && { subject: { versions } }),
    environment: {
      identity: { [ill(200)]: ill(1000) },
      watch: { [ill(200)]: ill(1000), kernel: night === 26 || night === 27 ? ill(300) : "6.8" },
      nodes: [{ name: ill(200), role: ill(100), owner: ill(100), watch: { kernel: ill(300) } }],
    },
    harness: { name: ill(100), version: ill(100) },
    tool: { name: ill(100), version: ill(100) },
    measurements,
  };
}

/** The private rig measures no more than it takes to be one. */
const of = (rig: string, index: number, isWorse: boolean): object[] =>
  rig === RIG ? measurements(index, isWorse) : measurements(index, isWorse).slice(0, 1);

const on = (index: number) => ({ sha: LANDED[index], branch: BRANCH });

const landed = (index: number) => ({
  ...{ sha: LANDED[index], branch: BRANCH, position: index + 1, subject: ill(1000), author: ill(300) },
  ...{ ticket: TICKET, committedAt: at(2 * index), trailers: { [ill(200)]: ill(1000) } },
  ...(index > 0 && { parent: LANDED[index - 1] }),
});

function* runs(): Generator<object> {
  for (const rig of [RIG, PRIVATE_RIG]) {
    for (const index of LANDED.keys())
      for (const night of [2 * index, 2 * index + 1])
        yield document({ rig, night, changeset: on(index), measurements: of(rig, index, index >= GUILTY) });
    for (const night of [28, 29, 30])
      yield document({ rig, night, changeset: CANDIDATE_CHANGESET, measurements: of(rig, 0, true) });
  }
  for (const client of ["2.10", ill(200)])
    for (const index of [2, 3, 4]) {
      const versions = { client, server: `${RTL}<img/onerror=x>` };
      const [first = {}] = measurements(index, false);
      yield document({ rig: RIG, night: index, changeset: on(index), versions, measurements: [first] });
    }
}

const CANDIDATE_CHANGESET = {
  ...{ sha: CANDIDATE, parent: LANDED[GUILTY - 1], branch: BRANCH, subject: ill(1000), ticket: TICKET },
  ...{ changeId: ill(100), patchset: 3 },
};

/** Fills an open service; throws where something of it is refused. */
export async function fillHostile(service: TestService): Promise<void> {
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await service.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const named = { vendor: VENDOR, description: ill(1000), labels: [ADDRESS] };
  await send("PUT", `/v1/rigs/${RIG}`, named);
  await send("PUT", `/v1/rigs/${PRIVATE_RIG}`, { ...named, vendor: "secretive", visibility: "private" });
  await send("PUT", "/v1/changesets", [...LANDED.keys()].map(landed));
  const lines = [...runs()].map((one) => JSON.stringify(one)).join("\n");
  const headers = { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" };
  const told = await (await fetch(`${service.url}/v1/runs`, { method: "POST", headers, body: lines })).text();
  for (const answer of told.trim().split("\n")) if (JSON.parse(answer).status !== 201) throw new Error(answer);
  for (const [place, tag] of TAGS.entries())
    await send("PUT", `/v1/releases/${encodeURIComponent(tag)}`, { sha: LANDED[place === 0 ? 6 : 13], branch: BRANCH });
  const cell = { name: ADDRESS, label: ADDRESS, benchmarks: [ill(300)], pairings: ["<img/x>"] };
  await send("PUT", "/v1/policies/default", {
    ...{ description: ill(1000), cells: [cell], waivers: { who: ["*"] }, branches: [BRANCH] },
  });
  await send("PUT", `/v1/landings/${encodeURIComponent(TICKET)}`, {
    ...{ kind: "feature", release: TAGS[1], designs: [ill(1000)] },
    inspections: [{ who: ill(300), note: ill(1000) }],
    plan: {
      cells: [ill(300)],
      benchmarks: [ill(300)],
      expects: [{ metric: ill(300), effect: "worse", upTo: "5 %", why: ill(1000) }],
    },
  });
  await send("PUT", "/v1/trains/mainline", {
    ...{ branch: BRANCH, base: TAGS[0], cells: [{ label: ADDRESS, benchmarks: [ill(300)] }] },
    releases: [{ tag: TAGS[1], phases: { landing: "2026-06-01" }, pledges: [{ vendor: VENDOR, hours: 5 }] }],
  });
  await send("POST", `/v1/changesets/${CANDIDATE}/waivers`, { cell: ADDRESS, reason: ill(2000), ticket: ill(100) });
  await send("POST", `/v1/changesets/${CANDIDATE}/waivers`, { series: {}, reason: ill(2000), ticket: ill(100) });
  await send("POST", "/v1/annotations", { changeset: LANDED[5], rig: RIG, text: ill(2000) });
  await send("PUT", `/v1/rigs/${RIG}/away`, { until: "2999-01-01", reason: ill(500) });
  const { states } = await send("GET", `/v1/rigs/${RIG}/epochs`, undefined);
  const drifted = states.find(({ epoch }: { epoch: string | null }) => epoch === null);
  await send("PUT", `/v1/rigs/${RIG}/epochs`, { watchHash: drifted.watchHash, epoch: ADDRESS, reason: ill(1000) });
  const { items } = await send("GET", "/v1/regressions", undefined);
  await send("PATCH", `/v1/regressions/${items[0].id}`, { note: ill(1000), assignee: ill(100), ticket: TICKET });
  await send("POST", "/v1/work", { rig: RIG, suite: SUITE, sha: CANDIDATE, why: ill(500) });
}
