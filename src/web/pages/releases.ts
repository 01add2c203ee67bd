/** `/releases` and `/releases/:tag`. */
import { heatmap } from "../../actions/charts/heatmap.ts";
import { heatmapOf } from "../../actions/release-heatmap.ts";
import { releaseSteps, showRelease, showReleases } from "../../actions/show-releases.ts";
import { chartSections } from "../chart-section.ts";
import type { Page } from "../page.ts";
import { pictures } from "../pictures.ts";
import { releaseParts } from "../release-page.ts";
import { releasesParts } from "../releases-page.ts";

export const RELEASES: Page = {
  path: "/releases",
  draw: async (ctx, { caller }) => releasesParts(await showReleases(ctx, caller)),
};

export const RELEASE: Page = {
  path: "/releases/:tag",
  async draw(ctx, call) {
    const { caller, params, query } = call;
    const tag = params["tag"] ?? "";
    const shown = await showRelease(ctx, caller, tag, query["against"]);
    return releaseParts(shown, async () => {
      const steps = await releaseSteps(ctx, caller, tag);
      const charts = await chartSections(ctx, call, "/releases/:tag");
      return { pictures: await pictures(heatmap.of(heatmapOf(tag, steps))), charts };
    });
  },
};
