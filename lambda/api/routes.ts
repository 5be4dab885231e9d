import type { Route } from './route.ts';
import { annotation } from './routes/annotation.ts';
import { asset } from './routes/asset.ts';
import { call } from './routes/call.ts';
import { callEvents } from './routes/call-events.ts';
import { callMetrics } from './routes/call-metrics.ts';
import { callSummary } from './routes/call-summary.ts';
import { callsOfEvents } from './routes/calls-of-events.ts';
import { causes } from './routes/causes.ts';
import { conference } from './routes/conference.ts';
import { conferences } from './routes/conferences.ts';
import { conferencesOfCall } from './routes/conferences-of-call.ts';
import { descriptionOf } from './routes/description.ts';
import { fleet } from './routes/fleet.ts';
import { health } from './routes/health.ts';
import { latestEvents } from './routes/latest-events.ts';
import { participant } from './routes/participant.ts';
import { participants } from './routes/participants.ts';
import { session } from './routes/session.ts';
import { shell } from './routes/shell.ts';
import { summaries } from './routes/summaries.ts';
import { trends } from './routes/trends.ts';
import { views } from './routes/views.ts';

const described: readonly Route[] = [
  call,
  callSummary,
  annotation,
  conferencesOfCall,
  summaries,
  conferences,
  conference,
  participants,
  participant,
  callEvents,
  callMetrics,
  latestEvents,
  causes,
  callsOfEvents,
  fleet,
  trends,
  health,
];

/** All there is. Of those whose paths fit, the first that calls a path its own answers. */
export const ROUTES: readonly Route[] = [...described, descriptionOf(described), session, views, shell, asset];
