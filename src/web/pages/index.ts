/** Every page there is. */
import type { Page } from "../page.ts";
import { CHANGESET } from "./changeset.ts";
import { COMPARE } from "./compare.ts";
import { HOME } from "./home.ts";
import { RELEASE, RELEASES } from "./releases.ts";
import { SCALING } from "./scaling.ts";
import { SERIES } from "./series.ts";

export const PAGES: readonly Page[] = [HOME, SERIES, CHANGESET, COMPARE, RELEASES, RELEASE, SCALING];
