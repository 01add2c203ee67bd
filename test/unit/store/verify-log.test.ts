/** A log that was changed anywhere is found out, and the place is named; a reader of hashes alone finds it, too. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentHash } from "../../../src/actions/identify.ts";
import { ProvenEntries } from "../../../src/actions/proven-entries.ts";
import { Chain, type ChainedEvent, eventHash, eventSeal, linkHash } from "../../../src/store/chain.ts";
import {
  type ChainHead,
  type Checkpoint,
  newSigningKey,
  openSigner,
  signCheckpoint,
} from "../../../src/store/checkpoint.ts";
import type { NewEvent } from "../../../src/store/events.ts";
import { leftOf } from "../../../src/store/thinned-proof.ts";
import { type LogEntry, LogVerifier } from "../../../src/store/verify-log.ts";
import { uuids } from "../../support/runs.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const tools = { sha256, contentHash: (value: unknown) => contentHash(value, sha256) };

function happened(key: string): NewEvent & { readonly excluded: string } {
  const body = { key };
  const at = new Date("2026-10-02T12:00:00Z");
  const isRun = key.endsWith("-0"); // the first of each link
  return {
    kind: isRun ? "run" : "rig",
    excluded: isRun ? "incomplete" : "",
    key,
    who: "ann",
    at,
    contentHash: tools.contentHash(body),
    body: JSON.stringify(body),
  };
}

/** Two chains, interleaved; links of the sizes given. */
function log(sizes: readonly number[], isHidden: (index: number) => boolean = () => false): LogEntry[] {
  const newId = uuids(5);
  const chains = ["11", "22"].map((id) => new Chain(id, { sha256, newId }));
  return sizes
    .flatMap((size, index) =>
      (chains[index % 2] as Chain).extend(Array.from({ length: size }, (_, at) => happened(`${index}-${at}`))),
    )
    .map((event, index) => entryOf(event, isHidden(index)));
}

function entryOf(event: ChainedEvent, isHidden: boolean): LogEntry {
  const { chain, sequence, link, previousHash, id, kind, key, at, who, contentHash, version, excluded } = event;
  const hashes = { previousHash, linkHash: event.linkHash, hash: eventHash(event, sha256) };
  const place = { chain, sequence, link, ...hashes, at, ...(version > 1 && { version }) };
  const shown = { id, kind, key, at, who, contentHash, body: JSON.parse(event.body) as unknown };
  if (isHidden) return { ...place, ...(version > 1 && { seal: eventSeal(event, sha256) }) };
  return { ...place, event: shown, ...(kind === "run" && version > 1 && { excluded }) };
}

/** The same link as it was hashed in the first version. */
function olderLog(): LogEntry[] {
  const [first] = new Chain("11", { sha256, newId: uuids(5) }).extend([happened("0-0")]);
  const event: ChainedEvent = { ...(first as ChainedEvent), version: 1, excluded: "" };
  const hash = linkHash({ ...event, link: 1 }, [eventHash(event, sha256)], sha256);
  return [false, true].map((isHidden) => entryOf({ ...event, linkHash: hash }, isHidden));
}

function faultsOf(entries: readonly LogEntry[]): string[] {
  const verifier = new LogVerifier(tools);
  for (const entry of entries) verifier.take(entry);
  return verifier.done().map(({ chain, sequence, what }) => `${chain}/${sequence} ${what}`);
}

const SIZES = [2, 3, 1, 2, 2, 1];
const whole = () => log(SIZES);

test("an untouched log is whole, whatever a reader may see of it", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });
  const hidden = fc.func(fc.boolean());
  fc.assert(
    fc.property(sizes, hidden, (links, isHidden) => {
      expect(faultsOf(log(links, isHidden))).toEqual([]);
    }),
  );
});

