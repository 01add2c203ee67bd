/** Work orders with what became of them, and the leases that give them to one rig at a time. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import type { Cause } from "../model/run.ts";
import type { Completion, Lease, WorkOrder } from "../model/work-order.ts";
import { insert } from "./insert.ts";
import { ask, query } from "./query.ts";

export interface HeldLease extends Lease {
  /** 1 is the claim, more are renewals. */
  readonly ordinal: number;
}

export interface StoredOrder {
  readonly order: WorkOrder;
  /** Null while nobody completed it. */
  readonly completion: Completion | null;
  /** The newest lease, over or not; null when nobody ever had one. */
  readonly lease: HeldLease | null;
}

export interface WorkStore {
  /** Orders of these rigs that are neither completed nor cancelled, by id. */
  open(rigs: readonly string[]): Promise<readonly StoredOrder[]>;
  /** Whatever became of them. */
  of(ids: readonly string[]): Promise<readonly StoredOrder[]>;
  /** Orders of these rigs, newest first, those that are over included. */
  newest(rigs: readonly string[], limit: number): Promise<readonly StoredOrder[]>;
  /** Orders of one cause that these rigs completed with runs, newest first. */
  done(rigs: readonly string[], cause: Cause): Promise<readonly StoredOrder[]>;
  /** Durable when it resolves; of several claims to one generation the first stands, and all are answered which. */
  hold(lease: HeldLease): Promise<HeldLease>;
}

const entityRow = z.object({ body: z.string() });

const openOrders = query<{ rigs: string[] }>()(
  `SELECT body FROM entities FINAL
   WHERE kind = 'order' AND has({rigs: Array(String)}, JSONExtractString(body, 'rig'))
     AND JSONExtractRaw(body, 'cancelled') = 'null'
     AND key NOT IN (SELECT key FROM entities WHERE kind = 'completion')
   ORDER BY key`,
  entityRow,
);

const ordersOfIds = query<{ ids: string[] }>()(
  "SELECT body FROM entities FINAL WHERE kind = 'order' AND key IN {ids: Array(String)} ORDER BY key",
  entityRow,
);

const newestOrders = query<{ rigs: string[]; limit: number }>()(
  `SELECT body FROM entities FINAL
   WHERE kind = 'order' AND has({rigs: Array(String)}, JSONExtractString(body, 'rig'))
   ORDER BY JSONExtractString(body, 'orderedAt') DESC, key LIMIT {limit: UInt32}`,
  entityRow,
);

const completedOrders = query<{ rigs: string[]; cause: string }>()(
  `SELECT body FROM entities FINAL
   WHERE kind = 'order' AND has({rigs: Array(String)}, JSONExtractString(body, 'rig'))
     AND JSONExtractString(body, 'cause') = {cause: String}
     AND key IN (SELECT key FROM entities WHERE kind = 'completion')
   ORDER BY JSONExtractString(body, 'orderedAt') DESC, key`,
  entityRow,
);

const completionsOf = query<{ ids: string[] }>()(
  "SELECT body FROM entities FINAL WHERE kind = 'completion' AND key IN {ids: Array(String)}",
  entityRow,
);

const leasesOf = query<{ ids: string[] }>()(
  `SELECT work_order, generation, ordinal, lease, rig, toString(toUnixTimestamp64Milli(until)) AS until FROM leases
   WHERE work_order IN {ids: Array(String)}
   ORDER BY work_order, generation DESC, ordinal DESC LIMIT 1 BY work_order`,
  z
    .object({
      work_order: z.string(),
      generation: z.number(),
      ordinal: z.number(),
      lease: z.string(),
      rig: z.string(),
      until: z.string().transform((ms) => new Date(Number(ms)).toISOString()),
    })
    .transform(({ work_order: order, ...rest }): HeldLease => ({ order, ...rest })),
);

export class ClickHouseWork implements WorkStore {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async open(rigs: readonly string[]): Promise<readonly StoredOrder[]> {
    return await this.#whole(await ask(this.#client, openOrders, { rigs: [...rigs] }));
  }

  async of(ids: readonly string[]): Promise<readonly StoredOrder[]> {
    return ids.length === 0 ? [] : await this.#whole(await ask(this.#client, ordersOfIds, { ids: [...ids] }));
  }

  async newest(rigs: readonly string[], limit: number): Promise<readonly StoredOrder[]> {
    return await this.#whole(await ask(this.#client, newestOrders, { rigs: [...rigs], limit }));
  }

  async done(rigs: readonly string[], cause: Cause): Promise<readonly StoredOrder[]> {
    const all = await this.#whole(await ask(this.#client, completedOrders, { rigs: [...rigs], cause }));
    return all.filter(({ completion }) => completion?.outcome === "done");
  }

  async hold(lease: HeldLease): Promise<HeldLease> {
    await insertLease(this.#client, lease);
    return (await this.#leases([lease.order])).get(lease.order) ?? lease;
  }

  async #whole(rows: readonly { readonly body: string }[]): Promise<StoredOrder[]> {
    const orders = rows.map(({ body }) => JSON.parse(body) as WorkOrder);
    const ids = orders.map(({ id }) => id);
    if (ids.length === 0) return [];
    const [completed, leases] = await Promise.all([ask(this.#client, completionsOf, { ids }), this.#leases(ids)]);
    const completions = new Map(
      completed.map(({ body }) => JSON.parse(body) as Completion).map((one) => [one.order, one]),
    );
    return orders.map((order) => ({
      order,
      completion: completions.get(order.id) ?? null,
      lease: leases.get(order.id) ?? null,
    }));
  }

  async #leases(ids: readonly string[]): Promise<Map<string, HeldLease>> {
    return new Map((await ask(this.#client, leasesOf, { ids: [...ids] })).map((one) => [one.order, one]));
  }
}

/** Of two of one generation and ordinal the first stands. */
export async function insertLease(client: ClickHouseClient, lease: HeldLease): Promise<void> {
  const { order, generation, ordinal, rig, until } = lease;
  const rows = {
    table: "leases",
    columns: ["work_order", "generation", "ordinal", "lease", "rig", "until"] as [string, ...string[]],
    values: [[order, generation, ordinal, lease.lease, rig, until]],
  };
  await insert(client, rows, `${order} ${generation} ${ordinal}`);
}
