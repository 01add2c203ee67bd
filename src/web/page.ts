/** A page is a value: its address, and how it is drawn from what its reader may see. The router's list is the only one. */
import type { Caller, Context } from "../actions/context.ts";
import type { Html } from "./html.ts";

/** What a reader asked of a page or a chart. */
export interface PageCall {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** A page as a whole, or in the order of reading: what comes later is drawn while what came before is on its way. */
export type Drawn = Html | AsyncIterable<Html>;

export interface Page {
  /** As the router writes it: `/series/:id`. */
  readonly path: string;
  /**
   * Says what drawing would say: change points that nobody announced yet, verdicts whose runs have moved on. Whoever
   * keeps the page does so under the state of all that is known, which drawing itself must not move.
   */
  settle?(ctx: Context, call: PageCall): Promise<unknown>;
  /** Throws a Fault where there is nothing to draw: `not_found` becomes the page that says so. */
  draw(ctx: Context, call: PageCall): Promise<Drawn>;
}
