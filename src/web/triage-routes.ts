/** What the forms of the regressions page send: a page of this service only, see `refuseOtherSites`. */
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Context } from "../actions/context.ts";
import { triageForm } from "../actions/triage-form.ts";
import { triageRegression } from "../actions/triage-regression.ts";
import { Fault } from "../model/fault.ts";
import type { Drawn, PageCall } from "./page.ts";
import { drawRegressions } from "./pages/regressions.ts";

export interface FormDoor {
  readonly callOf: (c: HonoContext) => PageCall;
  /** Sends a page, or the page that says what is wrong. */
  readonly page: (c: HonoContext, draw: () => Promise<Drawn>, status?: 200 | 422) => Promise<Response>;
}

const LARGEST = 32 * 1024;

export function triageRoutes(ctx: Context, { callOf, page }: FormDoor): Hono {
  const app = new Hono();
  const small = bodyLimit({ maxSize: LARGEST, onError: () => Promise.reject(tooLong()) });
  app.post("/regressions/:id", small, async (c) => {
    const { caller, query } = callOf(c);
    const id = c.req.param("id");
    const { next = "", ...list } = { state: "all", ...query };
    try {
      const said = triageForm(id, await c.req.parseBody());
      await triageRegression(ctx, caller, id, said);
      const isShown = list.state === "all" || said.state === undefined || said.state === list.state;
      const at = isShown || !/^[0-9a-f]{16}$/.test(next) ? id : next;
      return c.redirect(`/regressions?${new URLSearchParams(list)}#r${at}`, 303);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "invalid") return await page(c, () => Promise.reject(error));
      const told = [error.message, ...error.details.map(({ detail }) => detail)].join(" ");
      return await page(c, () => drawRegressions(ctx, caller, list, told), 422);
    }
  });
  return app;
}

const tooLong = () => new Fault("too_large", "A form of this page has at most 32 KiB.");
