/** What was promised for a release and what was measured. */

export type CellState = "measured" | "stale" | "never";

export interface CellCoverage {
  /** Any rig when null. */
  readonly label: string | null;
  readonly benchmark: string;
  /** `client release/server release`, "" for the build itself on both sides. */
  readonly pairing: string;
  /** Rigs that are asked for. */
  readonly needed: number;
  /** Rigs that measured it lately, or measured the release itself. */
  readonly fresh: readonly string[];
  /** Rigs that measured it longer ago. */
  readonly stale: readonly string[];
  readonly state: CellState;
  /** The newest run, RFC 3339. */
  readonly last: { readonly rig: string; readonly sha: string; readonly at: string } | null;
}

/** What a vendor promised for a release, beside what came. */
export interface PledgeKept {
  readonly vendor: string;
  /** Null where nothing of the kind was promised. */
  readonly hoursPledged: number | null;
  readonly hoursDelivered: number;
  readonly cellsPledged: number | null;
  /** Of the pledged cells, those that are measured. */
  readonly cellsDelivered: number;
}

/** "ior-easy on 2 rigs labelled metal, client 2.15 with server 2.16". */
export function cellWords({ label, benchmark, pairing, needed }: CellCoverage): string {
  const rigs = needed === 1 ? "a rig" : `${needed} rigs`;
  const [client, server] = pairing.split("/");
  const with_ = pairing === "" ? "" : `, client ${client} with server ${server}`;
  return `${benchmark} on ${rigs}${label === null ? "" : ` labelled ${label}`}${with_}`;
}
