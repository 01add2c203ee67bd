/** Whose nodes a rig has, and what each of the owners lets others see. The strictest of them decides, see canSee. */
import type { Rig, RigOwner } from "../model/changeset.ts";
import type { RunDocument } from "../model/run.ts";

/**
 * Nodes of the run whose owners keep something private here, on a rig that says nothing of them: what they measured would
 * be shown as the rig's owner likes it. Owners who keep nothing private have nothing against it.
 */
export function unruledNodes(
  { rig: name, environment }: Pick<RunDocument, "rig" | "environment">,
  rigs: ReadonlyMap<string, Rig>,
): { readonly index: number; readonly owner: string }[] {
  const rig = rigs.get(name);
  const ruled = new Set([rig?.vendor, ...(rig?.owners ?? []).map(({ vendor }) => vendor)]);
  const named = (environment?.nodes ?? []).flatMap(({ owner }, index) =>
    owner === undefined || ruled.has(owner) ? [] : [{ index, owner }],
  );
  return named.filter(({ owner }) => keepsSomethingPrivate(owner, rigs));
}

function keepsSomethingPrivate(owner: string, rigs: ReadonlyMap<string, Rig>): boolean {
  const rules = [...rigs.values()].flatMap((rig) => [rig, ...(rig.owners ?? [])]);
  return rules.some(({ vendor, visibility }) => vendor === owner && visibility === "private");
}

/** Owners who keep something private, and would be shown here by a rule that was not there before. */
export const newlyShown = (
  before: readonly RigOwner[],
  after: readonly RigOwner[],
  rigs: ReadonlyMap<string, Rig>,
): string[] =>
  after
    .filter(({ visibility, publicFrom }) => visibility === "public" || publicFrom !== undefined)
    .map(({ vendor }) => vendor)
    .filter((vendor) => !before.some((one) => one.vendor === vendor) && keepsSomethingPrivate(vendor, rigs));

/** Owners who would be asked less than before: theirs is the word that counts. */
export function loosenedOwners(before: readonly RigOwner[], after: readonly RigOwner[]): string[] {
  const now = new Map(after.map((owner) => [owner.vendor, owner]));
  const isLooser = ({ vendor, visibility, publicFrom }: RigOwner) => {
    const then = now.get(vendor);
    if (visibility === "public") return false;
    if (then?.visibility !== "private") return true;
    return until(then) < until({ publicFrom });
  };
  return before.filter(isLooser).map(({ vendor }) => vendor);
}

const until = ({ publicFrom }: { readonly publicFrom?: string | undefined }): number =>
  publicFrom === undefined ? Number.POSITIVE_INFINITY : Date.parse(publicFrom);
