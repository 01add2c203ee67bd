/** IOR, the parallel I/O benchmark: its text of 2.10 to 4.x, its JSON of 3.3 and 4.x, its CSV of 4.x. */
import type { Format } from "./format.ts";
import { IOR_CSV_HEADER, readIorCsv } from "./ior-csv.ts";
import { readIorJson } from "./ior-json.ts";
import { readIorText } from "./ior-text.ts";

const TEXT = [
  /^IOR-\d\S*: MPI Coordinated Test/m,
  /^access\s+bw\([KMG]i?B\/s\)\s+(?:IOPS\s|block\()/m,
  /^Operation\s+Max ?\(MiB\)\s+Min ?\(MiB\)\s/m,
];
const JSON_KEYS = [/^[ \t]*\{/m, /"Command line"\s*:/, /"tests"\s*:\s*\[/];

const isJson = (text: string) => JSON_KEYS.every((key) => key.test(text));
const isCsv = (text: string) => IOR_CSV_HEADER.test(text);

export const ior: Format = {
  id: "ior",
  recognizes: (text) => TEXT.some((line) => line.test(text)) || isJson(text) || isCsv(text),
  read(text) {
    if (isJson(text)) return readIorJson(text);
    return isCsv(text) ? readIorCsv(text) : readIorText(text);
  },
};
