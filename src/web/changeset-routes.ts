/** What the forms of a changeset's page send: a page of this service only, see `refuseOtherSites`. */
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { retestForm, waiverForm } from "../actions/changeset-forms.ts";
import type { Caller, Context } from "../actions/context.ts";
import { grantWaiver } from "../actions/grant-waiver.ts";
import { orderWork } from "../actions/order-work.ts";
import { showChangeset } from "../actions/show-changeset.ts";
import { Fault } from "../model/fault.ts";
import { drawChangeset } from "./pages/changeset.ts";
import type { FormDoor } from "./triage-routes.ts";

const LARGEST = 32 * 1024;

/** Does what was asked for, and says where the reader goes then. */
type Act = (caller: Caller, sha: string, fields: Readonly<Record<string, unknown>>) => Promise<string>;

export function changesetRoutes(ctx: Context, { callOf, page }: FormDoor): Hono {
  const app = new Hono();
  const small = bodyLimit({ maxSize: LARGEST, onError: () => Promise.reject(tooLong()) });
  const done = async (c: HonoContext, act: Act): Promise<Response> => {
    const { caller, params } = callOf(c);
    const sha = params["sha"] ?? "";
    try {
      return c.redirect(await act(caller, sha, await c.req.parseBody()), 303);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "invalid") return await page(c, () => Promise.reject(error));
      const { message } = error;
      return await page(c, () => drawChangeset(ctx, caller, sha, { fault: message }), 422);
    }
  };
  app.post("/changesets/:sha/waive", small, (c) =>
    done(c, async (caller, sha, fields) => {
      const waiver = await grantWaiver(ctx, caller, sha, waiverForm(fields));
      return `/changesets/${encodeURIComponent(waiver.sha)}#waived`;
    }),
  );
  app.post("/changesets/:sha/retest", small, (c) =>
    done(c, async (caller, sha, fields) => {
      const { changeset } = await showChangeset(ctx, caller, sha);
      const order = await orderWork(ctx, caller, retestForm(changeset.sha, changeset.parent, fields));
      return `/changesets/${encodeURIComponent(changeset.sha)}?ordered=${order.id}#acts`;
    }),
  );
  return app;
}

const tooLong = () => new Fault("too_large", "A form of this page has at most 32 KiB.");
