import { pageUrl } from '../../shared/page-address.ts';

/** What an address says of time; an alert is of now. */
const OF_TIME = ['since', 'from', 'to'];

/** An address of the page with fixed times; of one cause, where it is told. */
export function fixedAddress(address: string, fromMs: number, toMs: number, cause?: string): string {
  const { pathname, searchParams: said } = pageUrl(address);
  for (const name of OF_TIME) said.delete(name);
  if (cause !== undefined) said.set('cause', cause);
  said.set('from', new Date(fromMs).toISOString());
  said.set('to', new Date(toMs).toISOString());
  return `${cause === undefined ? pathname : '/cause'}?${said}`;
}
