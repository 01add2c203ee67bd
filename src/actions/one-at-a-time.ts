/** Acts on one store, one after another: who comes with another store waits for none of them. */
import { oneAfterAnother } from "../store/one-after-another.ts";
import type { Context } from "./context.ts";

export function oneAtATime(): <T>(ctx: Pick<Context, "store">, act: () => Promise<T>) => Promise<T> {
  const turns = new WeakMap<Context["store"], ReturnType<typeof oneAfterAnother>>();
  return ({ store }, act) => {
    const inTurn = turns.get(store) ?? oneAfterAnother();
    turns.set(store, inTurn);
    return inTurn(act);
  };
}
