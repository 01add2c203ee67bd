/** `/scaling`: every curve over a numeric parameter, one line a release. */
import { scaling } from "../../actions/charts/scaling.ts";
import { showScaling } from "../../actions/show-scaling.ts";
import type { Page } from "../page.ts";
import { pictures } from "../pictures.ts";
import { scalingPage } from "../scaling-page.ts";

/** Curves on one page: beyond it a reader filters. */
const MOST_CURVES = 24;

export const SCALING: Page = {
  path: "/scaling",
  async draw(ctx, { caller, query }) {
    const all = await showScaling(ctx, caller);
    const text = (query["q"] ?? "").toLowerCase();
    const matching = all.filter(({ chart: { series, by } }) =>
      `${series.benchmark} ${series.metric} ${series.rig} ${by}`.toLowerCase().includes(text),
    );
    const cards = matching
      .slice(0, MOST_CURVES)
      .map(async (one) => ({ ...one, pictures: await pictures(scaling.of(one.chart)) }));
    return scalingPage({
      text: query["q"] ?? "",
      total: all.length,
      matching: matching.length,
      cards: await Promise.all(cards),
    });
  },
};
