/** `/v1/changesets/:sha/collateral.html`: the one page that is drawn for whoever asks, token and all, and kept as a file. */
import { Hono } from "hono";
import { collateralOf } from "../actions/collateral.ts";
import { type Context, STRANGER } from "../actions/context.ts";
import { COLLATERAL_CSP, collateralPage } from "./collateral-page.ts";

export function collateralPages(ctx: Context): Hono {
  const app = new Hono();
  app.get("/v1/changesets/:sha/collateral.html", async (c) => {
    const collateral = await collateralOf(ctx, c.get("caller") ?? STRANGER, c.req.param("sha"));
    return c.body(String(await collateralPage(collateral)), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": COLLATERAL_CSP,
    });
  });
  return app;
}
