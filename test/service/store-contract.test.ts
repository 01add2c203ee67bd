/** What the rest of Tarnish relies on of its storage: the same on the embedded engine and on a ClickHouse server. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../src/actions/context.ts";
import { Known } from "../../src/actions/known.ts";
import { RunLedger } from "../../src/actions/run-ledger.ts";
import { pointsOf } from "../../src/actions/run-write.ts";
import { recordTriage } from "../../src/actions/triage-regression.ts";
import { readMigrations } from "../../src/entry/node.ts";
import { untouched, withAct } from "../../src/gate/triage.ts";
import type { Changeset } from "../../src/model/changeset.ts";
import type { Triage } from "../../src/model/regression.ts";
import { Chain, eventHash, linkHash } from "../../src/store/chain.ts";
import { ClickHouseStore } from "../../src/store/clickhouse-store.ts";
import type { EntityKind, Watched } from "../../src/store/event-kinds.ts";
import type { LoggedEvent, NewEvent } from "../../src/store/events.ts";
import type { LedgerRun, LedgerStore } from "../../src/store/ledger-store.ts";
import { logStamp } from "../../src/store/log-queries.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { openServer } from "../../src/store/open-server.ts";
import { answerOf } from "../../src/store/query.ts";
import type { RunWrite, SeriesRow } from "../../src/store/runs.ts";
import { clickHouseServer } from "../support/clickhouse-server.ts";
import { uuids } from "../support/runs.ts";
import { temporaryFolder } from "../support/service.ts";

const id = uuids(31);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const NOON = Date.parse("2026-10-02T12:00:00Z");

interface Opened {
  readonly client: ClickHouseClient;
  readonly isAlone: boolean;
  end(): Promise<void>;
}

const WAYS: Record<string, () => Promise<Opened>> = {
  async "the embedded engine"() {
    const data = temporaryFolder();
    const client = await openEmbedded(data, "tarnish");
    return { client, isAlone: true, end: async () => rmSync(data, { recursive: true, force: true }) };
  },
  async "a ClickHouse server"() {
    const server = await clickHouseServer();
    return { client: await openServer(createClient, server.url, "tarnish"), isAlone: false, end: server.stop };
  },
};

function event(kind: NewEvent["kind"], key: string, body: unknown, at = NOON): NewEvent {
  const text = JSON.stringify(body);
  return { kind, key, who: "test", at: new Date(at), contentHash: sha256(text), body: text };
}

/** A median of three repeats for each. */
const points = (...values: number[]) =>
  pointsOf(values.map((value) => ({ value, repeats: 3, spread: null, low: value, high: value, suspect: "" })));

interface Wanted {
  readonly run?: string;
  readonly sha?: string;
  readonly series?: string;
  readonly value?: number;
  readonly startedAt?: string;
  /** Null: nobody said. */
  readonly finishedAt?: string | null;
  readonly block?: string;
}

function write(wanted: Wanted = {}): RunWrite {
  const { run = id(), sha = "c1", series = "00000000000000aa", value = 1, block = "night-1" } = wanted;
  const { finishedAt = null } = wanted;
  const startedAt = new Date(wanted.startedAt ?? "2026-10-02T22:00:00.123Z");
  return {
    event: event("run", run, { run, value, block }),
    facts: {
      run,
      rig: "opensfs-a",
      suite: "nightly",
      sha,
      branch: "master",
      block,
      cause: "scheduled",
      startedAt,
      finishedAt: finishedAt === null ? null : new Date(finishedAt),
      complete: true,
      excluded: "",
      watchHash: "",
      packagesHash: "",
    },
    points: points(value),
    series: [
      {
        id: series,
        benchmark: "b",
        version: "",
        metric: "m",
        parameters: { clients: "16" },
        rig: "opensfs-a",
        hardware: "",
        pairing: "",
        unit: "s",
        dimension: "time",
        better: "lower",
      },
    ],
  };
}

async function everyRun(ledger: LedgerStore): Promise<readonly LedgerRun[]> {
  const chains = (await ledger.tallies()).map(({ chain }) => ({ chain, sequence: 0 }));
  return await ledger.runsAfter(chains, 10_000);
}

