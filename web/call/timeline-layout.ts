import { CAPTION_HEIGHT, type LaneRows } from './lanes.ts';
import { type PlacedStrip, placeStrips, type Strip } from './strips.ts';
import { WAY_HEIGHT } from './ways.ts';

/** Where things stand on the timeline, in CSS pixels from its top: phases, lanes, ways of the media, strips, axis, overview. */
export interface BoardLayout {
  phasesTop: number;
  phasesHeight: number;
  waysTop: number;
  axisTop: number;
  overviewTop: number;
  overviewHeight: number;
  height: number;
}

const PHASES_HEIGHT = 24;
const WAYS_PADDING = 6;
const AXIS_HEIGHT = 26;
const OVERVIEW_HEIGHT = 30;

/** Room above the lanes for the phases of a call that has any. */
export function lanesTop(hasPhases: boolean): number {
  return hasPhases ? PHASES_HEIGHT : 0;
}

/** Of one way of the media; named above itself where there is no room beside it. */
export function wayHeight(captioned: boolean): number {
  return WAY_HEIGHT + (captioned ? CAPTION_HEIGHT : 0);
}

/** Places all that stands below the lanes. @param captioned names stand above what they name */
export function layOut(
  lanes: readonly LaneRows[],
  strips: readonly Strip[],
  { hasPhases, captioned, ways }: { hasPhases: boolean; captioned: boolean; ways: number },
): { layout: BoardLayout; placed: PlacedStrip[] } {
  const bottom = lanes.reduce((lowest, { top, height }) => Math.max(lowest, top + height), lanesTop(hasPhases));
  const waysTop = bottom + WAYS_PADDING;
  const below = ways === 0 ? bottom : waysTop + ways * wayHeight(captioned) + WAYS_PADDING;
  const placed = placeStrips(strips, below, captioned ? CAPTION_HEIGHT : 0);
  const axisTop = placed.reduce((lowest, { top, height }) => Math.max(lowest, top + height), below);
  const overviewTop = axisTop + AXIS_HEIGHT;
  return {
    placed,
    layout: {
      phasesTop: 0,
      phasesHeight: lanesTop(hasPhases),
      waysTop,
      axisTop,
      overviewTop,
      overviewHeight: OVERVIEW_HEIGHT,
      height: overviewTop + OVERVIEW_HEIGHT,
    },
  };
}
