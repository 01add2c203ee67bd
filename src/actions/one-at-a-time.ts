/** Acts on one store in the order in which they came, each after the one before it has ended, well or not. */
import type { Context } from "./context.ts";

export function oneAtATime(): <T>(ctx: Pick<Context, "store">, act: () => Promise<T>) => Promise<T> {
  const last = new WeakMap<Context["store"], Promise<unknown>>();
  return ({ store }, act) => {
    const mine = (last.get(store) ?? Promise.resolve()).then(act);
    last.set(
      store,
      mine.catch(() => undefined),
    );
    return mine;
  };
}