describe("what was done to a log is named with its place", () => {
  const changed = (entries: LogEntry[], index: number, change: (entry: LogEntry) => LogEntry) =>
    entries.map((entry, at) => (at === index ? change(entry) : entry));
  const hidden = () => log(SIZES, () => true);
  const later = (entry: LogEntry): LogEntry => ({ ...entry, at: new Date("2026-10-03T12:00:00Z") });
  const cases: readonly [string, () => LogEntry[], RegExp][] = [
    [
      "a changed body",
      () =>
        changed(whole(), 3, (e) => ({ ...e, event: { ...(e.event as never as object), body: { key: "x" } } as never })),
      /^22\/2 has other content/,
    ],
    [
      "another author",
      () =>
        changed(whole(), 3, (e) => ({ ...e, event: { ...(e.event as NonNullable<LogEntry["event"]>), who: "bob" } })),
      /^22\/2 says other things than its hash/,
    ],
    [
      "a changed hash of a hidden event",
      () => changed(hidden(), 3, (e) => ({ ...e, hash: sha256("x") })),
      /^22\/1 starts link 1/,
    ],
    [
      "why a run does not count",
      () => changed(whole(), 2, (e) => ({ ...e, excluded: "incomplet" })),
      /^22\/1 says other things than its hash/,
    ],
    [
      "that a run does not count",
      () => changed(whole(), 2, ({ excluded: _, ...e }) => e),
      /^22\/1 says other things than its hash/,
    ],
    ["another instant of an event", () => changed(whole(), 3, later), /^22\/2 has two instants/],
    ["another instant of a hidden event", () => changed(hidden(), 3, later), /^22\/2 has another instant/],
    [
      "a hidden event without its seal",
      () => changed(hidden(), 3, ({ seal: _, ...e }) => e),
      /^22\/2 lacks its instant or its seal/,
    ],
    [
      "a link that is passed off as one of older days, whose instants nobody proves",
      () => hidden().map(({ seal: _, version: __, ...e }) => later(e)),
      /^22\/1 starts link 1/,
    ],
    [
      "a way of proving that is newer than this version",
      () => changed(whole(), 3, (e) => ({ ...e, version: 3 })),
      /^22\/2 is proven in a way \(version 3\) that this version does not know: update/,
    ],
    ["a dropped event", () => whole().filter((_, at) => at !== 3), /^22\/3 follows event 1: 1 are missing/],
    [
      "a dropped link",
      () => whole().filter(({ chain, link }) => chain !== "11" || link !== 2),
      /^11\/4 follows event 2: 1 are missing/,
    ],
    [
      "two events in another order",
      () => whole().map((e, at, all) => (all[{ 2: 3, 3: 2 }[at] ?? at] ?? e) as LogEntry),
      /out of order/,
    ],
    [
      "a beginning that was cut off and numbered anew",
      () =>
        whole()
          .filter(({ chain, link }) => chain !== "11" || link > 1)
          .map((e) => (e.chain === "11" ? { ...e, sequence: e.sequence - 2, link: e.link - 1 } : e)),
      /^11\/1 is not where a chain begins/,
    ],
    [
      "a link of another history",
      () => whole().map((e) => (e.chain === "11" && e.link === 3 ? { ...e, previousHash: sha256("other") } : e)),
      /^11\/4 does not continue the link before it/,
    ],
  ];

  test.each(cases)("%s", (_, tampered, expected) => {
    expect(faultsOf(tampered()).join("\n")).toMatch(new RegExp(expected.source, "m"));
  });

  test("any single change of any field is found", () => {
    const field = fc.constantFrom<keyof LogEntry>("hash", "linkHash", "previousHash", "sequence", "link");
    fc.assert(
      fc.property(fc.nat(whole().length - 1), field, (index, name) => {
        const other = (entry: LogEntry) => (typeof entry[name] === "number" ? entry[name] + 1 : sha256("changed"));
        expect(faultsOf(changed(whole(), index, (e) => ({ ...e, [name]: other(e) }) as LogEntry))).not.toEqual([]);
      }),
    );
  });
});

test.each([0, 1])("a log from before still proves itself", (which) => {
  const entry = olderLog()[which] as LogEntry;
  expect(faultsOf([entry])).toEqual([]);
  expect(faultsOf([{ ...entry, version: 2 }])).not.toEqual([]);
});

