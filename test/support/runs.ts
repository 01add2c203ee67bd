/** Run documents for tests: small, valid, different where it matters. */
import type { RunDocument } from "../../src/model/run.ts";
import { seeded } from "../simulator/random.ts";

export interface RunOptions {
  readonly id: string;
  readonly sha: string;
  readonly parent?: string;
  readonly branch?: string;
  readonly rig?: string;
  readonly block?: string;
  readonly values?: readonly number[];
  readonly startedAt?: string;
}

export function run({
  id,
  sha,
  parent,
  branch = "master",
  rig = "opensfs-a",
  block = "night-1",
  values = [100, 101, 99],
  startedAt,
}: RunOptions): RunDocument {
  return {
    schema: "tarnish.run/1",
    id,
    rig,
    suite: "nightly",
    changeset: { sha, branch, ...(parent !== undefined && { parent }) },
    block,
    startedAt: startedAt ?? "2026-10-02T22:00:00Z",
    complete: true,
    measurements: [
      {
        benchmark: "ior-easy",
        metric: "write.bandwidth",
        unit: "MiB/s",
        better: "higher",
        parameters: { clients: "16" },
        values,
      },
    ],
  };
}

/** UUIDs that a seed decides. */
export function uuids(seed: number): () => string {
  const random = seeded(seed);
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
