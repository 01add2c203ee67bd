/** Runs wait on disk until the service has them: one file a run, there before it is first sent. */
import { mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Fault, type FaultCode } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { Delivery } from "./client.ts";

export interface Spool {
  /** Durable when it resolves. The same run again replaces itself. */
  keep(document: RunDocument): Promise<void>;
  /** Of a run that the service has, or that somebody else answers for. */
  forget(id: string): Promise<void>;
  /** Moves a run to `refused/` beside the others, where nobody posts it again; where it is then. */
  setAside(id: string): Promise<string>;
  /** Ids of the runs that wait. */
  waiting(): Promise<string[]>;
  /**
   * Posts what waits, and tells of each run as it goes. Delivered runs leave the folder, refused ones are set aside;
   * it ends early, with the fault, when the service is away or the token is not good enough.
   */
  deliver(post: Post): AsyncGenerator<Delivery | RefusedRun, Fault | undefined>;
}

type Post = (document: RunDocument) => Promise<Delivery>;

export interface RefusedRun {
  readonly id: string;
  readonly fault: Fault;
  readonly movedTo: string;
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
    forget: (id) => unlink(join(folder, `${id}.json`)).catch(ignoreAbsent),
    setAside: (id) => setAside(folder, id),
    async *deliver(post) {
      for (const id of await waiting()) {
        const outcome = await deliverOne(folder, id, post);
        if (outcome === "gone") continue;
        if (!(outcome instanceof Fault)) yield outcome;
        else if (isAway(outcome) || NOT_PERMITTED.includes(outcome.code)) return outcome;
        else yield { id, fault: outcome, movedTo: await setAside(folder, id) };
      }
      return undefined;
    },
  };
}

/** "gone": another process delivered it in the meantime. */
async function deliverOne(folder: string, id: string, post: Post): Promise<Delivery | Fault | "gone"> {
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
    ignoreAbsent(error);
    return [];
  });
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
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
