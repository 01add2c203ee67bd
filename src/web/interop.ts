/** The matrix of client and server releases: what was measured of each pair, how it stands, and what nobody measured. */

import { type PairedSeries, pairingOf, type ShownInterop } from "../actions/show-interop.ts";
import { seriesState } from "./series-state.ts";

/**
 * worse: a series stands worse than before its last change; suspected: perhaps; new: too little was measured to say;
 * fine: neither; missing: nothing was measured, or nothing of late; same: both sides are the build itself, which every
 * other page is about.
 */
export type InteropWord = "worse" | "suspected" | "new" | "fine" | "missing" | "same";

export interface InteropCell {
  readonly client: string;
  readonly server: string;
  readonly word: InteropWord;
  readonly series: readonly PairedSeries[];
  /** Those of them that regressed. */
  readonly worse: number;
  /** Start of the newest run, RFC 3339; null when nothing was measured. */
  readonly lastAt: string | null;
  readonly isPromised: boolean;
}

export interface InteropMatrix {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  /** By client, then server. */
  readonly rows: readonly (readonly InteropCell[])[];
}

export function interopMatrix({ measured: all, promised }: ShownInterop): InteropMatrix {
  const measured = all.map((one) => ({ pairing: pairingOf(one.series), one }));
  const pairings = [...new Set([...measured.map(({ pairing }) => pairing), ...promised])].map(sidesOf);
  const clients = inOrder(pairings.map(([client]) => client));
  const servers = inOrder(pairings.map(([, server]) => server));
  const cellAt = (client: string, server: string): InteropCell => {
    const pairing = `${client}/${server}`;
    if (client === server) return { client, server, ...summary([]), word: "same", isPromised: false };
    const series = measured.filter((each) => each.pairing === pairing).map(({ one }) => one);
    return { client, server, ...summary(series), isPromised: promised.includes(pairing) };
  };
  return { clients, servers, rows: clients.map((client) => servers.map((server) => cellAt(client, server))) };
}

function summary(series: readonly PairedSeries[]): Pick<InteropCell, "word" | "series" | "worse" | "lastAt"> {
  const states = series.map((one) => seriesState(one.series, one.analysis));
  const worse = states.filter(({ word }) => word === "regressed").length;
  const lastAt =
    series
      .flatMap((one) => one.lastAt ?? [])
      .sort()
      .at(-1) ?? null;
  if (lastAt === null) return { word: "missing", series, worse, lastAt };
  if (worse > 0) return { word: "worse", series, worse, lastAt };
  if (states.some(({ word }) => word === "suspected")) return { word: "suspected", series, worse, lastAt };
  return { word: states.every(({ word }) => word === "new") ? "new" : "fine", series, worse, lastAt };
}

/** Releases hold no slash; what follows the first is the server's. */
function sidesOf(pairing: string): [client: string, server: string] {
  const at = pairing.indexOf("/");
  return [pairing.slice(0, at), pairing.slice(at + 1)];
}

/** 2.9 before 2.15. */
const inOrder = (names: readonly string[]): string[] =>
  [...new Set(names)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