describe.each(Object.keys(WAYS))("on %s", (way) => {
  let opened: Opened;
  let store: ClickHouseStore;
  let clock = NOON;
  const tools = {
    sha256,
    newId: randomUUID,
    now: () => new Date(clock),
    newChainId: () => randomBytes(8).readBigUInt64BE().toString(),
  };
  const openStore = (client = opened.client) =>
    new ClickHouseStore(client, readMigrations(), tools, { isAlone: opened.isAlone });
  const inserting = (insert: ClickHouseClient["insert"]): ClickHouseClient =>
    Object.assign(Object.create(opened.client), { insert });
  beforeAll(async () => {
    opened = await (WAYS[way] as () => Promise<Opened>)();
    store = openStore();
    await store.migrate();
  });
  afterAll(async () => {
    await store.close();
    await opened.end();
  });

  test("hours of a rig: runs that overlap are one time, runs of unknown length are counted apart", async () => {
    const at = (time: string) => `2031-05-01T${time}:00Z`;
    const runs = [
      { startedAt: at("20:00"), finishedAt: at("21:00"), sha: "h1" },
      { startedAt: at("20:30"), finishedAt: at("21:30"), sha: "h1" },
      { startedAt: at("22:00"), finishedAt: at("22:15"), sha: "h2" },
      { startedAt: at("23:00"), sha: "h2" },
    ];
    for (const one of runs) expect(await store.writeRun(write(one))).toBe("stored");
    const span = { from: Date.parse("2031-05-01"), to: Date.parse("2031-05-02") };
    const ask = { rigs: ["opensfs-a"], shas: [], ...span };
    const whole = { rig: "opensfs-a", cause: "scheduled", sha: "", runs: 4, withoutEnd: 1, milliseconds: 105 * 60_000 };
    expect(await store.busyTimes({ ...ask, bySha: false })).toEqual([whole]);
    const bySha = await store.busyTimes({ ...ask, bySha: true });
    expect(bySha.map(({ sha, milliseconds }) => [sha, milliseconds / 60_000])).toEqual([
      ["h1", 90],
      ["h2", 15],
    ]);
    expect(await store.busyTimes({ ...ask, shas: ["h2"], bySha: false })).toMatchObject([{ runs: 2 }]);
    expect(await store.busyTimes({ ...ask, rigs: ["another"], bySha: false })).toEqual([]);
    expect(await store.busyTimes({ ...ask, to: span.from, bySha: false })).toEqual([]);
  });
  const runsOf = async (sha: string) => (await store.pointsOfChangesets([sha])).map(({ run }) => run);

  test("the first content of a run id is stored, the same again is a duplicate, another is a conflict", async () => {
    const first = write({ sha: "first" });
    expect(await store.writeRun(first)).toBe("stored");
    expect(await store.writeRun(first)).toBe("duplicate");
    expect(await store.writeRun(write({ run: first.facts.run, sha: "first", value: 2 }))).toBe("conflict");
    expect(await runsOf("first")).toEqual([first.facts.run]);
    expect(await store.runDocument(first.facts.run)).toEqual(JSON.parse(first.event.body));
  });

  test("of many writes of one id at once one is stored, whatever their content", async () => {
    const run = id();
    const writes = Array.from({ length: 8 }, (_, index) => write({ run, sha: "many", value: index % 2 }));
    const outcomes = await Promise.all(writes.map((one) => store.writeRun(one)));
    expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(4);
    expect(await runsOf("many")).toEqual([run]);
  });

  test("a run that comes while it is being written, in whichever flush, is stored once", async () => {
    const runs = Array.from({ length: 6 }, () => id());
    const outcomes: Promise<string>[] = [];
    for (let turn = 0; turn < 120; turn++) {
      const again = write({ run: runs[turn % runs.length] as string, sha: "under way" });
      outcomes.push(store.writeRun(again), store.writeRun(write({ sha: "others", series: "00000000000000ab" })));
      await new Promise((resolve) => setImmediate(resolve)); // flushes begin and end in between
    }
    const answered = await Promise.all(outcomes);
    const ofAgain = answered.filter((_, index) => index % 2 === 0);
    expect(ofAgain.filter((one) => one === "stored")).toHaveLength(runs.length);
    expect(ofAgain.filter((one) => one === "duplicate")).toHaveLength(120 - runs.length);
    expect((await runsOf("under way")).sort()).toEqual([...runs].sort());
    expect(await runsOf("others")).toHaveLength(120);
  });

  test("an insert's deduplication token is its own: the same again is dropped, the next without one is stored", async () => {
    const { client } = opened;
    const insert = (sequence: number, token?: string) =>
      client.insert({
        table: "points",
        columns: ["series", "chain", "sequence"],
        values: [["171", "7", sequence]],
        format: "JSONCompactEachRow",
        ...(token && { clickhouse_settings: { insert_deduplication_token: token } }),
      });
    for (const token of ["it's", "it's", undefined]) await insert(1, token);
    await insert(2);
    const asked =
      "SELECT toUInt32(sequence) AS sequence FROM points WHERE series = 171 AND chain = 7 ORDER BY sequence";
    const found = await (await client.query({ query: asked, format: "JSONEachRow" })).json<{ sequence: number }>();
    expect(found.map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
  });

  test("a point comes back as it was written, with what is known of its run, in order of start", async () => {
    const series = "ffffffffffffffff";
    const later = write({ sha: "order", series, startedAt: "2026-10-03T00:00:00Z", value: 1e-300 });
    const earlier = write({ sha: "order", series, value: 0.1 + 0.2 });
    for (const one of [later, earlier]) await store.writeRun(one);
    const found = await store.points([series]);
    const { complete: _, excluded: __, finishedAt: ___, ...facts } = earlier.facts;
    expect(found[0]).toEqual({
      ...facts,
      ...{ series, value: 0.1 + 0.2, unit: "s", repeats: 3, spread: null, low: 0.1 + 0.2, high: 0.1 + 0.2 },
      excluded: "",
      suspect: undefined,
      acceptedAt: earlier.event.at,
    });
    expect(found.map(({ value }) => value)).toEqual([0.1 + 0.2, 1e-300]);
    expect(await store.measured(["order"])).toEqual(new Map([["order", new Set([series])]]));
    expect((await store.series()).find((one) => one.id === series)?.parameters).toEqual({ clients: "16" });
  });

  test("what runs of changesets measured comes by run, in order of start, of the series asked for alone", async () => {
    const [mine, other] = ["0000000000000c01", "0000000000000c02"];
    const later = write({ sha: "read-1", series: mine, value: 2, startedAt: "2026-10-03T00:00:00.007Z" });
    const both = write({ sha: "read-2", series: mine, value: 1 });
    const second = { ...(both.series[0] as SeriesRow), id: other };
    const two = {
      series: [...both.series, second],
      points: { ...points(1, 1), suspects: new Map([[1, "suspect: cold"]]) },
    };
    for (const one of [later, { ...both, ...two }, write({ sha: "read-3", series: mine })]) await store.writeRun(one);
    const { complete: _, finishedAt: __, ...facts } = later.facts;
    const last = {
      ...facts,
      acceptedAt: later.event.at,
      measured: [{ unit: "s", suspect: "", series: [1], values: [2] }],
    };
    const found = await store.measuredRuns(["read-1", "read-2"], [other, mine]);
    expect(found[1]).toEqual(last);
    expect(found[0]).toMatchObject({ run: both.facts.run, sha: "read-2" });
    expect(found[0]?.measured.toSorted((a, b) => (a.suspect < b.suspect ? -1 : 1))).toEqual([
      { unit: "s", suspect: "", series: [1], values: [1] },
      { unit: "s", suspect: "suspect: cold", series: [0], values: [1] },
    ]);
    expect(await store.measuredRuns(["read-1"], [])).toEqual([{ ...last, measured: [] }]);
    expect(await store.measuredRuns(["never"], [mine])).toEqual([]);
    expect(await store.measuredRuns([], [mine])).toEqual([]);
  });

  test("what is asked for again is what is there now: of all runs, of these series, and left out what was retracted since", async () => {
    const [mine, other] = ["0000000000000c11", "0000000000000c12"];
    const own = uuids(32);
    const first = write({ run: own(), sha: "again-1", series: mine, value: 1, startedAt: "2025-03-02T00:00:00.001Z" });
    const both = { series: [...first.series, { ...(first.series[0] as SeriesRow), id: other }], points: points(1, 2) };
    await store.writeRun({ ...first, ...both });
    const ask = async (...series: string[]) => {
      const found = await store.measuredRuns(["again-1", "again-2"], series, "again");
      expect(found).toEqual(await store.measuredRuns(["again-1", "again-2"], series));
      return found.map(({ excluded, measured }) => [excluded, measured.map((one) => [one.series, one.values])]);
    };
    const alone = ["", [[[0], [1]]]];
    expect(await ask(mine)).toEqual([alone]);
    const queries = store.engineLoad().queries.count;
    expect(await ask(mine)).toEqual([alone]);
    expect(store.engineLoad().queries.count - queries).toBe(opened.isAlone ? 3 : 6); // two or three of them are of the other reading
    expect(await ask(other)).toEqual([["", [[[0], [2]]]]]);
    expect(await ask(other, mine)).toEqual([
      [
        "",
        [
          [
            [1, 0],
            [1, 2],
          ],
        ],
      ],
    ]);
    for (const [sha, day] of [
      ["again-1", 3],
      ["again-2", 4],
    ] as const)
      await store.writeRun(
        write({ run: own(), sha, series: mine, value: day, startedAt: `2025-03-0${day}T00:00:00.001Z` }),
      );
    expect(await ask(mine)).toEqual([alone, ["", [[[0], [3]]]], ["", [[[0], [4]]]]]);
    const body = {
      rig: "opensfs-a",
      from: "2025-03-01T00:00:00.000Z",
      to: "2025-03-03T12:00:00.000Z",
      reason: "loose cable",
    };
    await store.append([event("retraction", "again", body)]);
    expect((await ask(mine)).map(([excluded]) => excluded)).toEqual([
      "retracted: loose cable",
      "retracted: loose cable",
      "",
    ]);
    await store.append([event("retraction", "again", { ...body, withdrawn: "no" }, NOON + 1)]);
    expect((await ask(mine)).map(([excluded]) => excluded)).toEqual(["", "", ""]);
  });

  test("text of every kind survives: quotes, tabs, blank lines, other scripts, what looks like SQL", async () => {
    const block = "it's \\ \"x\" \t\n\n'); DROP TABLE runs; -- ü 漢 \u{1f4a1}";
    const one = write({ sha: "text", block });
    await store.writeRun(one);
    expect((await store.pointsOfChangesets(["text"]))[0]?.block).toBe(block);
    expect(await store.runDocument(one.facts.run)).toMatchObject({ block });
    await store.append([event("rig", block, { text: block })]);
    expect((await store.entity("rig", block))?.body).toEqual({ text: block });
    expect(await store.newestKeys("rig", 1000)).toContain(block);
    expect(await store.newestKeys("rig", 1)).toHaveLength(1);
  });

  test("fields of a changeset come one by one, and none that is absent takes one away", async () => {
    await store.append([event("changeset", "cs", { sha: "cs", branch: "master" })]);
    await store.append([event("changeset", "cs", { sha: "cs", position: 7, committedAt: "2026-10-02T09:14:00Z" })]);
    const found = (await store.changesets()).find(({ sha }) => sha === "cs");
    expect(found).toMatchObject({ branch: "master", position: 7 });
  });

  test("more changesets than a statement has room for are asked about: a stamp moves with any of them, their runs come by start", async () => {
    const shas = Array.from({ length: 12_000 }, (_, at) => at.toString(16).padStart(40, "0"));
    const before = await store.runsStamp(shas);
    await store.writeRun(write({ sha: "elsewhere" }));
    const each = await store.runsStamps(shas);
    expect(await store.runsStamp(shas)).toBe(before);
    for (const at of [-1, 0]) await store.writeRun(write({ sha: shas.at(at) ?? "" }));
    expect(await store.runsStamp(shas)).not.toBe(before);
    const now = await store.runsStamps(shas);
    const moved = [...now].flatMap(([sha, stamp]) => (each.get(sha) === stamp ? [] : [sha]));
    expect([moved.sort(), each.size]).toEqual([[shas[0], shas.at(-1)], 0]);
    await store.writeRun(write({ sha: shas[0] ?? "" }));
    const later = await store.runsStamps(shas);
    expect(later.get(shas.at(-1) ?? "")).toBe(now.get(shas.at(-1) ?? ""));
    expect([...later.keys()].sort()).toEqual([...now.keys()].sort());
    expect(later.get(shas[0] ?? "")).not.toBe(now.get(shas[0] ?? ""));
    const found = await store.measuredRuns(shas, []);
    expect(found.map(({ sha }) => sha).sort()).toEqual([shas[0], shas[0], shas.at(-1)]);
    expect(found).toEqual(await store.measuredRuns([shas.at(-1) ?? "", shas[0] ?? ""], []));
  });

  test("an analysis is found under the inputs that it followed from; it may be replaced, and come back", async () => {
    const of = (inputs: string) => ({ kind: "release", key: "1.0 all", inputs }) as const;
    const keep = async (inputs: string, at: number) =>
      await store.analyses.keep(of(inputs), { said: `${inputs}\n\n'` }, { at: new Date(NOON + at), id: id() });
    await keep("a", 0);
    expect(await store.analyses.read(of("a"))).toEqual({ said: "a\n\n'" });
    expect(await store.analyses.read(of("b"))).toBeUndefined();
    expect(await store.analyses.read({ ...of("a"), key: "1.0 []" })).toBeUndefined();
    await keep("b", 1);
    await opened.client.command({ query: "OPTIMIZE TABLE analyses FINAL" });
    expect(await store.analyses.read(of("a"))).toBeUndefined();
    await keep("a", 2);
    await opened.client.command({ query: "OPTIMIZE TABLE analyses FINAL" });
    expect(await store.analyses.read(of("a"))).toEqual({ said: "a\n\n'" });
  });

  test("changesets that were written since they were read are read again, and are those of a store that reads all", async () => {
    const told = (at: number, body: object) => event("changeset", `told-${at}`, { sha: `told-${at}`, ...body });
    await store.append(
      Array.from({ length: 40 }, (_, at) => told(at, { branch: "master", subject: `as told, ${at}` })),
    );
    await store.changesets();
    const asked: (readonly Changeset[])[] = [];
    for (let at = 0; at < 40; at += 7) {
      const write = store.append([told(at, { position: at, trailers: { Fixes: ["a", "b"] } }), told(50 + at, {})]);
      asked.push(...(await Promise.all([store.changesets(), write.then(() => store.changesets())])));
    }
    const all = (changesets: readonly Changeset[]) => [...changesets].sort((a, b) => (a.sha < b.sha ? -1 : 1));
    const last = all(asked.at(-1) ?? []);
    expect(last).toEqual(all(await openStore().changesets()));
    expect(last.filter(({ position }) => position === 35)).toEqual([
      { sha: "told-35", branch: "master", subject: "as told, 35", position: 35, trailers: { Fixes: ["a", "b"] } },
    ]);
  });

  test("two replicas that write what people say of a regression at one instant keep both words", async () => {
    const other = openStore(); // on the embedded engine a second writer of the same process
    const context = (of: ClickHouseStore) => ({ ...tools, store: of }) as unknown as Context;
    const act = (who: string, minute: number) => ({ who, at: `2026-10-02T10:0${minute}:00.000Z`, occurrence: 1 });
    const base = withAct(untouched("r-1"), { state: "acknowledged" }, act("ann", 0));
    await recordTriage(context(store), { name: "ann", scopes: [] }, base);
    const notes = ["one", "two", "three", "four"];
    await Promise.all(
      notes.map((note, i) =>
        recordTriage(
          context(i % 2 === 0 ? store : other),
          { name: note, scopes: [] },
          withAct(
            base,
            { note, ...(i === 2 && { ticket: "LU-1" }), ...(i === 3 && { assignee: "bob" }) },
            act(note, i + 1),
          ),
        ),
      ),
    );
    const standing = (await store.entity("triage", "r-1"))?.body as Triage;
    expect(standing).toMatchObject({ disposition: "acknowledged", ticket: "LU-1", assignee: "bob" });
    expect(standing.notes.map(({ text }) => text)).toEqual(notes);
    expect(standing.acts.map(({ who }) => who)).toEqual(["ann", ...notes]);
  });

  test("the history of a thing is all that was said of it, oldest first", async () => {
    for (const name of ["one", "two"]) await store.append([event("rig", "told", { name })]);
    await store.append([event("release", "told", { name: "another kind" })]);
    const history = await store.history("rig", "told");
    expect(history.map(({ key, who, body }) => [key, who, body])).toEqual([
      ["told", "test", { name: "one" }],
      ["told", "test", { name: "two" }],
    ]);
  });

  test("runs of a rig and a time come newest first, those retracted with their reason, and no point of them counts", async () => {
    const series = "00000000000000cc";
    const at = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"];
    const [first, second, third] = at.map((startedAt) => write({ sha: "listed", series, startedAt }));
    for (const one of [second, first, third]) if (one) await store.writeRun(one);
    const [from, to] = [new Date("2026-11-02T00:00:00Z"), new Date("2026-11-02T00:00:00Z")];
    const ask = { rigs: ["opensfs-a"], shas: ["listed"], limit: 10 };
    expect((await store.runs(ask)).map(({ run }) => run)).toEqual([third, second, first].map((one) => one?.facts.run));
    expect((await store.runs({ ...ask, from, to })).map(({ run }) => run)).toEqual([second?.facts.run]);
    const [newest] = await store.runs({ ...ask, limit: 1 });
    expect((await store.runs({ ...ask, ...(newest && { before: newest }), limit: 1 }))[0]?.run).toBe(second?.facts.run);
    const before = await store.watermark("runs");
    const body = { id: "x", rig: "opensfs-a", from: from.toISOString(), to: to.toISOString(), reason: "it's \\ hot" };
    await store.append([event("retraction", "x", body)]);
    expect(await store.watermark("runs")).not.toBe(before);
    expect((await store.runs({ ...ask, from, to }))[0]?.excluded).toBe("retracted: it's \\ hot");
    expect((await store.points([series])).filter(({ excluded }) => excluded === "")).toHaveLength(2);
    await store.append([event("retraction", "x", { ...body, withdrawn: "no" })]);
    expect((await store.points([series])).filter(({ excluded }) => excluded === "")).toHaveLength(3);
  });

  test("a retraction is forgotten by nobody who looked while it was being written", async () => {
    let [isThere, goOn] = [() => {}, () => {}];
    const there = new Promise<void>((resolve) => (isThere = resolve));
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const insert: ClickHouseClient["insert"] = async (params) => {
      const inserted = await opened.client.insert(params);
      if (params.table !== "events" || !JSON.stringify(params.values).includes("under way")) return inserted;
      isThere();
      await held;
      return inserted;
    };
    const slow = openStore(inserting(insert));
    const ctx = { store: slow, known: new Known(slow) };
    const ledger = new RunLedger();
    const startedAt = "2023-01-01T00:00:00Z";
    await slow.writeRun(write({ sha: "looked-at", startedAt }));
    await ledger.learn(ctx);
    await slow.writeRun(write({ sha: "looked-at", startedAt }));
    await slow.append([event("rig", "another", { rig: "another" })]);
    await slow.measuredRuns(["looked-at"], []); // what is in force now is held
    const reason = "written under way";
    const writing = slow.append([
      event("retraction", "under-way", { rig: "opensfs-a", from: startedAt, to: startedAt, reason }),
    ]);
    await there;
    const asOf = [await slow.watermark("runs"), await slow.watermark("entities")];
    await ledger.learn(ctx);
    goOn();
    await writing;
    await ledger.learn(ctx);
    const ofLedger = ledger.runs.filter(({ sha }) => sha === "looked-at").map(({ excluded }) => excluded);
    expect(ofLedger).toEqual([`retracted: ${reason}`, `retracted: ${reason}`]);
    // What was found in between was made of nobody knows what: it is kept under a stamp that nobody meets again.
    const after = [await slow.watermark("runs"), await slow.watermark("entities")];
    if (opened.isAlone) for (const stamp of asOf) expect(after).not.toContain(stamp);
  });

  test("that runs are there is known before an event of what is adopted is: by then it is settled who may see it", async () => {
    let [before, then]: string[] = [];
    const insert: ClickHouseClient["insert"] = async (params) => {
      if (params.table === "run_events") then = await into.watermark("runs");
      return await opened.client.insert(params);
    };
    const into = openStore(inserting(insert));
    const run = write({ sha: "adopted" });
    const [chained] = new Chain("77", { sha256, newId: randomUUID }).extend([{ ...run.event, excluded: "" }]);
    if (chained === undefined) throw new Error("a chain gives every event a place");
    const { chain, sequence, at } = chained;
    const runs = [{ ...run, chain, sequence, acceptedAt: at }];
    before = await into.watermark("runs");
    const events = [{ ...chained, hash: eventHash(chained, sha256) }];
    const adopted = await into.adopt({ events, hidden: [], runs }, { claims: "theirs" });
    expect(adopted).toMatchObject({ events: 1, runs: 1, conflicts: [] });
    expect([then === undefined, then === before]).toEqual([false, false]);
  });

  test("why a run does not count is told alike wherever runs are read: at both ends of a retraction, and where two lie over it", async () => {
    const series = "00000000000000cd";
    const moments = ["01T00:00:00.000", "02T00:00:00.000", "03T00:00:00.000", "03T00:00:00.001"];
    for (const moment of moments)
      await store.writeRun(write({ sha: "struck", series, startedAt: `2024-06-${moment}Z` }));
    const body = (from: number, to: number, reason: string) => ({
      ...{ rig: "opensfs-a", reason },
      ...{ from: `2024-06-0${from}T00:00:00.000Z`, to: `2024-06-0${to}T00:00:00.000Z` },
    });
    await store.append([event("retraction", "struck-b", body(2, 3, "later name"))]);
    await store.append([event("retraction", "struck-a", body(1, 2, "earlier name"))]);
    const ids = (await store.points([series])).map(({ run }) => run);
    const ofSeries = { id: series, rig: "opensfs-a" };
    const told = async () => {
      const read = await Promise.all([
        store.measuredRuns(["struck"], [series]),
        store.points([series]),
        store.pointsAt(ofSeries, ["struck"]),
        store.pointsOfChangesets(["struck"]),
        store.runs({ rigs: ["opensfs-a"], shas: ["struck"], limit: 10 }),
        store.conditions(ids),
        everyRun(store.ledger).then((all) => all.filter(({ sha }) => sha === "struck")),
      ]);
      const { kinds, kind } = await store.ledger.trend(ofSeries);
      return new Set([
        JSON.stringify([...kind].map((of) => kinds[of]?.excluded)),
        ...read.map((runs: readonly { startedAt: Date; excluded: string }[]) => {
          const inOrder = [...runs].sort((one, other) => Number(one.startedAt) - Number(other.startedAt));
          return JSON.stringify(inOrder.map(({ excluded }) => excluded));
        }),
      ]);
    };
    const all = ["retracted: earlier name", "retracted: earlier name", "retracted: later name", ""];
    expect(await told()).toEqual(new Set([JSON.stringify(all)]));
    expect(await store.measured(["struck"])).toEqual(new Map([["struck", new Set([series])]]));
    await store.append([event("retraction", "struck-c", body(3, 4, "the rest"))]);
    expect(await store.measured(["struck"])).toEqual(new Map());
    await store.append([event("retraction", "struck-c", { ...body(3, 4, "the rest"), withdrawn: "no" }, NOON + 1)]);
    await store.append([event("retraction", "struck-a", { ...body(1, 2, "earlier name"), withdrawn: "no" }, NOON + 1)]);
    const left = ["", "retracted: later name", "retracted: later name", ""];
    expect(await told()).toEqual(new Set([JSON.stringify(left)]));
    await store.append([event("retraction", "struck-b", { ...body(2, 3, "later name"), withdrawn: "no" }, NOON + 1)]);
  });

  test("those whose verdict counted a run are found, however long ago", async () => {
    const run = id();
    await store.append([event("verdict", "relied", { runIds: [run, id()] })]);
    await store.append([event("verdict", "relied", { runIds: [] })]);
    await store.append([event("verdict", "not", { runIds: [id()] })]);
    expect(await store.relyingOn([run, id()])).toEqual(["relied"]);
  });

  test("the latest event is the state, also when the clock was set back in between", async () => {
    const kind: EntityKind = "token";
    await store.append([event(kind, "t1", { isRevoked: false }, NOON + 3_600_000)]);
    clock = NOON - 3_600_000;
    await store.append([event(kind, "t1", { isRevoked: true }, clock)]);
    expect((await store.entity(kind, "t1"))?.body).toEqual({ isRevoked: true });
    const restarted = openStore();
    await restarted.migrate();
    await restarted.append([event(kind, "t1", { isRevoked: false }, clock)]);
    expect((await store.entity(kind, "t1"))?.body).toEqual({ isRevoked: false });
    clock = NOON;
  });

  test("the latest event is the state, also when another writer's clock is ahead", async () => {
    if (opened.isAlone) return; // nobody else writes to an embedded engine
    const other = openStore();
    await other.migrate();
    await store.append([event("token", "t2", { isRevoked: false }, NOON + 7_200_000)]);
    await other.append([event("token", "t2", { isRevoked: true }, NOON)]);
    expect((await store.entity("token", "t2"))?.body).toEqual({ isRevoked: true });
  });

  test("the log's stamp changes with every event of it, and with nothing else", async () => {
    const stamp = () => logStamp(opened.client);
    const stamps = [await stamp()];
    await store.append([event("said", "stamped", {})]);
    stamps.push(await stamp());
    await store.writeRun(write({ sha: "stamped" }));
    stamps.push(await stamp());
    expect(new Set(stamps).size).toBe(3);
    expect(await stamp()).toBe(stamps[2]);
  });

  test.each<[Watched, () => Promise<unknown>]>([
    ["runs", () => store.writeRun(write({ sha: "mark" }))],
    ["series", () => store.writeRun(write({ sha: "mark", series: "00000000000000bb" }))],
    ["changesets", () => store.append([event("changeset", "mark", { sha: "mark" })])],
    ["entities", () => store.append([event("rig", "mark", { rig: "mark" })])],
    ["verdicts", () => store.append([event("verdict", "mark", { sha: "mark" })])],
    ["triage", () => store.append([event("triage", "mark", { id: "mark" })])],
    ["messages", () => store.append([event("message", "mark", { id: "mark" })])],
  ])("the watermark of %s moves when one arrives, and rests otherwise", async (kind, arrive) => {
    const before = await store.watermark(kind);
    expect(await store.watermark(kind)).toBe(before);
    await arrive();
    expect(await store.watermark(kind)).not.toBe(before);
  });

  test("things are found by the state that they say they are in, the latest one alone", async () => {
    const said = (key: string, state: string) => event("message", key, { id: key, state });
    await store.append([said("m1", "waiting"), said("m2", "waiting")]);
    await store.append([said("m1", "delivered")]);
    expect((await store.entitiesInState("message", "waiting")).map(({ key }) => key)).toEqual(["m2"]);
  });

  test("a verdict, and what people make of it, move no watermark of what verdicts follow from", async () => {
    const kinds = ["runs", "series", "changesets", "entities"] as const;
    const marks = () => Promise.all(kinds.map((kind) => store.watermark(kind)));
    const before = await marks();
    for (const kind of ["verdict", "change", "triage", "message", "said", "target"] as const)
      await store.append([event(kind, "quiet", { id: "quiet" })]);
    expect(await marks()).toEqual(before);
  });

  test("of old runs what is left is read where the whole was, and their room is given back; some stay whole", async () => {
    const values = Array.from({ length: 90 }, (_, at) => at);
    const body = (run: string) => `{"id":"${run}","values":[${values}]}`;
    const old = (run: string, sha: string, cause: "scheduled" | "bridge" = "scheduled"): RunWrite => {
      const made = write({ run, sha, series: "00000000000000fe", startedAt: "2020-05-01T00:00:00Z" });
      const event = { ...made.event, body: body(run), contentHash: sha256(body(run)) };
      return { ...made, event, facts: { ...made.facts, cause } };
    };
    const [goes, counted, named, bridge] = [id(), id(), id(), id()];
    for (const one of [old(goes, "k1"), old(counted, "k1"), old(named, "k2"), old(bridge, "k1", "bridge")])
      expect(await store.writeRun(one)).toBe("stored");
    const before = new Date("2199-01-01");
    await store.append([event("verdict", "k9", { runLists: [[counted]] }, before.getTime())]);
    const ask = { before, shas: ["k2"] };
    const places = await store.retention.oldRuns({ ...ask, limit: 10 });
    expect(await store.retention.oldRunsCount(ask)).toEqual({ runs: 1, bytes: body(goes).length });
    expect(await store.retention.oldRuns({ ...ask, before: new Date("2020-01-01"), limit: 10 })).toEqual([]);
    const [whole] = await store.retention.bodies(places);
    expect([places.length, whole?.key, whole?.body]).toEqual([1, goes, body(goes)]);
    const rest = { ...(whole as NonNullable<typeof whole>), body: `{"id":"${goes}","environment":{"watch":{}}}` };
    for (const _ of [1, 2]) await store.retention.keep([rest], "once");
    const inLog = async () =>
      (await store.log({ horizon: new Date(0), chains: [] }, 100_000)).find((one) => "id" in one && one.key === goes);
    expect([await store.runDocument(goes), await inLog()]).toMatchObject([{ values }, { body: body(goes) }]);
    await store.retention.drop();
    while ((await store.retention.rewriting()) > 0);
    expect(await store.runDocument(goes)).toEqual(JSON.parse(rest.body));
    expect(await inLog()).toMatchObject({ body: rest.body, contentHash: sha256(body(goes)), isAccepted: true });
    expect(await store.conditions([goes])).toMatchObject([{ run: goes, environment: { watch: {} } }]);
    for (const run of [counted, named, bridge]) expect(await store.runDocument(run)).toMatchObject({ values });
    expect(await store.retention.oldRunsCount(ask)).toEqual({ runs: 0, bytes: 0 });
    expect(await store.writeRun(old(goes, "k1"))).toBe("duplicate");
    const [kept] = (await answerOf(
      opened.client,
      "SELECT sum(length(body)) AS n FROM run_events WHERE key = {key: String}",
      { key: goes },
      "JSONEachRow",
    )) as { n: string }[];
    expect(kept?.n).toBe("0");
  });

  test("a run that a verdict names stays whole, each verdict read once, cut off in between, side by side, tagged later", async () => {
    const values = Array.from({ length: 90 }, (_, at) => at);
    const old = (run: string): RunWrite => {
      const body = `{"id":"${run}","values":[${values}]}`;
      const made = write({ run, sha: "n1", series: "00000000000000fd", startedAt: "2020-04-01T00:00:00Z" });
      return { ...made, event: { ...made.event, body, contentHash: sha256(body) } };
    };
    const runs = [id(), id(), id()];
    const [free, young, tagged] = runs;
    for (const run of runs) expect(await store.writeRun(old(run))).toBe("stored");
    const before = new Date("2250-01-01");
    const named = (sha: string, run: string | undefined, at: string) =>
      store.append([event("verdict", sha, { runLists: [[run]] }, Date.parse(at))]);
    await named("n8", tagged, "2240-01-01");
    const mayGo = async (shas: string[] = [], by = store) => {
      const places = await by.retention.oldRuns({ before, shas, limit: 1000 });
      const keys = (await by.retention.bodies(places)).map(({ key }) => key);
      return runs.map((run) => keys.includes(run));
    };
    const read = async () => {
      const [row] = (await answerOf(
        opened.client,
        "SELECT toUInt32(uniqExact(chain, sequence)) AS n FROM named_verdicts",
        {},
        "JSONEachRow",
      )) as { n: number }[];
      return row?.n ?? 0;
    };
    expect(await mayGo()).toEqual([true, true, true]);
    const readBefore = await read();
    await named("n9", young, "2251-01-01");
    const insert = opened.client.insert.bind(opened.client);
    opened.client.insert = () => Promise.reject(new Error("the process died here"));
    await expect(mayGo()).rejects.toThrow("the process died here");
    opened.client.insert = insert;
    expect(await read()).toBe(readBefore);
    expect(await Promise.all([mayGo(), mayGo()])).toEqual([
      [true, false, true],
      [true, false, true],
    ]);
    expect(await read()).toBe(readBefore + 1);
    const all = await store.retention.oldRuns({ before, shas: [], limit: 1000 });
    expect((await store.retention.oldRunsCount({ before, shas: [] })).runs).toBe(all.length);
    expect([await mayGo(["n8"]), await mayGo(["n8"])]).toEqual([
      [true, false, false],
      [true, false, false],
    ]);
    expect(await read()).toBe(readBefore + 1);
    await named("n7", free, "2251-01-01");
    await opened.client.command({
      query: "INSERT INTO named_verdicts SELECT chain, sequence, 0 FROM events WHERE kind = 'verdict' AND key = 'n7'",
    });
    expect(await mayGo()).toEqual([true, false, false]); // it is said to have been read: its body is not read
  });

  test.each(["run_events", "points", "runs"])(
    "a disk that is full when %s are written: nobody sees the run, and sent again it is stored",
    async (table) => {
      let refused = 0;
      const refusing = new Proxy(opened.client, {
        get: (client, name) => {
          const own = Reflect.get(client, name) as unknown;
          if (name !== "insert") return typeof own === "function" ? own.bind(client) : own;
          return async (params: Parameters<ClickHouseClient["insert"]>[0]) => {
            if (params.table === table && refused++ === 0) throw new Error("no space left on device");
            return await client.insert(params);
          };
        },
      });
      const unlucky = openStore(refusing);
      const one = write({ sha: `half-${table}` });
      await expect(unlucky.writeRun(one)).rejects.toMatchObject({ code: "unavailable" });
      expect(await runsOf(`half-${table}`)).toEqual([]);
      expect(await store.runDocument(one.facts.run)).toBeUndefined();
      expect(await unlucky.writeRun(one)).toBe("stored");
      expect(await runsOf(`half-${table}`)).toEqual([one.facts.run]);
    },
  );

  test("of a flush that was cut off between the events of runs and the others no link is left in part", async () => {
    let refused = 0;
    const unlucky = openStore(
      new Proxy(opened.client, {
        get: (client, name) => {
          const own = Reflect.get(client, name) as unknown;
          if (name !== "insert") return typeof own === "function" ? own.bind(client) : own;
          return async (params: Parameters<ClickHouseClient["insert"]>[0]) => {
            if (params.table === "events" && refused++ === 0) throw new Error("no space left on device");
            return await client.insert(params);
          };
        },
      }),
    );
    const target = event("target", "cut", { id: "cut" });
    const together = await Promise.allSettled([unlucky.writeRun(write({ sha: "cut" })), unlucky.append([target])]);
    expect(together.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await unlucky.append([target]);
    const log = (await store.log({ horizon: new Date(0), chains: [] }, 100_000)) as LoggedEvent[];
    const links = new Map<string, LoggedEvent[]>();
    for (const one of log)
      links.set(`${one.chain} ${one.link}`, [...(links.get(`${one.chain} ${one.link}`) ?? []), one]);
    for (const [first, ...more] of links.values()) {
      if (first === undefined) throw new TypeError("a group has members");
      const hashes = [first, ...more].map((one) => eventHash(one, sha256));
      expect(linkHash(first, hashes, sha256), `link ${first.link} of ${first.chain}`).toBe(first.linkHash);
    }
    expect(new Set(log.map(({ key }) => key))).toContain("cut");
  });
});
