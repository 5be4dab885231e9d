import { useEffect, useState } from 'preact/hooks';
import { listening } from './listening.ts';
import { isPagePath, type Route, routeOf } from './route.ts';
import { withZone, type Zone, zoneOf } from './zone.ts';

const MOVED = 'page-moved';

/** What a step through this page keeps: the address that it was taken from, path and query. */
interface Step {
  from: string;
}

/** Shows another address of this page without loading it. It keeps to the time zone of the moment. */
export function goTo(to: string): void {
  const address = withZone(to, zoneOf(location.search));
  if (address === addressNow()) return;
  history.pushState({ from: addressNow() } satisfies Step, '', address);
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

/** The same without a step to go back to. */
export function changeAddress(to: string): void {
  replaceAddress(withZone(to, zoneOf(location.search)));
}

/** Shows the same with the times of another zone. */
export function changeZone(zone: Zone): void {
  replaceAddress(withZone(addressNow(), zone));
}

/** The address of the list, cause or call that led here; that of all causes where none did, such as for a link in a chat. */
export function cameFrom(): { address: string; route: Route } {
  const { from }: Partial<Step> = history.state ?? {};
  const { pathname, search } = new URL(typeof from === 'string' ? from : '/', location.origin);
  const route = routeOf({ pathname, search });
  // A call leads to its conferences; from leg to leg the way back stays the list that led to the first.
  const isOfCall = route.view === 'call' && routeOf(location).view === 'conference';
  return isOfCall || 'filters' in route || ['party', 'conferences', 'conference'].includes(route.view)
    ? { address: `${pathname}${search}`, route }
    : { address: '/', route: routeOf({ pathname: '/', search: '' }) };
}

function replaceAddress(address: string): void {
  history.replaceState(history.state, '', address);
  dispatchEvent(new Event(MOVED));
}

function addressNow(): string {
  return `${location.pathname}${location.search}`;
}

/** What the address of the moment shows, and in which zone. Links of this page are followed without loading it. */
export function usePlace(): { route: Route; zone: Zone } {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const { signal, abort } = listening();
    const update = () => setPlace(placeNow());
    addEventListener('popstate', update, { signal });
    addEventListener(MOVED, update, { signal });
    document.addEventListener('click', followHere, { signal });
    // Of a new tab, too, and of an address that somebody copies.
    for (const event of ['auxclick', 'contextmenu']) document.addEventListener(event, keepZone, { signal });
    return abort;
  }, []);
  return place;
}

function placeNow() {
  return { route: routeOf(location), zone: zoneOf(location.search) };
}

function followHere(event: MouseEvent): void {
  const link = keepZone(event);
  if (link === undefined || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  goTo(`${link.pathname}${link.search}`);
}

/** The link of this page that an event is on, which then says the zone of the moment; undefined where it is on none. */
function keepZone({ target }: Event): HTMLAnchorElement | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) {
    return undefined;
  }
  const { pathname, search, hash } = link;
  if (hash !== '' || !isPagePath(pathname)) return undefined;
  if (zoneOf(search) !== zoneOf(location.search)) {
    link.href = withZone(`${pathname}${search}`, zoneOf(location.search));
  }
  return link;
}
