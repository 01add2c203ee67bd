/**
 * Events that another service accepted, taken as they are: same chains, same hashes. What is here already is left alone,
 * so that adopting the same part of a history again changes nothing, wherever the time before ended.
 *
 * Points go first, then the claims of their runs, then the events: a reader of our own log never meets an accepted run
 * that it would take for an attempt, and a part that was cut off is completed by the next adoption.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { Fault } from "../model/fault.ts";
import type { Claims } from "./claims.ts";
import type { LoggedEvent } from "./events.ts";
import { insert } from "./insert.ts";
import { LOG } from "./log-table.ts";
import { byColumn, PLACES, type PlaceColumns, type RunPlace } from "./places.ts";
import { ask, query } from "./query.ts";
import { hiddenRows, logRows, type PlacedRun, pointRows, runRows, seriesRows } from "./rows.ts";
import type { SeriesRow } from "./runs.ts";
import { settleChangesets } from "./settle-changesets.ts";
import { type HeldLease, insertLease } from "./work-store.ts";

export type AdoptedEvent = Omit<LoggedEvent, "isAccepted"> & { readonly hash: string };

/** An event of which the hash alone is known. */
export interface HiddenEvent
  extends Pick<AdoptedEvent, "chain" | "sequence" | "link" | "at" | "previousHash" | "linkHash" | "version"> {
  readonly hash: string;
  /** "" in version 1. */
  readonly seal: string;
}

export interface Adoption {
  readonly events: readonly AdoptedEvent[];
  readonly hidden: readonly HiddenEvent[];
  /** Those of the events that are accepted runs, each with its place. */
  readonly runs: readonly PlacedRun[];
}

export interface AdoptOptions {
  /** Whose attempt at a run counts when both sides have one: theirs, or ours. */
  readonly claims: "theirs" | "ours";
}

export interface Adopted {
  /** New here, hidden ones included. */
  readonly events: number;
  readonly runs: number;
  /** Accepted on both sides with other content: ours or theirs counts, the other stays in the log. */
  readonly conflicts: readonly { readonly run: string; readonly counts: string; readonly refused: string }[];
}

/** What is known of the tables without asking them. */
interface Here {
  isNewSeries(row: SeriesRow): boolean;
  /** Nothing of this place can be here. */
  isBeyond(place: RunPlace): boolean;
  /** When the newest event that is here was accepted. */
  readonly newest: Date;
  /** Told when the claims are there, before any event is: who meets one has to know by then who may see it. */
  claimed(): void;
  /** Around the write of events that are not runs. */
  during(write: () => Promise<void>): Promise<void>;
}

const placesIn = (table: string, hash = "link_hash") =>
  query<PlaceColumns>()(
    `SELECT DISTINCT toString(chain) AS chain, toUInt32(sequence) AS sequence, ${hash} AS linkHash FROM ${table}
     WHERE (chain, sequence) IN (${PLACES})`,
    z.object({ chain: z.string(), sequence: z.number(), linkHash: z.string() }),
  );
const AT_PLACES = {
  events: placesIn(LOG),
  /** Nothing but its hashes is known of it: what is shown of it later has to have all of them. */
  hidden_events: placesIn("hidden_events", "concat(hash, ' ', link_hash, ' ', previous_hash, ' ', toString(link))"),
  points: placesIn("points", "''"),
};

/** Points in one insert: more would not be one block, and a crash could leave half of a run. */
const MOST_POINTS = 400_000;

export async function adopt(
  client: ClickHouseClient,
  claims: Claims,
  { events, hidden, runs }: Adoption,
  options: AdoptOptions & Here,
): Promise<Adopted> {
  const all = [...events, ...hidden];
  const old = all.filter((place) => !options.isBeyond(place));
  const [there, hiddenThere] = await Promise.all([known(client, "events", old), known(client, "hidden_events", old)]);
  for (const event of all) {
    const { hash, linkHash, previousHash, link } = event;
    refuseOtherHistory(event, linkHash, there.get(nameOf(event)));
    refuseOtherHistory(event, `${hash} ${linkHash} ${previousHash} ${link}`, hiddenThere.get(nameOf(event)));
  }
  const isNew = (place: RunPlace) => !there.has(nameOf(place));
  const newEvents = events.filter(isNew);
  const newHidden = hidden.filter((one) => isNew(one) && !hiddenThere.has(nameOf(one)));
  await insertPoints(client, runs, options);
  await insertSeries(client, runs, options.isNewSeries);
  const claimed = await claim(client, claims, runs, options);
  options.claimed();
  await options.during(async () => {
    for (const { kind, body } of newEvents)
      if (kind === "lease") await insertLease(client, JSON.parse(body) as HeldLease);
    for (const rows of logRows(newEvents)) await insert(client, rows, tokenOf("adopted", newEvents));
    await settleChangesets(client, events, options.newest); // known ones, too: the last try may have ended between
  });
  await insert(client, hiddenRows(newHidden), tokenOf("adopted", newHidden));
  const learned = newEvents.filter((one) => hiddenThere.has(nameOf(one)));
  if (learned.length > 0) await deletePlaces(client, "hidden_events", learned);
  return { events: newEvents.length + newHidden.length, ...claimed };
}

