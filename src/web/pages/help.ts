/** `/help`: what the words of the pages mean; `/help/decisions`: how what they tell is computed; `/help/charts`: every chart. */
import { chartsPage } from "../charts-page.ts";
import { decisionsPage, helpPage } from "../help-page.ts";
import type { Page } from "../page.ts";

export const HELP: Page = { path: "/help", draw: async () => await helpPage() };

export const DECISIONS: Page = { path: "/help/decisions", draw: async () => await decisionsPage() };

export const HELP_CHARTS: Page = { path: "/help/charts", draw: async () => await chartsPage() };
