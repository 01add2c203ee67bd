/** Entries of another service's log become part of this one as they are, or rows of tables for files of them. */
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { Adopted, AdoptedEvent, Adoption, AdoptOptions, HiddenEvent } from "../store/adopt.ts";
import { knownVersion } from "../store/entry-proof.ts";
import { EVENT_KINDS, type EventKind } from "../store/event-kinds.ts";
import { eventRows, hiddenRows, type PlacedRun, pointRows, type Rows, runRows, seriesRows } from "../store/rows.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { canonical } from "./canonical.ts";
import type { Context } from "./context.ts";
import { measuredIn } from "./digest-run.ts";
import { factsOf } from "./run-write.ts";

export type { LogEntry };

type Hash = (text: string) => string;

/** The same as rows of the tables, for a file of each: what is derived of a run beside its event. */
export function rowsOfEntries(entries: readonly LogEntry[], sha256: (text: string) => string): readonly Rows[] {
  const { events, hidden, runs } = adoptionOf(entries, sha256);
  const series = new Map<string, { readonly row: SeriesRow; readonly at: Date }>();
  for (const { series: rows, acceptedAt: at } of runs)
    for (const row of rows) if (!series.has(row.id)) series.set(row.id, { row, at });
  return [eventRows(events), hiddenRows(hidden), runRows(runs), pointRows(runs), seriesRows([...series.values()])];
}

/** Entries are taken to be proven. Throws `invalid` where one says what this version does not know. */
export async function adoptEntries(
  ctx: Context,
  entries: readonly LogEntry[],
  options: AdoptOptions,
): Promise<Adopted> {
  return await ctx.store.adopt(adoptionOf(entries, ctx.sha256), options);
}

function adoptionOf(entries: readonly LogEntry[], sha256: Hash): Adoption {
  const shown = entries.flatMap((entry) => (entry.event === undefined ? [] : [{ entry, event: adopted(entry) }]));
  return {
    events: shown.map(({ event }) => event),
    hidden: entries.filter(({ event }) => event === undefined).map(hiddenOf),
    runs: shown.flatMap((one) => (isAcceptedRun(one.entry) ? [placedRun(one.entry, one.event, sha256)] : [])),
  };
}

const isAcceptedRun = ({ event, accepted }: LogEntry): boolean => event?.kind === "run" && accepted !== false;

function adopted({ event, at: _, ...entry }: LogEntry): AdoptedEvent {
  if (event === undefined) throw new TypeError("a hidden entry has no event");
  const { id, kind, key, at, who, contentHash: hash, body, text } = event;
  if (!EVENT_KINDS.some((one) => one === kind)) {
    const { chain, sequence } = entry;
    const detail = `is of the kind ${kind}, which this version does not know`;
    const message = `Event ${sequence} of chain ${chain} ${detail}: update Tarnish here first, then the same command goes on.`;
    throw new Fault("invalid", message, [{ path: "/event/kind", detail }]);
  }
  const shown = { id, kind: kind as EventKind, key, at, who, contentHash: hash, body: text ?? canonical(body) };
  return { ...placeOf(entry), ...shown, hash: entry.hash, excluded: entry.excluded ?? "" };
}

function placeOf(entry: LogEntry) {
  const { chain, sequence, link, previousHash, linkHash } = entry;
  const version = knownVersion(entry);
  if (version !== undefined) return { chain, sequence, link, previousHash, linkHash, version };
  const detail = `is proven in a way (version ${entry.version}) that this version does not know`;
  const message = `Event ${sequence} of chain ${chain} ${detail}: update Tarnish here first, then the same command goes on.`;
  throw new Fault("invalid", message, [{ path: "/version", detail }]);
}

function hiddenOf(entry: LogEntry): HiddenEvent {
  const { chain, sequence, hash, at, seal = "" } = entry;
  if (at !== undefined) return { ...placeOf(entry), hash, at, seal };
  const detail = "does not say when it was accepted";
  const message = `Event ${sequence} of chain ${chain} ${detail}: its log was read from an older version; update that one first.`;
  throw new Fault("invalid", message, [{ path: "/at", detail }]);
}

function placedRun(entry: LogEntry, event: AdoptedEvent, sha256: Hash): PlacedRun {
  const run = entry.event?.body as RunDocument;
  const { chain, sequence, at: acceptedAt } = event;
  const facts = factsOf(run, sha256, entry.excluded ?? "");
  return { event, facts, ...measuredIn(run, sha256), chain, sequence, acceptedAt };
}
