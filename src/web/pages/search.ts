/** `/search?q=`: one text sought in everything. */
import { search } from "../../actions/search.ts";
import type { Page } from "../page.ts";
import { searchPage } from "../search-page.ts";

/** Longer texts are no search. */
const MOST = 200;

export const SEARCH: Page = {
  path: "/search",
  async draw(ctx, { caller, query }) {
    const text = (query["q"] ?? "").trim().slice(0, MOST);
    return searchPage({ text, result: text === "" ? null : await search(ctx, caller, text) });
  },
};
