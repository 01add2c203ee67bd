/** `/releases` and `/releases/:tag`. */
import { releaseSteps, showRelease, showReleases } from "../../actions/show-releases.ts";
import { heatmapOf } from "../heatmap.ts";
import type { Page } from "../page.ts";
import { heatmapPictures } from "../pictures.ts";
import { releaseParts } from "../release-page.ts";
import { releasesParts } from "../releases-page.ts";

export const RELEASES: Page = {
  path: "/releases",
  draw: async (ctx, { caller }) => releasesParts(await showReleases(ctx, caller)),
};

export const RELEASE: Page = {
  path: "/releases/:tag",
  async draw(ctx, { caller, params, query }) {
    const tag = params["tag"] ?? "";
    const shown = await showRelease(ctx, caller, tag, query["against"]);
    return releaseParts(shown, async () => await heatmapPictures(heatmapOf(tag, await releaseSteps(ctx, caller, tag))));
  },
};
