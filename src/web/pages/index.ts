/** Every page there is. */
import type { Page } from "../page.ts";
import { CHANGESET } from "./changeset.ts";
import { CHANGESETS } from "./changesets.ts";
import { COMPARE } from "./compare.ts";
import { DECISIONS, HELP, HELP_CHARTS } from "./help.ts";
import { HOME } from "./home.ts";
import { INTEROP } from "./interop.ts";
import { REGRESSIONS } from "./regressions.ts";
import { RELEASE, RELEASES } from "./releases.ts";
import { RIG, RIGS, VENDOR } from "./rigs.ts";
import { SCALING } from "./scaling.ts";
import { SEARCH } from "./search.ts";
import { SERIES } from "./series.ts";

export const PAGES: readonly Page[] = [
  HOME,
  SERIES,
  CHANGESETS,
  CHANGESET,
  REGRESSIONS,
  COMPARE,
  RELEASES,
  RELEASE,
  SCALING,
  RIGS,
  RIG,
  VENDOR,
  INTEROP,
  SEARCH,
  HELP,
  DECISIONS,
  HELP_CHARTS,
];
