/** A decimal of more digits is not the number that was meant. */
const EXACT_DIGITS = 15;

/** A whole number; as text where JavaScript's numbers would say another one. */
export function wholeNumber(value: string | bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** A decimal such as `12.50`; as text where JavaScript's numbers would say another one. */
export function decimalNumber(text: string): number | string {
  return text.replace(/^-?0*|\./g, '').length <= EXACT_DIGITS ? Number(text) : text;
}

/** What JSON has no form for is text: `NaN`, `Infinity`. */
export function doubleNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
