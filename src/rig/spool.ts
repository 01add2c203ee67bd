/** Runs that could not be delivered wait on disk: one file a run, there before the command says so. */
import { mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Fault, type FaultCode } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { Delivery } from "./client.ts";

export interface Spool {
  /** Durable when it resolves. The same run again replaces itself. */
  keep(document: RunDocument): Promise<void>;
  /** Ids of the runs that wait. */
  waiting(): Promise<string[]>;
  /**
   * Posts what waits. Delivered runs leave the folder, refused ones move to `refused/` beside it; it ends early,
   * with the fault, when the service is away or the token is not good enough.
   */
  deliver(post: (document: RunDocument) => Promise<Delivery>): Promise<SpoolReport>;
}

export interface RefusedRun {
  readonly id: string;
  readonly fault: Fault;
  readonly movedTo: string;
}

export interface SpoolReport {
  readonly delivered: readonly Delivery[];
  readonly refused: readonly RefusedRun[];
  /** Why the rest still waits. */
  readonly stopped: Fault | undefined;
}

/** The service is not there, or not well: the run is tried again later. */
const AWAY: readonly FaultCode[] = ["unavailable", "too_many", "internal"];
/** The run is fine, the token is not. */
const NOT_PERMITTED: readonly FaultCode[] = ["unauthorized", "forbidden"];

export const isAway = (fault: Fault): boolean => AWAY.includes(fault.code);

export function openSpool(folder: string): Spool {
  const waiting = async () => (await list(folder)).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []).sort();
  return {
    waiting,
    async keep(document) {
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(join(folder, `${document.id}.json`), `${JSON.stringify(document)}\n`, { fsync: true });
      await syncFolder(folder);
    },
    async deliver(post) {
      const delivered: Delivery[] = [];
      const refused: RefusedRun[] = [];
      for (const id of await waiting()) {
        const outcome = await deliverOne(folder, id, post);
        if (outcome === "gone") continue;
        if (!(outcome instanceof Fault)) delivered.push(outcome);
        else if (isAway(outcome) || NOT_PERMITTED.includes(outcome.code))
          return { delivered, refused, stopped: outcome };
        else refused.push({ id, fault: outcome, movedTo: await setAside(folder, id) });
      }
      return { delivered, refused, stopped: undefined };
    },
  };
}

/** "gone": another process delivered it in the meantime. */
async function deliverOne(
  folder: string,
  id: string,
  post: (document: RunDocument) => Promise<Delivery>,
): Promise<Delivery | Fault | "gone"> {
  const file = join(folder, `${id}.json`);
  try {
    const delivery = await post(parse(id, await readFile(file, "utf8")));
    await unlink(file).catch(ignoreAbsent);
    return delivery;
  } catch (error) {
    if (error instanceof Fault) return error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "gone";
    throw error;
  }
}

async function setAside(folder: string, id: string): Promise<string> {
  const refused = join(folder, "refused");
  await mkdir(refused, { recursive: true });
  await rename(join(folder, `${id}.json`), join(refused, `${id}.json`)).catch(ignoreAbsent);
  return join(refused, `${id}.json`);
}

function parse(id: string, text: string): RunDocument {
  try {
    return JSON.parse(text) as RunDocument;
  } catch (cause) {
    throw new Fault("malformed", `The spooled run ${id} is not JSON.`, [], { cause });
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** A new name in a folder survives a power cut only when the folder itself is written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
