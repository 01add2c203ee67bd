/** Orders that this machine took: on disk before they are leased, so that a start after a crash goes on with them. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { ShownOrder } from "../actions/work-orders.ts";

export interface TakenOrder {
  readonly order: ShownOrder;
  /** UUID. */
  readonly lease: string;
  readonly folder: string;
}

const FILE = "order.json";

/** Below the data folder. */
export class OrderFolder {
  readonly #root: string;

  constructor(data: string) {
    this.#root = join(data, "orders");
  }

  /** Durable when it returns. */
  keep(order: ShownOrder, lease: string): TakenOrder {
    const folder = join(this.#root, order.id);
    mkdirSync(folder, { recursive: true });
    writeFileAtomic.sync(join(folder, FILE), `${JSON.stringify({ order, lease })}\n`);
    return { order, lease, folder };
  }

  /** Nothing is left to do for it. Its journal stays where it measured something. */
  forget({ folder }: TakenOrder, keepsJournal: boolean): void {
    rmSync(keepsJournal ? join(folder, FILE) : folder, { recursive: true, force: true });
  }

  /** In the order of their ids. */
  taken(): TakenOrder[] {
    return list(this.#root).flatMap((name): TakenOrder[] => {
      const folder = join(this.#root, name);
      try {
        return [{ ...(JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Omit<TakenOrder, "folder">), folder }];
      } catch {
        return [];
      }
    });
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
