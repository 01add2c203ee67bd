/** Of Vega what a compiled trend needs and nothing more: a third of its size. A part that is missing fails by name. */
import { transforms } from "vega-dataflow";
import { axisticks, datajoin, encode, scale, sortitems } from "vega-encode";
import { collect, filter, formula, tupleindex, values } from "vega-transforms";
import { bound, identifier, mark, overlap, render, viewlayout } from "vega-view-transforms";

Object.assign(transforms, {
  ...{ axisticks, datajoin, encode, scale, sortitems, collect, filter, formula, tupleindex, values },
  ...{ bound, identifier, mark, overlap, render, viewlayout },
});
