import { LEVELS, type Level } from './level.ts';

/** Nothing but a path resolves to it. */
const SOME_HOST = 'https://page.invalid';

/** Path and query of an address of the page. @throws TypeError for what is none */
export function pageUrl(address: string): URL {
  return new URL(address, SOME_HOST);
}

/** Whether a text is a path of the page, and leads to no other host. */
export function isPageAddress(text: string): boolean {
  return text.startsWith('/') && URL.canParse(text, SOME_HOST) && pageUrl(text).origin === SOME_HOST;
}

/** An error code of an address; undefined for what is none. */
export function codeSaid(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** `name:value` of an address; the value may hold colons. Undefined for what is none. */
export function facetSaid(text: string): { name: string; value: string } | undefined {
  const [, name, value] = /^([a-z_]+):(.+)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** The levels of an address, in the order of the page; what is none is left out. */
export function levelsSaid(texts: readonly string[]): Level[] {
  return LEVELS.filter((level) => texts.some((text) => text.toUpperCase() === level));
}
