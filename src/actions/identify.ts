/** What makes two things the same: content hashes of documents, ids of series, hashes of facts. */

import type { Facts, Measurement, RunDocument } from "../model/run.ts";
import type { SeriesIdentity } from "../model/series.ts";
import { parseUnit } from "../model/unit.ts";
import type { SeriesRow } from "../store/store.ts";
import { canonical } from "./canonical.ts";

type Hash = (text: string) => string;

/** sha256 of the RFC 8785 form of a JSON value, 64 hex digits: the order of keys and the spelling of numbers do not count. */
export function contentHash(value: unknown, sha256: Hash): string {
  return sha256(canonical(value));
}

/** "" for no facts, so that "nothing reported" differs from every report. */
export function factsHash(facts: Facts | undefined, sha256: Hash): string {
  return facts && Object.keys(facts).length > 0 ? contentHash(facts, sha256).slice(0, 16) : "";
}

/** The series of a run's measurements, in their order. */
export function identifySeries(run: RunDocument, sha256: Hash): SeriesRow[] {
  const ofRun = { rig: run.rig, pairing: pairingOf(run), hardware: factsHash(run.environment?.identity, sha256) };
  const prefix = JSON.stringify(ofRun);
  return run.measurements.map((measurement) => {
    const { benchmark, version, metric, parameters, unit, better } = measurement;
    const key = prefix + JSON.stringify([benchmark, version, metric, parameters, unit, better]);
    const before = remembered.get(key);
    if (before) return before;
    const row = seriesRow({ ...identityOf(measurement), ...ofRun }, measurement, sha256);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, row);
    return row;
  });
}

/** A rig posts the same series every night: what was hashed is remembered, by everything that it is made of. */
const remembered = new Map<string, SeriesRow>();
const MOST_REMEMBERED = 50_000;

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
