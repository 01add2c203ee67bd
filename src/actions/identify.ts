/** What makes two things the same: content hashes of documents, ids of series, hashes of facts. */
import canonicalize from "canonicalize";
import type { Facts, Measurement, RunDocument } from "../model/run.ts";
import type { SeriesIdentity } from "../model/series.ts";

type Hash = (text: string) => string;

/** sha256 of the RFC 8785 form of a JSON value, 64 hex digits: the order of keys and the spelling of numbers do not count. */
export function contentHash(value: unknown, sha256: Hash): string {
  return sha256(canonicalize(value) ?? "null");
}

/** "" for no facts, so that "nothing reported" differs from every report. */
export function factsHash(facts: Facts | undefined, sha256: Hash): string {
  return facts && Object.keys(facts).length > 0 ? contentHash(facts, sha256).slice(0, 16) : "";
}

export interface IdentifiedSeries extends SeriesIdentity {
  readonly id: string;
  /** Hash of the identity facts: other hardware under the same name is another series. */
  readonly hardware: string;
}

export function identifySeries(run: RunDocument, measurement: Measurement, sha256: Hash): IdentifiedSeries {
  const identity: SeriesIdentity = {
    benchmark: measurement.benchmark,
    version: measurement.version ?? "",
    metric: measurement.metric,
    parameters: measurement.parameters ?? {},
    rig: run.rig,
    pairing: pairingOf(run),
  };
  const hardware = factsHash(run.environment?.identity, sha256);
  return { ...identity, hardware, id: contentHash({ ...identity, hardware }, sha256).slice(0, 16) };
}

/** Client and server of different release lines are an interop cell; equal or unsaid ones are the build under test. */
function pairingOf({ subject }: RunDocument): string {
  const { client, server } = subject?.versions ?? {};
  if (!client || !server || release(client) === release(server)) return "";
  return `${release(client)}/${release(server)}`;
}

/** `2.15.50_185_g1ac4b95` is a build of release line 2.15: the line names the cell, the build is an axis. */
const release = (version: string): string => /^\d+\.\d+/.exec(version)?.[0] ?? version;
