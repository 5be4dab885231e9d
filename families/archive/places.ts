import type { MediaEdge } from '../call-event/media-edge.ts';
import type { ArchiveLayout } from './archive-table.ts';
import type { ArchiveColumn } from './column.ts';

/** A place in the data of an event: a column, or an object with places in it. */
export interface Place {
  /** Its place among the members around it, as Twilio documents them. */
  index: number;
  column?: ArchiveColumn;
  members: Map<string, Place>;
}

/** Where each column's value stands in the data of an event. */
export interface DataForm {
  layout: ArchiveLayout;
  /** @param edge the side of the call that the row is of */
  places(edge: MediaEdge | undefined): Place;
}

/** @param documented dotted paths in the order in which Twilio writes members */
export function dataForm(layout: ArchiveLayout, documented: readonly string[]): DataForm {
  const made = new Map<MediaEdge | undefined, Place>();
  return {
    layout,
    places(edge) {
      const known = made.get(edge);
      if (known !== undefined) return known;
      const root: Place = { index: 0, members: new Map() };
      for (const path of documented) placeAt(root, path);
      for (const column of layout.columns) {
        const path = column.path ?? (edge === undefined ? undefined : column.edgePaths?.[edge]);
        if (path !== undefined) placeAt(root, path).column = column;
      }
      made.set(edge, root);
      return root;
    },
  };
}

function placeAt(root: Place, path: string): Place {
  return path.split('.').reduce((at, name) => {
    const place = at.members.get(name) ?? { index: at.members.size, members: new Map() };
    at.members.set(name, place);
    return place;
  }, root);
}
