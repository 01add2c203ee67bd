/** `/rigs`, `/rigs/:rig` and `/vendors/:vendor`. */
import { showRig } from "../../actions/show-rig.ts";
import { showRigs, showVendor } from "../../actions/show-vendor.ts";
import type { Page } from "../page.ts";
import { sightPictures } from "../pictures.ts";
import { rigPage } from "../rig-page.ts";
import { rigsPage } from "../rigs-page.ts";
import { vendorPage } from "../vendor-page.ts";

export const RIGS: Page = {
  path: "/rigs",
  draw: async (ctx, { caller }) => rigsPage(await showRigs(ctx, caller)),
};

export const RIG: Page = {
  path: "/rigs/:rig",
  async draw(ctx, { caller, params }) {
    const shown = await showRig(ctx, caller, params["rig"] ?? "");
    return rigPage({ ...shown, pictures: await sightPictures(shown.sight) });
  },
};

export const VENDOR: Page = {
  path: "/vendors/:vendor",
  draw: async (ctx, { caller, params }) => vendorPage(await showVendor(ctx, caller, params["vendor"] ?? "")),
};
