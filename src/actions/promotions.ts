/** Which term a history is in, and how a new one begins. */
import { latestTerm, type Term } from "../model/term.ts";
import type { Caller, Context } from "./context.ts";
import { record } from "./record.ts";

export const termOf = async ({ known }: Context): Promise<Term> => latestTerm((await known.promotions()).values());

/** Once for each id, however often it is asked for. The term is later than all that are known here, and than `beyond`. */
export async function beginTerm(ctx: Context, id: string, beyond: number): Promise<Term> {
  return await ctx.known.inTurn(async () => {
    const before = await termOf(ctx);
    if ((await ctx.known.promotions()).has(id)) return before;
    const body = { id, term: Math.max(before.term, beyond) + 1 };
    await record(ctx, PROMOTED, [{ kind: "promotion", key: id, body }]);
    return { term: body.term, promotion: id };
  });
}

const PROMOTED: Caller = { name: "promotion", scopes: [] };
