/** The store of a mirror: what is derived is not kept, everything else is refused, and only what is adopted comes in. */
import type { Fault } from "../model/fault.ts";
import type { EntityKind, EventKind } from "./event-kinds.ts";
import type { Entity, NewEvent } from "./events.ts";
import type { Store } from "./store.ts";

/** Follows from the rest, or is of one process alone. */
const NOT_KEPT: readonly EventKind[] = ["verdict", "change", "order", "token-use"];
/** Beyond them the oldest go. */
const MOST_SESSIONS = 10_000;

/**
 * `refusal` says why nothing may be written now; undefined: everything may. Who signs in with a browser meanwhile does so
 * with this process alone: its links and sessions are held in memory, and a link of the writer's is not used up here.
 * `hasBegun`: the store is ready for others than those who prepare it.
 */
export function guarded(store: Store, refusal: () => Fault | undefined, hasBegun: () => boolean): Store {
  const sessions = new Map<string, Entity>();
  let signings = 0;
  /** Promoted since: what was stored of a session counts from now on. */
  const forget = (events: readonly NewEvent[]) => {
    for (const { kind, key } of events) if (kind === "session" && sessions.delete(key)) signings++;
  };
  const append = async (events: readonly NewEvent[]) => {
    const fault = refusal();
    if (!fault) {
      await store.append(events);
      return forget(events);
    }
    const unkept = events.filter(({ kind }) => !NOT_KEPT.includes(kind));
    if (unkept.some(({ kind }) => kind !== "session")) throw fault;
    for (const { key, at, body } of unkept) {
      sessions.delete(key); // a Map keeps the order of insertion: the first is the oldest
      sessions.set(key, { key, at: at.toISOString(), body: JSON.parse(body) });
      signings++;
    }
    for (const oldest of sessions.keys()) if (sessions.size > MOST_SESSIONS) sessions.delete(oldest);
  };
  const writeRun: Store["writeRun"] = async (run) => {
    const fault = refusal();
    if (fault) throw fault;
    return await store.writeRun(run);
  };
  const entities = async (kind: EntityKind) => {
    const stored = await store.entities(kind);
    if (kind !== "session") return stored;
    const isOthers = ({ key, body }: Entity) =>
      !sessions.has(key) && (refusal() === undefined || (body as { state: string }).state !== "link");
    return [...stored.filter(isOthers), ...sessions.values()];
  };
  const watermark: Store["watermark"] = async (of) => {
    const stored = await store.watermark(of);
    return of === "entities" && signings > 0 ? `${stored} ${signings}` : stored;
  };
  const isReady = async () => hasBegun() && (await store.isReady());
  const guards: Readonly<Record<string | symbol, unknown>> = { append, writeRun, entities, watermark, isReady };
  return new Proxy(store, {
    get(target, name) {
      if (name in guards) return guards[name];
      const own = Reflect.get(target, name) as unknown;
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}
