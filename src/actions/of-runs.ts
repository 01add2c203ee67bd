/**
 * What follows from the runs of some changesets and from what people decided stays as it is while other changesets are
 * measured: a release of last year is not judged anew every morning.
 */
import type { Caller, Context } from "./context.ts";
import { sightOf } from "./read-series.ts";

/** `shas`: in landing order, all whose runs matter; `name` says what else the answer depends on. */
export async function ofRuns<T>(
  ctx: Context,
  caller: Caller,
  { name, shas }: { readonly name: string; readonly shas: readonly string[] },
  derive: () => Promise<T>,
): Promise<T> {
  const order = await ctx.known.landingOrder();
  const names = [...new Set(shas.flatMap((sha) => order.countedAs(sha)))];
  const series = [...(await ctx.known.series()).keys()];
  const stamp = await ctx.store.runsStamp(names);
  const key = ctx.sha256(JSON.stringify([shas, names, series, stamp]));
  return await ctx.known.derived(`${name} ${key} ${sightOf(caller)}`, derive, []);
}
