/** Where events stand in the log, asked of many at a time. */
export interface RunPlace {
  readonly chain: string;
  readonly sequence: number;
}

/** Parameters of a statement with PLACES. */
export type PlaceColumns = { chains: bigint[]; sequences: number[] };

/** Rows of `(chain, sequence) IN (…)`, found by the tables' order. */
export const PLACES = "SELECT arrayJoin(arrayZip({chains: Array(UInt64)}, {sequences: Array(UInt64)})) AS place";

export const byColumn = (places: readonly RunPlace[]): PlaceColumns => ({
  chains: places.map(({ chain }) => BigInt(chain)),
  sequences: places.map(({ sequence }) => sequence),
});
