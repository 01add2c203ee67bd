/** What every page gains from a script: it stays up to date, tells times in the reader's zone, and shares its charts. */
import { offerChartTools } from "./chart-tools.ts";
import { followArrivals } from "./live.ts";
import { localTimes } from "./local-times.ts";
import { triageKeys } from "./triage-keys.ts";

const dress = () => {
  localTimes();
  offerChartTools();
};
dress();
triageKeys();
followArrivals(dress);
