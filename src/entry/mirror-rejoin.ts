/** A host that comes back gives the writer what only it accepted; runs are merged by their ids there. */
import type { Context } from "../actions/context.ts";
import { entriesBeyond } from "../actions/read-log.ts";
import { Fault } from "../model/fault.ts";
import { announceMerge, type Given, sendEntries } from "./give-entries.ts";
import { headsOf, type LogSource } from "./log-source.ts";

/** Nothing when there was nothing to give. */
export async function giveOwn(ctx: Context, to: LogSource): Promise<Given | undefined> {
  const ours = await ctx.store.heads();
  if (ours.length === 0) return undefined;
  const theirs = new Map((await headsOf(to)).map((head) => [head.chain, head]));
  if (!ours.some(({ chain }) => theirs.has(chain))) {
    throw new Fault(
      "conflict",
      `The history in this data folder has nothing in common with that of ${to.url}: set TARNISH_DATA to an empty folder.`,
    );
  }
  const beyond = ours.filter(({ chain, sequence }) => sequence > (theirs.get(chain)?.sequence ?? 0));
  if (beyond.length === 0) return undefined;
  await announceMerge(to, ours);
  return await sendEntries(to, entriesBeyond(ctx, [...theirs.values()]));
}
