import { routeOf } from '../route.ts';

/** Whether an address is of causes or events, of which there is something to be told. */
export function canTellOf(address: string): boolean {
  const [pathname = '', search = ''] = address.split('?', 2);
  return 'filters' in routeOf({ pathname, search });
}