/** Those of the places that the table has, with the hash of their link. */
async function known(client: ClickHouseClient, table: keyof typeof AT_PLACES, places: readonly RunPlace[]) {
  if (places.length === 0) return new Map<string, string>();
  return new Map((await ask(client, AT_PLACES[table], byColumn(places))).map((row) => [nameOf(row), row.linkHash]));
}

function refuseOtherHistory({ chain, sequence }: RunPlace, theirs: string, ours?: string): void {
  if (ours === undefined || ours === theirs) return;
  const detail = "is here with another hash: these are two histories";
  const message = `Event ${sequence} of chain ${chain} ${detail}; nothing of this part was stored.`;
  throw new Fault("invalid", message, [{ path: "/linkHash", detail }]);
}

async function insertPoints(client: ClickHouseClient, runs: readonly PlacedRun[], { isBeyond }: Here): Promise<void> {
  const there = await known(
    client,
    "points",
    runs.filter((run) => !isBeyond(run)),
  );
  let batch: PlacedRun[] = [];
  let points = 0;
  const flush = async () => {
    await insert(client, pointRows(batch), tokenOf("adopted", batch));
    [batch, points] = [[], 0];
  };
  for (const run of runs) {
    if (there.has(nameOf(run))) continue;
    if (points > 0 && points + run.series.length > MOST_POINTS) await flush();
    batch.push(run);
    points += run.series.length;
  }
  await flush();
}

async function insertSeries(
  client: ClickHouseClient,
  runs: readonly PlacedRun[],
  isNewSeries: (row: SeriesRow) => boolean,
): Promise<void> {
  const unknown = new Map<string, { readonly row: SeriesRow; readonly at: Date }>();
  for (const { series, acceptedAt } of runs)
    for (const row of series)
      if (!unknown.has(row.id) && isNewSeries(row)) unknown.set(row.id, { row, at: acceptedAt });
  if (unknown.size > 0) await insert(client, seriesRows([...unknown.values()]), tokenOf("adopted", runs));
}

async function claim(
  client: ClickHouseClient,
  claims: Claims,
  runs: readonly PlacedRun[],
  options: AdoptOptions,
): Promise<Pick<Adopted, "runs" | "conflicts">> {
  const standing = await claims.of(runs.map(({ facts }) => facts.run));
  const rivals = runs.filter((run) => {
    const ours = standing.get(run.facts.run);
    return ours !== undefined && nameOf(ours) !== nameOf(run);
  });
  const conflicts = rivals.flatMap(({ facts: { run }, event: { contentHash: theirs } }) => {
    const ours = standing.get(run)?.contentHash ?? "";
    if (ours === theirs) return [];
    return [
      options.claims === "ours" ? { run, counts: ours, refused: theirs } : { run, counts: theirs, refused: ours },
    ];
  });
  const fresh = runs.filter(({ facts }) => !standing.has(facts.run));
  await claims.make(fresh);
  if (options.claims === "theirs" && rivals.length > 0) {
    // Ours stays in the log; its points are found no more, because a point without a claim is seen by no reader.
    await deletePlaces(
      client,
      "runs",
      rivals.flatMap(({ facts }) => standing.get(facts.run) ?? []),
    );
    await insert(client, runRows(rivals), tokenOf("reclaimed", rivals));
  }
  return { runs: fresh.length, conflicts };
}

async function deletePlaces(client: ClickHouseClient, table: "runs" | "hidden_events", places: readonly RunPlace[]) {
  await client.command({
    query: `DELETE FROM ${table} WHERE (chain, sequence) IN (${PLACES})`,
    query_params: byColumn(places),
  });
}

const nameOf = ({ chain, sequence }: RunPlace): string => `${chain} ${sequence}`;

/** Of the same rows the same token, so that an insert that is tried again is stored once. */
function tokenOf(what: string, places: readonly RunPlace[]): string {
  const [first, last] = [places[0], places.at(-1)];
  return first && last ? `${what}-${nameOf(first)}-${nameOf(last)}-${places.length}` : what;
}

/** Adopting goes on where it ended, so that whoever tries again loses nothing. */
export function refused(cause: unknown): never {
  if (cause instanceof Fault) throw cause;
  const { code, message = "" } = cause as { code?: string; message?: string };
  const isFull = code === "243" || /No space left|ENOSPC/.test(message);
  const what = isFull ? "its disk is full; make room there" : "the service's own log says why";
  throw new Fault("unavailable", `The storage took no more of the history: ${what}, and it goes on.`, [], { cause });
}
