/** The trend of one series at the size of a stamp. */
import template from "../../../dashboards/spark.vl.json" with { type: "json" };
import { sparkChart } from "../../charts/spark-chart.ts";
import { laidOutChart } from "./chart.ts";
import { trendQuery } from "./series.ts";

export const spark = laidOutChart({
  ...{ name: "spark", template, ...trendQuery },
  layout: sparkChart,
  isEmpty: ({ changesets }) => changesets.length < 2,
});
