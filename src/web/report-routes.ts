/** `/v1/releases/:tag/report.html`: drawn for whoever asks, token and all, and kept as a file. */
import { Hono } from "hono";
import { type Context, STRANGER } from "../actions/context.ts";
import { releaseReport } from "../actions/release-report.ts";
import { REPORT_CSP, releaseReportPage } from "./release-report-page.ts";

export function reportPages(ctx: Context): Hono {
  const app = new Hono();
  app.get("/v1/releases/:tag/report.html", async (c) => {
    const caller = c.get("caller") ?? STRANGER;
    const report = await releaseReport(ctx, caller, c.req.param("tag"), c.req.query("against"));
    return c.body(String(await releaseReportPage(report)), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": REPORT_CSP,
    });
  });
  return app;
}
