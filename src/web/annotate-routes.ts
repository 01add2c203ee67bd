/** What the forms of a series' page send: a page of this service only, see `refuseOtherSites`. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { annotationForm } from "../actions/annotation-form.ts";
import { annotate, withdrawAnnotation } from "../actions/annotations.ts";
import type { Context } from "../actions/context.ts";
import { Fault } from "../model/fault.ts";
import { drawSeries } from "./pages/series.ts";
import type { FormDoor } from "./triage-routes.ts";

const LARGEST = 32 * 1024;

export function annotateRoutes(ctx: Context, { callOf, page }: FormDoor): Hono {
  const app = new Hono();
  const small = bodyLimit({ maxSize: LARGEST, onError: () => Promise.reject(tooLong()) });
  app.post("/series/:id/annotations", small, async (c) => {
    const call = callOf(c);
    const id = c.req.param("id");
    try {
      await annotate(ctx, call.caller, await annotationForm(ctx, call.caller, id, await c.req.parseBody()));
      return c.redirect(`/series/${encodeURIComponent(id)}#marks`, 303);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "invalid") return await page(c, () => Promise.reject(error));
      const faults = error.details.map(({ path, detail }) => `${path.slice(1)} ${detail}`).join("; ");
      return await page(c, () => drawSeries(ctx, call, `${error.message} ${faults}.`), 422);
    }
  });
  app.post("/series/:id/annotations/:annotation", small, async (c) => {
    const id = c.req.param("id");
    try {
      await withdrawAnnotation(ctx, callOf(c).caller, c.req.param("annotation"));
      return c.redirect(`/series/${encodeURIComponent(id)}#marks`, 303);
    } catch (error) {
      return await page(c, () => Promise.reject(error));
    }
  });
  return app;
}

const tooLong = () => new Fault("too_large", "A form of this page has at most 32 KiB.");
