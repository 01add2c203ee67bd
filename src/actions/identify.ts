/** What makes two things the same: content hashes of documents, ids of series, hashes of facts. */

import type { Facts, Measurement, RunDocument } from "../model/run.ts";
import type { SeriesIdentity } from "../model/series.ts";
import { parseUnit } from "../model/unit.ts";
import type { NewEvent } from "../store/events.ts";
import type { SeriesRow } from "../store/runs.ts";
import { canonical } from "./canonical.ts";

type Hash = (text: string) => string;

/** A JSON value as the log keeps it: its RFC 8785 form, in which the order of keys and the spelling of numbers do not count. */
export function said(value: unknown, sha256: Hash): Pick<NewEvent, "body" | "contentHash"> {
  const body = canonical(value);
  return { body, contentHash: sha256(body) };
}

/** sha256 of the RFC 8785 form of a JSON value, 64 hex digits. */
export function contentHash(value: unknown, sha256: Hash): string {
  return said(value, sha256).contentHash;
}

/** "" for no facts, so that "nothing reported" differs from every report. */
export function factsHash(facts: Facts | undefined, sha256: Hash): string {
  return facts && Object.keys(facts).length > 0 ? contentHash(facts, sha256).slice(0, 16) : "";
}

/** The series of a run's measurements, in their order. */
export function identifySeries(run: RunDocument, sha256: Hash): readonly SeriesRow[] {
  const { measurements } = run;
  const before = rememberedSeries(run, measurements.length, sha256);
  if (before && measurements.every((one, index) => isOf(one, before[index]))) return before;
  const ofRun = sharedBy(run, sha256);
  const rows = measurements.map((one) => seriesRow({ ...identityOf(one), ...ofRun }, one, sha256));
  remember(slotOf(run, measurements.length, sha256), rows);
  return rows;
}

/** What the rig sent last time, if its series are remembered; `many`: measurements of the run, of which it may have the first alone. */
export function rememberedSeries(run: RunDocument, many: number, sha256: Hash): readonly SeriesRow[] | undefined {
  return remembered.get(slotOf(run, many, sha256));
}

/** What all series of a run have in common. */
const sharedBy = (run: RunDocument, sha256: Hash) => ({
  rig: run.rig,
  pairing: pairingOf(run),
  hardware: factsHash(run.environment?.identity, sha256),
});

function slotOf(run: RunDocument, many: number, sha256: Hash): string {
  const [first] = run.measurements;
  return JSON.stringify([sharedBy(run, sha256), run.suite, many, first?.benchmark, first?.metric]);
}

/** A rig posts the same series in the same order every night: what was hashed last time is held against it first. */
const remembered = new Map<string, readonly SeriesRow[]>();
const MOST_REMEMBERED = 50_000;
let rowsRemembered = 0;

function remember(slot: string, rows: readonly SeriesRow[]): void {
  rowsRemembered += rows.length - (remembered.get(slot)?.length ?? 0);
  if (rowsRemembered > MOST_REMEMBERED) {
    remembered.clear();
    rowsRemembered = rows.length;
  }
  remembered.set(slot, rows);
}

/** Everything of a measurement that its row is made of is the same. */
function isOf(
  { metric, benchmark, version = "", unit, better, parameters = {} }: Measurement,
  row?: SeriesRow,
): boolean {
  return (
    row !== undefined &&
    row.metric === metric &&
    row.benchmark === benchmark &&
    row.version === version &&
    row.unit === unit &&
    row.better === better &&
    isSame(row.parameters, parameters)
  );
}

function isSame(some: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(some);
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}

/** Other hardware under the same name is another series. */
function seriesRow(
  identity: SeriesIdentity & { readonly hardware: string },
  { unit, better }: Measurement,
  sha256: Hash,
): SeriesRow {
  const id = contentHash(identity, sha256).slice(0, 16);
  return { ...identity, id, unit, better, dimension: parseUnit(unit).dimension };
}

const identityOf = ({ benchmark, version = "", metric, parameters = {} }: Measurement) => ({
  benchmark,
  version,
  metric,
  parameters,
});

/** Client and server of different release lines are an interop cell; equal or unsaid ones are the build under test. */
function pairingOf({ subject }: RunDocument): string {
  const { client, server } = subject?.versions ?? {};
  if (!client || !server || release(client) === release(server)) return "";
  return `${release(client)}/${release(server)}`;
}

/** `2.15.50_185_g1ac4b95` is a build of release line 2.15: the line names the cell, the build is an axis. */
const release = (version: string): string => /^\d+\.\d+/.exec(version)?.[0] ?? version;
