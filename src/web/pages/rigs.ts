/** `/rigs`, `/rigs/:rig` and `/vendors/:vendor`. */
import { sight } from "../../actions/charts/sight.ts";
import { showRig } from "../../actions/show-rig.ts";
import { showRigs, showVendor } from "../../actions/show-vendor.ts";
import { chartSections } from "../chart-section.ts";
import type { Page } from "../page.ts";
import { pictures } from "../pictures.ts";
import { rigPage } from "../rig-page.ts";
import { rigsPage } from "../rigs-page.ts";
import { vendorPage } from "../vendor-page.ts";

export const RIGS: Page = {
  path: "/rigs",
  draw: async (ctx, { caller }) => rigsPage(await showRigs(ctx, caller)),
};

export const RIG: Page = {
  path: "/rigs/:rig",
  async draw(ctx, call) {
    const shown = await showRig(ctx, call.caller, call.params["rig"] ?? "");
    const charts = await chartSections(ctx, call, "/rigs/:rig");
    return rigPage({ ...shown, pictures: await pictures(sight.of(shown.sight)), charts });
  },
};

export const VENDOR: Page = {
  path: "/vendors/:vendor",
  async draw(ctx, call) {
    const shown = await showVendor(ctx, call.caller, call.params["vendor"] ?? "");
    return vendorPage({ ...shown, charts: await chartSections(ctx, call, "/vendors/:vendor") });
  },
};
