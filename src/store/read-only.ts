/** The store of a mirror: what is derived is not kept, everything else is refused, and only what is adopted comes in. */
import type { Fault } from "../model/fault.ts";
import type { EventKind, NewEvent, Store } from "./store.ts";

/** Follows from the rest, or is of one process alone. */
const NOT_KEPT: readonly EventKind[] = ["verdict", "change", "order", "token-use"];

/** `refusal` says why nothing may be written now; undefined: everything may. */
export function guarded(store: Store, refusal: () => Fault | undefined): Store {
  const append = async (events: readonly NewEvent[]) => {
    const fault = refusal();
    if (fault && events.some(({ kind }) => !NOT_KEPT.includes(kind))) throw fault;
    if (!fault) await store.append(events);
  };
  const writeRun: Store["writeRun"] = async (run) => {
    const fault = refusal();
    if (fault) throw fault;
    return await store.writeRun(run);
  };
  const guards: Readonly<Record<string | symbol, unknown>> = { append, writeRun };
  return new Proxy(store, {
    get(target, name) {
      if (name in guards) return guards[name];
      const own = Reflect.get(target, name) as unknown;
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}
