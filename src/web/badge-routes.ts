/** `/badges/{changesets,releases,series,regressions}/NAME.svg`: how it stands, for a README or a review. */
import { Hono, type Context as HonoContext } from "hono";
import type { Context } from "../actions/context.ts";
import { visibleChangesets } from "../actions/hidden-changesets.ts";
import { judgeChangeset } from "../actions/judge-changeset.ts";
import { listRegressions } from "../actions/list-regressions.ts";
import { showRelease } from "../actions/show-releases.ts";
import { showSeries } from "../actions/show-series.ts";
import { shortened } from "../charts/describe.ts";
import { Fault } from "../model/fault.ts";
import { STANDALONE_SVG_CSP } from "../render/standalone-svg.ts";
import { type Badge, badgeSvg } from "./badge.ts";
import type { PageCall } from "./page.ts";
import { VERDICT_PILLS } from "./pill.ts";
import { seriesState } from "./series-state.ts";

type Maker = (ctx: Context, call: PageCall, name: string) => Promise<Badge>;

const MAKERS: Readonly<Record<string, Maker>> = {
  async changesets(ctx, { caller }, name) {
    const { verdict, sha } = await judgeChangeset(ctx, caller, name);
    return { of: `performance ${sha.slice(0, 10)}`, ...worded(verdict) };
  },
  async releases(ctx, { caller }, name) {
    const { release, judgement } = await showRelease(ctx, caller, name);
    return {
      of: `performance ${shortened(release.name, 30)}`,
      ...worded(judgement?.verdict.verdict ?? "not_measured"),
    };
  },
  /** Of a branch, or `open` for those of all branches: what nobody has dealt with. */
  async regressions(ctx, { caller }, name) {
    if (name !== "open" && !(await visibleChangesets(ctx, caller)).some(({ branch }) => branch === name))
      return { of: `regressions ${shortened(name, 30)}`, ...worded("not_measured") };
    const open = await listRegressions(ctx, caller, {
      ...{ states: ["open"], material: true },
      ...(name !== "open" && { branch: name }),
    });
    const { length } = open.filter(({ kind, certainty }) => kind !== "improvement" && certainty !== "withdrawn");
    const of = name === "open" ? "regressions" : `regressions ${shortened(name, 30)}`;
    return length === 0
      ? { of, word: "none open", mark: "tick", tone: "good" }
      : { of, word: `${length} open`, mark: "triangle-down", tone: "bad" };
  },
  async series(ctx, { caller, query }, name) {
    const { series, analysis } = (await showSeries(ctx, caller, name, query["branch"])).history;
    const { text, shape, tone } = seriesState(series, analysis);
    return { of: shortened(`${series.benchmark} ${series.metric}`, 40), word: text, mark: shape, tone };
  },
};

function worded(verdict: keyof typeof VERDICT_PILLS): Omit<Badge, "of"> {
  const { text, mark, tone } = VERDICT_PILLS[verdict];
  return { word: text, mark, tone };
}

export function badgeRoutes(ctx: Context, callOf: (c: HonoContext) => PageCall): Hono {
  const app = new Hono();
  app.get("/badges/:kind/:file", async (c) => {
    const { kind, file } = c.req.param();
    const make = Object.hasOwn(MAKERS, kind) ? MAKERS[kind] : undefined;
    if (!make || !file.endsWith(".svg"))
      throw new Fault("not_found", `Badges are /badges/KIND/NAME.svg, of ${Object.keys(MAKERS).join(", ")}.`);
    const svg = badgeSvg(await make(ctx, callOf(c), file.slice(0, -".svg".length)));
    return c.body(svg, 200, { "content-type": "image/svg+xml", "content-security-policy": STANDALONE_SVG_CSP });
  });
  return app;
}
