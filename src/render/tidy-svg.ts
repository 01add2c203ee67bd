/** Vega's SVG made smaller and better told: one accessible name, tooltips that need no script, no digits nobody sees. */

/** Marks of a layer named `hits` have their description as tooltip. */
const DESCRIBED = /<path aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*" (d="[^"]*")\/>/g;
const TAG = /<[a-z][^>]*=[^>]*>/g;
const INVISIBLE = /^<path class="(?:foreground|background)"/;
const NOISE = / (?:class|role|aria-[a-z]+|font-family|xmlns:xlink|version)="[^"]*"| opacity="1"/g;
const NUMERIC = / (?:d|transform|x2|y2|width|height|viewBox)="[^"]*"/g;
const LONG_FRACTION = /-?\d+\.\d{2,}/g;

export function tidySvg(svg: string, description: string, font: string): string {
  const name = `class="chart" role="img" aria-label="${attributeText(description)}" font-family="${font}"`;
  return svg
    .replace(DESCRIBED, (_, text: string, path: string) => `<path ${path}><title>${text}</title></path>`)
    .replace(TAG, tidyTag)
    .replace("<svg ", `<svg ${name} `);
}

function tidyTag(tag: string): string {
  if (INVISIBLE.test(tag)) return "";
  if (/ class="[^"]*\bhits_marks\b/.test(tag))
    return `<g class="hits" pointer-events="all"${tag.endsWith("/>") ? "/" : ""}>`;
  return tag.replace(NOISE, "").replace(NUMERIC, (attribute) => attribute.replace(LONG_FRACTION, shortened));
}

/** A tenth of a pixel is less than a screen shows; of seventeen digits the first few say which. */
function shortened(digits: string): string {
  const tenths = Math.round(10 * Number(digits.slice(0, digits.indexOf(".") + 6)));
  if (tenths % 10 === 0) return String(tenths / 10);
  const size = Math.abs(tenths);
  return `${tenths < 0 ? "-" : ""}${Math.floor(size / 10)}.${size % 10}`;
}

function attributeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
