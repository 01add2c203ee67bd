/** `/series/:id?branch=&from=&to=`: one series' history, or a stretch of it. */
import { showSeries } from "../../actions/show-series.ts";
import { stretchNamed, stretchOf } from "../../charts/stretch.ts";
import type { Page } from "../page.ts";
import { seriesPictures } from "../pictures.ts";
import { seriesPage } from "../series-page.ts";

export const SERIES: Page = {
  path: "/series/:id",
  async draw(ctx, { caller, params, query }) {
    const { history, rig, runNoise, blockNoise } = await showSeries(ctx, caller, params["id"] ?? "", query["branch"]);
    const shown = stretchOf(history, stretchNamed(history, query["from"], query["to"]));
    return seriesPage({
      chart: history,
      shown,
      asked: Object.fromEntries(["branch", "from", "to"].flatMap((key) => (query[key] ? [[key, query[key]]] : []))),
      pictures: await seriesPictures(shown),
      suite: history.suite,
      rig,
      runNoise,
      blockNoise,
      unplaced: history.unplaced,
    });
  },
};
