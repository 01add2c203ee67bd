/** Of Vega what a compiled trend needs and nothing more: a third of its size. A test knows what it needs. */
import { transforms } from "vega-dataflow";
import { axisticks, datajoin, encode, scale, sortitems } from "vega-encode";
import { aggregate, collect, facet, filter, formula, proxy, relay, sieve } from "vega-transforms";
import { bound, mark, overlap, render, viewlayout } from "vega-view-transforms";

Object.assign(transforms, {
  ...{ axisticks, datajoin, encode, scale, sortitems },
  ...{ aggregate, collect, facet, filter, formula, proxy, relay, sieve },
  ...{ bound, mark, overlap, render, viewlayout },
});
