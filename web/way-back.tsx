import { printableStart } from '../shared/printable.ts';
import { cameFrom } from './navigation.ts';
import type { Route } from './route.ts';

/** Of a cause or a party, in a line that leads back to it. */
const SHORT = 40;

/** Leads from a call back to where it was opened, with the filters that stood there. */
export function WayBack() {
  const { address, route } = cameFrom();
  return (
    <nav aria-label="Way back" class="way-back no-print">
      <a href={address}>← {nameOf(route)}</a>
    </nav>
  );
}

function nameOf(route: Route): string {
  if (route.view === 'cause')
    return `Cause ${printableStart((route.filters.cause ?? '').replace(/^code:/, ''), SHORT)}`;
  if (route.view === 'events') return 'Events';
  if (route.view === 'fleet') return 'Fleet';
  if (route.view === 'conferences') return 'Conferences';
  if (route.view === 'conference') return 'Conference';
  if (route.view === 'call') return 'Call';
  return route.view === 'party' ? `Calls of ${printableStart(route.party, SHORT)}` : 'Causes';
}
