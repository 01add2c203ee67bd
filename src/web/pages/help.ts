/** `/help`: what the words of the pages mean. */
import { helpPage } from "../help-page.ts";
import type { Page } from "../page.ts";

export const HELP: Page = { path: "/help", draw: async () => await helpPage() };
