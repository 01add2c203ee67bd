/** Acts on one store, one after another: who comes with another store waits for none of them. */
import { onceForEach } from "../stats/once-for-each.ts";
import { oneAfterAnother } from "../store/one-after-another.ts";
import type { Context } from "./context.ts";

/** `most` on one store at once, those that wait included. */
export function oneAtATime(most?: number): <T>(ctx: Pick<Context, "store">, act: () => Promise<T>) => Promise<T> {
  const turns = onceForEach((_: Context["store"]) => oneAfterAnother(most));
  return ({ store }, act) => turns(store)(act);
}
