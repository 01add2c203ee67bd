/** Which client release works how well with which server release? Series by pairing, and what was promised of them. */
import type { Caller, Context } from "./context.ts";
import { allPolicies } from "./policy-for.ts";
import { type SeriesHistory, seriesHistories, sightOf, visibleSeries } from "./read-series.ts";

export interface ShownInterop {
  readonly histories: readonly SeriesHistory[];
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
    return { histories: await seriesHistories(ctx, series), promised: [...promised].sort() };
  });
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