test("a follower that begins in the middle trusts what it cannot see, and checks from the next link on", () => {
  const later = whole().slice(3);
  expect(faultsOf(later)).toEqual([]);
  const dropped = later.filter(({ chain, sequence }) => !(chain === "22" && sequence === 4));
  expect(faultsOf(dropped).join()).toMatch(/22\/5 follows event 3/);
});

describe("a signed checkpoint", () => {
  const heads: ChainHead[] = ["11", "22"].map((chain) => {
    const last = whole().findLast((entry) => entry.chain === chain) as LogEntry;
    return { chain, sequence: last.sequence, linkHash: last.linkHash };
  });
  const sign = async () => {
    const signer = await openSigner(await newSigningKey());
    return { signer, signed: await signCheckpoint(signer, { at: "2026-10-02T12:00:00Z", heads }) };
  };
  const said = async (entries: readonly LogEntry[], signed: Checkpoint, keys: readonly string[] = []) => {
    const verifier = new LogVerifier(tools);
    for (const entry of entries) verifier.take(entry);
    await verifier.checkpoint(signed, new Set(keys));
    return verifier.done().map(({ chain, sequence, what }) => `${chain}/${sequence} ${what}`);
  };

  test("of the log that it was made of says nothing, by the key that is expected or by any", async () => {
    const { signer, signed } = await sign();
    expect(await said(whole(), signed)).toEqual([]);
    expect(await said(whole(), signed, [signer.publicKey])).toEqual([]);
  });

  test("that was forged is named: another hash, another instant, another key", async () => {
    const { signed } = await sign();
    const other = await sign();
    const moved = heads.map((head) => ({ ...head, linkHash: sha256("other") }));
    for (const forged of [
      { ...signed, heads: moved },
      { ...signed, at: "2026-10-03T12:00:00Z" },
      { ...signed, key: other.signer.publicKey },
      { ...signed, signature: other.signed.signature },
      { ...signed, signature: "not one" },
    ])
      expect((await said(whole(), forged))[0]).toMatch(/^11\/\d has a forged signature/);
    expect(await said(whole(), other.signed, [signed.key])).toEqual([
      expect.stringMatching(/^11\/\d is signed by a key that is not the expected one/),
    ]);
  });

  test("finds a history that was written anew, chain and all, and one that was cut off at its end", async () => {
    const { signed } = await sign();
    expect((await said(log([1, 1, 1, 1, 1, 1]), signed)).join()).toMatch(/was signed at/);
    const other = whole().map((entry) => ({ ...entry, linkHash: sha256("anew") }));
    expect((await said(other, signed)).join()).toMatch(/11\/\d is not what was signed/);
    expect((await said(whole().slice(0, -1), signed)).join()).toMatch(/22\/\d was signed .* 1 are missing/);
  });

  test("of a page says which attempts count, how many events there are, and that nobody may say otherwise", async () => {
    const signer = await openSigner(await newSigningKey());
    const runs = whole().filter(({ event }) => event?.kind === "run");
    const refused = runs.slice(0, 1).map(({ chain, sequence }) => ({ chain, sequence }));
    const at = "2026-10-02T12:00:00Z";
    const signed = await signCheckpoint(signer, { at, heads, page: { entries: whole().length, refused } });
    const log = (accepts: readonly number[]) =>
      whole().map((entry) => {
        const index = runs.findIndex(({ hash }) => hash === entry.hash);
        return index < 0 || accepts.includes(index) ? entry : { ...entry, accepted: false as const };
      });
    const told = async (entries: readonly LogEntry[], checkpoint: Checkpoint = signed) => {
      const verifier = new LogVerifier(tools);
      for (const entry of entries) verifier.take(entry);
      await verifier.page(checkpoint, new Set());
      return verifier.done().map(({ what }) => what);
    };
    const all = runs.map((_, index) => index);
    expect(await told(log(all.slice(1)))).toEqual([]);
    expect(await told(log(all))).toEqual(["counts, and was signed as one that does not"]);
    expect(await told(log(all.slice(2)))).toEqual(["is said not to count, which nobody signed"]);
    expect(await told(log(all.slice(1)).slice(0, -1))).toContainEqual(
      expect.stringMatching(/a page of 10 events, of which 11 were/),
    );
    const { page: _, ...stripped } = signed;
    for (const forged of [{ ...signed, page: { entries: whole().length, refused: [] } }, stripped])
      expect((await told(log(all.slice(1)), forged)).join()).toMatch(/has a forged signature/);
  });
});

