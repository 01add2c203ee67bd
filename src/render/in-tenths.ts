/** Numbers with no more than one digit after each point: a tenth of a pixel is less than a screen shows. */

export function inTenths(text: string): string {
  let tidied = "";
  let done = 0;
  for (let point = text.indexOf("."); point >= 0; point = text.indexOf(".", point + 1)) {
    const end = digitsEnd(text, point + 1);
    if (end - point < 3) continue;
    const begin = numberBegin(text, point);
    tidied += text.slice(done, begin) + rounded(text.slice(begin, end), point - begin);
    done = end;
  }
  return done === 0 ? text : tidied + text.slice(done);
}

const [MINUS, NOUGHT, FIVE, NINE] = ["-", "0", "5", "9"].map((one) => one.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];
const isDigit = (code: number): boolean => code >= NOUGHT && code <= NINE;

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

function numberBegin(text: string, point: number): number {
  let begin = point;
  while (isDigit(text.charCodeAt(begin - 1))) begin--;
  return text.charCodeAt(begin - 1) === MINUS ? begin - 1 : begin;
}

/** Of seventeen digits the first few say which tenth is the nearest; half of the time it is the one that stands there. */
function rounded(digits: string, point: number): string {
  if (digits.charCodeAt(point + 2) < FIVE) {
    const text = digits.slice(0, digits.charCodeAt(point + 1) === NOUGHT ? point : point + 2);
    return text === "-0" ? "0" : text;
  }
  const tenths = Math.round(10 * Number(digits.slice(0, point + 6)));
  if (tenths % 10 === 0) return String(tenths / 10);
  const size = Math.abs(tenths);
  return `${tenths < 0 ? "-" : ""}${Math.floor(size / 10)}.${size % 10}`;
}
