/** `/series/:id`: one series' history. */
import { showSeries } from "../../actions/show-series.ts";
import type { Page } from "../page.ts";
import { seriesPictures } from "../pictures.ts";
import { seriesPage } from "../series-page.ts";

export const SERIES: Page = {
  path: "/series/:id",
  async draw(ctx, { caller, params, query }) {
    const { history, rig, runNoise, blockNoise } = await showSeries(ctx, caller, params["id"] ?? "", query["branch"]);
    return seriesPage({
      chart: history,
      pictures: await seriesPictures(history),
      suite: history.suite,
      rig,
      runNoise,
      blockNoise,
      unplaced: history.unplaced,
    });
  },
};
