/** What verdicts rest on that comes and goes by time alone, without anybody saying so. */
import { phaseOf } from "../gate/phase.ts";
import type { Context } from "./context.ts";
import { rigsAway } from "./rig-away.ts";
import { waiversInForce } from "./waivers.ts";

/** Waivers in force, rigs that are away and the phases of releases: a name that is another when one of them is. */
export async function inForceNow(ctx: Context): Promise<string> {
  const at = ctx.now().toISOString();
  const waivers = (await waiversInForce(ctx)).map(({ id }) => id);
  const away = [...(await rigsAway(ctx))].sort();
  const phases = [...(await ctx.known.trains()).values()].flatMap((train) =>
    train.releases.map(({ tag }) => phaseOf(train, tag, at)),
  );
  return `${waivers.join(" ")}; ${away.join(" ")}; ${phases.join(" ")}`;
}
