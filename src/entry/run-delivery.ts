/** Where the sessions of a plan go: to the service, to the spool while it is away, or into a file. */
import { appendFileSync } from "node:fs";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { isAway, openSpool } from "../rig/spool.ts";
import { serviceClient } from "./service-client.ts";
import { spoolFolder } from "./spool-folder.ts";

export interface Delivery {
  /** A Fault when nobody wants it: the run stays in the journal. */
  deliver(document: RunDocument): Promise<Fault | undefined>;
  /** Tries once more what waits; how many runs still wait then. */
  finish(): Promise<number>;
}

export function toService(say: (text: string) => void): Delivery {
  const client = serviceClient();
  const spool = openSpool(spoolFolder());
  return {
    async deliver(document) {
      try {
        await client.post(document);
        return undefined;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (!isAway(error)) return error;
        await spool.keep(document);
        say(`spooled: ${error.message}`);
        return undefined;
      }
    },
    async finish() {
      const waiting = (await spool.waiting()).length;
      if (waiting === 0) return 0;
      for await (const one of spool.deliver((run) => client.post(run)))
        if ("movedTo" in one) say(`refused: ${one.fault.message} It is kept in ${one.movedTo}.`);
      return (await spool.waiting()).length;
    },
  };
}

/** For a rig without a network: `tarnish post FILE` posts them from another machine. */
export function toFile(file: string): Delivery {
  return {
    async deliver(document) {
      appendFileSync(file, `${JSON.stringify(document)}\n`, { flush: true });
      return undefined;
    },
    finish: async () => 0,
  };
}

/** They stay where they are: in the journal. */
export const toNobody = (): Delivery => ({ deliver: async () => undefined, finish: async () => 0 });
