/** Another text whenever anything arrived, from whichever replica: what a page was drawn from. */
import type { Watched } from "../store/event-kinds.ts";
import type { Context } from "./context.ts";

const WATCHED: readonly Watched[] = ["runs", "series", "changesets", "entities", "verdicts", "triage"];

export async function stateOfAll({ store }: Context): Promise<string> {
  return (await Promise.all(WATCHED.map((of) => store.watermark(of)))).join(" ");
}
