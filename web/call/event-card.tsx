import { useContext } from 'preact/hooks';
import { callError } from '../../families/call-event/call-error.ts';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { errorCauseInWords } from '../../families/call-summary/in-words/event-findings.ts';
import { printableStart } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { LANE_WORD, laneOf, levelOf, timeOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { NO_TIME, offsetText } from '../time.ts';
import { detailOf } from './event-fields.ts';
import { Findings } from './findings-context.ts';

/** Its place is as high as so much needs: what is below shall not jump. */
const LONGEST_TITLE = 160;

interface EventCardProps {
  event: EventResource;
  /** Where it stands since the first event of the call, in ms. */
  sinceMs: number;
}

/** The fields of the event somebody points at. */
export function EventCard({ event, sinceMs }: EventCardProps) {
  const atMs = timeOf(event);
  const code = callError(event)?.code;
  const findings = useContext(Findings);
  const cause = code === undefined ? undefined : errorCauseInWords(code, findings);
  return (
    <div class="event-card">
      <strong>
        <LevelMark level={levelOf(event)} /> {printableStart(titleOf(event), LONGEST_TITLE)}
      </strong>
      <span class="event-card-when">
        {LANE_WORD[laneOf(event)]} · {atMs === undefined ? NO_TIME : offsetText(sinceMs)} · <Clock atMs={atMs} />
      </span>
      <span class="event-card-detail">{detailOf(event)}</span>
      {cause && <span class="event-card-detail">{cause}</span>}
    </div>
  );
}
