/** Which client release works how well with which server release? Series by pairing, and what was promised of them. */
import type { Caller, Context } from "./context.ts";
import { allPolicies } from "./policy-for.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { type Trend, trends } from "./trends.ts";

/** A series of a pair, as it stands. */
export interface PairedSeries extends Pick<Trend, "series" | "analysis"> {
  /** Start of its newest run among the newest landed changesets, RFC 3339; null when there is none. */
  readonly lastAt: string | null;
}

export interface ShownInterop {
  readonly measured: readonly PairedSeries[];
  /** Pairings, `client release/server release`, that a train or a policy asks for. */
  readonly promised: readonly string[];
}

/** A pairing stands in a series' identity, or in two of its parameters. */
const SIDES = { client: "client.version", server: "server.version" } as const;

export async function showInterop(ctx: Context, caller: Caller): Promise<ShownInterop> {
  return await ctx.known.derived(`interop ${sightOf(caller)}`, async () => {
    const series = (await visibleSeries(ctx, caller)).filter((one) => pairingOf(one) !== "");
    const trains = [...(await ctx.known.trains()).values()];
    const policies = await allPolicies(ctx);
    const cells = [...trains.flatMap((train) => train.cells ?? []), ...policies.flatMap((policy) => policy.cells)];
    const promised = new Set(cells.flatMap(({ pairings = [] }) => pairings).filter((pairing) => pairing.includes("/")));
    const measured: PairedSeries[] = [];
    for await (const trend of trends(ctx, series)) measured.push(paired(trend));
    return { measured, promised: [...promised].sort() };
  });
}

function paired({ series, analysis, points }: Trend): PairedSeries {
  const last = points.reduce((latest, { startedAt }) => Math.max(latest, startedAt.getTime()), 0);
  return { series, analysis, lastAt: last === 0 ? null : new Date(last).toISOString() };
}

/** `client release/server release`, "" where both sides run the build under test. */
export function pairingOf({
  pairing,
  parameters,
}: {
  readonly pairing: string;
  readonly parameters: Readonly<Record<string, string>>;
}): string {
  if (pairing !== "") return pairing;
  const { [SIDES.client]: client = "", [SIDES.server]: server = "" } = parameters;
  return client === "" || server === "" || client === server ? "" : `${client}/${server}`;
}
