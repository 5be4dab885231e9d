import { useContext } from 'preact/hooks';
import { changeZone } from './navigation.ts';
import { useNow } from './now-context.ts';
import { ZoneContext, zoneName } from './zone.ts';

/** Says which time zone times are in, and changes it. */
export function ZoneSwitch() {
  const now = useNow();
  const zone = useContext(ZoneContext);
  const other = zone === 'utc' ? 'local' : 'utc';
  return (
    <button
      type="button"
      class="quiet zone-switch"
      title={other === 'utc' ? 'Show times in UTC' : 'Show times in your time zone'}
      onClick={() => changeZone(other)}
    >
      <span class="visually-hidden">Times are in </span>
      {zoneName(zone, now())}
    </button>
  );
}
