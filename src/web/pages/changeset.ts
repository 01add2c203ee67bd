/** `/changesets/:sha`: may it land, and why. */
import { showChangeset } from "../../actions/show-changeset.ts";
import { changesetPage } from "../changeset-page.ts";
import { forestOf } from "../forest.ts";
import type { Page } from "../page.ts";
import { forestPictures } from "../pictures.ts";

export const CHANGESET: Page = {
  path: "/changesets/:sha",
  async draw(ctx, { caller, params }) {
    const shown = await showChangeset(ctx, caller, params["sha"] ?? "");
    return changesetPage({ ...shown, pictures: await forestPictures(forestOf(shown)) });
  },
};