describe("a run whose repeats were dropped", () => {
  const full = { id: "r1", values: [1, 2, 3] };
  const left = { id: "r1", thinned: "2028-01-01" };
  const of = (kind: NewEvent["kind"], body: unknown): NewEvent & { readonly excluded: string } => {
    const at = new Date("2026-10-02T12:00:00Z");
    const hash = tools.contentHash(body);
    return { kind, key: "k", who: "ann", at, excluded: "", contentHash: hash, body: JSON.stringify(body) };
  };
  const thinning = { on: "2028-01-01", before: "2026-01-01", bodies: [namedAs(tools.contentHash(full))] };

  function namedAs(whole: string): string {
    return leftOf(whole, tools.contentHash(left), sha256);
  }

  function logOf(body: unknown, said: unknown = thinning): LogEntry[] {
    const chain = new Chain("11", { sha256, newId: uuids(5) });
    const [run, rig, act] = [of("run", full), of("rig", {}), of("thinning", said)];
    const [first, ...others] = [run, rig, act].flatMap((event) => chain.extend([event])).map((e) => entryOf(e, false));
    if (first?.event === undefined) throw new Error("a run is shown");
    return [{ ...first, event: { ...first.event, body } }, ...others];
  }
  function verified(entries: readonly LogEntry[]) {
    const verifier = new LogVerifier(tools);
    for (const entry of entries) verifier.take(entry);
    return { faults: verifier.done().map(({ sequence, what }) => `${sequence} ${what}`), dropped: verifier.dropped };
  }

  test("is proven by the event that names what is left, and a log may have the whole of it still", () => {
    expect(verified(logOf(left))).toEqual({ faults: [], dropped: [{ on: "2028-01-01", runs: 1 }] });
    expect(verified(logOf(full))).toEqual({ faults: [], dropped: [] });
  });

  test.each<[string, LogEntry[]]>([
    ["what is left was changed", logOf({ ...left, rig: "another" })],
    ["no event says so", logOf(left).slice(0, 2)],
    ["another run's was named", logOf(left, { ...thinning, bodies: ["0".repeat(64)] })],
    ["the same is left of another run", logOf(left, { ...thinning, bodies: [namedAs("1".repeat(64))] })],
    ["what is left alone was named", logOf(left, { ...thinning, bodies: [tools.contentHash(left)] })],
    ["the event is no list", logOf(left, { on: "2028-01-01", bodies: "all" })],
  ])("is named as changed where %s", (_, entries) => {
    const what = "has other content than its hash says, and no retention that dropped its repeats says so";
    expect(verified(entries).faults).toEqual([`1 ${what}`]);
  });

  test("is stored as its hash until then, which proves the same, and in full after that", () => {
    const [verifier, proven] = [new LogVerifier(tools), new ProvenEntries(sha256)];
    const taken = (entries: readonly LogEntry[]) => {
      for (const entry of entries) verifier.take(entry);
      return proven.of(entries, verifier);
    };
    const [run, rig, act] = logOf(left);
    const early = taken([run, rig] as LogEntry[]);
    expect(early.map(({ event }) => event?.kind)).toEqual([undefined, "rig"]);
    expect(JSON.stringify(early)).not.toContain("thinned");
    expect(taken([act] as LogEntry[])).toEqual([run, act]);
    expect(taken([])).toEqual([]);
    expect(verified([...early, act as LogEntry]).faults).toEqual([]);
  });

  test("is the only thing that may say so: any other body is changed at once", () => {
    const [run, ...others] = logOf({ id: "r1" });
    expect(verified([run as LogEntry, ...others]).faults).toEqual(["1 has other content than its hash says"]);
  });
});
