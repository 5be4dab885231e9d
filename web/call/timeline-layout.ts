import { CAPTION_HEIGHT, type LaneRows } from './lanes.ts';
import { type PlacedStrip, placeStrips, type Strip } from './strips.ts';

/** Where things stand on the timeline, in CSS pixels from its top: phases, lanes, strips, axis, overview. */
export interface BoardLayout {
  phasesTop: number;
  phasesHeight: number;
  axisTop: number;
  overviewTop: number;
  overviewHeight: number;
  height: number;
}

const PHASES_HEIGHT = 24;
const AXIS_HEIGHT = 26;
const OVERVIEW_HEIGHT = 30;

/** Room above the lanes for the phases of a call that has any. */
export function lanesTop(hasPhases: boolean): number {
  return hasPhases ? PHASES_HEIGHT : 0;
}

/** Places all that stands below the lanes. @param captioned names stand above what they name */
export function layOut(
  lanes: readonly LaneRows[],
  strips: readonly Strip[],
  { hasPhases, captioned }: { hasPhases: boolean; captioned: boolean },
): { layout: BoardLayout; placed: PlacedStrip[] } {
  const below = lanes.reduce((bottom, { top, height }) => Math.max(bottom, top + height), lanesTop(hasPhases));
  const placed = placeStrips(strips, below, captioned ? CAPTION_HEIGHT : 0);
  const axisTop = placed.reduce((bottom, { top, height }) => Math.max(bottom, top + height), below);
  const overviewTop = axisTop + AXIS_HEIGHT;
  return {
    placed,
    layout: {
      phasesTop: 0,
      phasesHeight: lanesTop(hasPhases),
      axisTop,
      overviewTop,
      overviewHeight: OVERVIEW_HEIGHT,
      height: overviewTop + OVERVIEW_HEIGHT,
    },
  };
}
