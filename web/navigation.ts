import { useEffect, useState } from 'preact/hooks';
import { isPagePath, type Route, routeOf } from './route.ts';

const MOVED = 'page-moved';

/** Shows another address of this page without loading it: what was typed into the sign-in form lives in memory only. */
export function goTo(address: string): void {
  if (address === `${location.pathname}${location.search}`) return;
  history.pushState(null, '', address);
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

/** The same without a step to go back to. */
export function changeAddress(address: string): void {
  history.replaceState(history.state, '', address);
  dispatchEvent(new Event(MOVED));
}

/** What the address of the moment shows. Links of this page are followed without loading it. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location));
  useEffect(() => {
    const { signal, abort } = listening();
    const update = () => setRoute(routeOf(location));
    addEventListener('popstate', update, { signal });
    addEventListener(MOVED, update, { signal });
    document.addEventListener('click', followHere, { signal });
    return abort;
  }, []);
  return route;
}

function listening() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function followHere(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
  const { pathname, search, hash } = link;
  if (hash !== '' || !isPagePath(pathname)) return;
  event.preventDefault();
  goTo(`${pathname}${search}`);
}
