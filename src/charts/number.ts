/** Numbers as people read them: four significant digits, grouped, powers of ten where zeros would have to be counted. */

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "52,113", "0.4210", "1.235×10⁻¹²"; at least the digits before the point are all shown. */
export function formatNumber(value: number, significant = 4): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -4 || exponent >= 9) return scientific(value, significant);
  return fixed(value, Math.max(0, significant - 1 - exponent));
}

/** With exactly `decimals` digits after the point, thousands grouped, a real minus sign. */
export function fixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(Math.min(decimals, 20));
  const whole = decimals === 0 ? digits.length : digits.indexOf(".");
  const text = whole > 3 ? digits.slice(0, whole).replace(/\B(?=(\d{3})+$)/g, ",") + digits.slice(whole) : digits;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** "×10⁻⁶"; empty for 0. */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return "";
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)]).join("");
  return `×10${exponent < 0 ? "⁻" : ""}${digits}`;
}

function scientific(value: number, significant: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(significant - 1).split("e");
  return mantissa.replace("-", "−") + powerOfTen(Number(exponent));
}

/** A signed share of one as percent, two significant digits or one decimal: "+8.3 %", "−0.42 %". */
export function formatPercent(share: number): string {
  const text = unsignedPercent(share);
  return /[1-9]/.test(text) ? sign(share) + text : text;
}

/** The same without a sign: "1.1 %". */
export function unsignedPercent(share: number): string {
  const percent = Math.abs(share) * 100;
  if (!Number.isFinite(percent)) return "–";
  if (percent >= 1e6) return `${formatNumber(percent, 2)}\u00a0%`;
  const decimals = percent >= 100 ? 0 : percentDecimals(percent);
  return `${fixed(percent, decimals)}\u00a0%`;
}

function percentDecimals(percent: number): number {
  return percent >= 0.95 || percent === 0 ? 1 : 2;
}

export function sign(value: number): string {
  if (value === 0 || Number.isNaN(value)) return "";
  return value > 0 ? "+" : "−";
}
