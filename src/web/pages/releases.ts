/** `/releases` and `/releases/:tag`. */
import { releaseSteps, showRelease, showReleases } from "../../actions/show-releases.ts";
import { heatmapOf } from "../heatmap.ts";
import type { Page } from "../page.ts";
import { heatmapPictures } from "../pictures.ts";
import { releasePage } from "../release-page.ts";
import { releasesPage } from "../releases-page.ts";

export const RELEASES: Page = {
  path: "/releases",
  draw: async (ctx, { caller }) => releasesPage(await showReleases(ctx, caller)),
};

export const RELEASE: Page = {
  path: "/releases/:tag",
  async draw(ctx, { caller, params, query }) {
    const tag = params["tag"] ?? "";
    const shown = await showRelease(ctx, caller, tag, query["against"]);
    const steps = await releaseSteps(ctx, caller, tag);
    return releasePage({ ...shown, pictures: await heatmapPictures(heatmapOf(tag, steps)) });
  },
};
