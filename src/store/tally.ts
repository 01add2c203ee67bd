/** What was asked of the engine, how often it failed, and how long it took: counted at the two places where all of it passes. */
import type { ClickHouseClient } from "@clickhouse/client";

/** Since the start. Times are until the whole answer was there. */
export interface Tally {
  count: number;
  failed: number;
  seconds: number;
}

export interface EngineLoad {
  readonly queries: Readonly<Tally>;
  readonly inserts: Readonly<Tally>;
}

const tallies = new WeakMap<ClickHouseClient, Record<keyof EngineLoad, Tally>>();
const none = (): Tally => ({ count: 0, failed: 0, seconds: 0 });

export function engineLoad(client: ClickHouseClient): Record<keyof EngineLoad, Tally> {
  const load = tallies.get(client) ?? { queries: none(), inserts: none() };
  tallies.set(client, load);
  return load;
}

export async function counted<T>(client: ClickHouseClient, kind: keyof EngineLoad, work: () => Promise<T>): Promise<T> {
  const tally = engineLoad(client)[kind];
  const started = performance.now();
  tally.count++;
  try {
    return await work();
  } catch (error) {
    tally.failed++;
    throw error;
  } finally {
    tally.seconds += (performance.now() - started) / 1000;
  }
}
