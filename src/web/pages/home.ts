/** `/`: the overview, or the first steps of a service that has nothing to show yet. */
import { cardTrends } from "../../actions/card-trends.ts";
import { needsOf } from "../../actions/needs.ts";
import { settleOverview, showOverview } from "../../actions/show-overview.ts";
import { emptyPage } from "../empty-page.ts";
import { homeData } from "../home.ts";
import { homePage } from "../home-page.ts";
import type { Page } from "../page.ts";

export const HOME: Page = {
  path: "/",
  settle: (ctx, { caller }) => settleOverview(ctx, caller),
  async draw(ctx, { caller, query }) {
    const overview = await showOverview(ctx, caller);
    return overview.histories.length === 0
      ? emptyPage()
      : homePage(
          await homeData(overview, await needsOf(ctx, caller, overview.verdicts), query, (shown) =>
            cardTrends(ctx, shown),
          ),
        );
  },
};
