/** Cells that a policy requires and no registered rig could ever serve. */
import type { Rig } from "../model/changeset.ts";
import { type FaultDetail, pointer } from "../model/fault.ts";
import type { PolicyChanges, RequiredCell } from "../model/policy.ts";
import type { Caller, Context } from "./context.ts";
import { canSee } from "./read-series.ts";

/** Only rigs that the caller may see are counted, and named. */
export async function unservable(ctx: Context, caller: Caller, changes: PolicyChanges): Promise<FaultDetail[]> {
  const rigs = [...(await ctx.known.rigs()).values()].filter((rig) => canSee(caller, rig));
  const faults = (cells: readonly RequiredCell[] | undefined, prefix: readonly string[]) =>
    (cells ?? []).flatMap((cell, i) => faultOf(cell, rigs, pointer([...prefix, "cells", i])));
  const variants = (["rulesOfKind", "rulesOfPhase"] as const).flatMap((part) =>
    Object.entries(changes[part] ?? {}).flatMap(([name, { cells }]) => faults(cells, [part, name])),
  );
  return [...faults(changes.cells, []), ...variants];
}

function faultOf({ label, rigs: needed }: RequiredCell, rigs: readonly Rig[], path: string): FaultDetail[] {
  const able = label === undefined ? rigs : rigs.filter(({ labels = [] }) => labels.includes(label));
  if (able.length >= needed) return [];
  const carried = [...new Set(rigs.flatMap(({ labels = [] }) => labels))].sort();
  const known = carried.length === 0 ? "no rig carries a label yet" : `the labels there are: ${carried.join(", ")}`;
  const register = "tarnish rig add NAME --label LABEL registers one";
  if (label === undefined) {
    return [
      { path, detail: `requires ${needed} rigs and there are ${able.length}; tarnish rig add NAME registers one` },
    ];
  }
  if (able.length === 0)
    return [
      {
        path: `${path}/label`,
        detail: `requires a rig labelled ${label}, which no registered rig carries; ${known}; ${register}`,
      },
    ];
  const names = able.map(({ rig }) => rig).join(", ");
  return [
    {
      path: `${path}/rigs`,
      detail: `requires ${needed} rigs labelled ${label} and only ${names} ${able.length === 1 ? "carries" : "carry"} it; ${register}`,
    },
  ];
}
