import { utcDay } from '../../shared/utc-day.ts';
import type { JsonClient } from '../api-client.ts';
import { Moment } from '../moment.tsx';
import { useNow } from '../now-context.ts';
import { addressOfTrends } from '../route.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { archiveBegin } from './archive-begin.ts';
import { lastKept } from './behind.ts';
import { keptSinceOf } from './read-trend.ts';
import { TrendCharts } from './trend-charts.tsx';
import { type DaySpan, isByWeek, spanOfDays, TREND_DAYS, type TrendDays } from './trend-days.ts';
import { TrendLists } from './trend-lists.tsx';
import { datedText, daysText } from './trend-words.ts';
import { TRENDS_PATH, useTrend, useTrendAnswer } from './use-trend.ts';

interface TrendsViewProps {
  client: JsonClient;
  /** How many days are looked at. */
  days: TrendDays;
  /** There is an archive that whoever looks may ask. */
  isOn: boolean;
  onSignedOut: () => void;
}

/** The rest is not seen where there is no room. */
const DAYS_WORDS: Readonly<Record<TrendDays, readonly [short: string, rest: string]>> = {
  7: ['7 d', 'ays'],
  30: ['30 d', 'ays'],
  91: ['13 w', 'eeks'],
  364: ['52 w', 'eeks'],
};

/** How calls did over days and weeks, from the archive. */
export function TrendsView({ isOn, ...props }: TrendsViewProps) {
  if (isOn) return <Trends {...props} />;
  return (
    <>
      <div class="page-head">
        <h1>Trends</h1>
      </div>
      <div class="empty">
        <p>Trends are made of the archive. This stack has none, or your credential is limited to some accounts.</p>
        <p class="muted">
          The setting <code>archive=on</code> makes an archive. Trends count the calls of all accounts.
        </p>
      </div>
    </>
  );
}

function Trends({ client, days, onSignedOut }: Omit<TrendsViewProps, 'isOn'>) {
  const span = spanOfDays(days, useNow()());
  const options = { client, span, onSignedOut };
  const { answer: list } = useTrendAnswer(TRENDS_PATH, options);
  const volume = useTrend('volume', options);
  const trouble = useTrend('trouble-by-day', options);
  const tagged = useTrend('tagged-share', options);
  const sdks = useTrend('bad-calls-by-sdk', options);
  const codes = useTrend('error-codes', options);
  const countries = useTrend('calls-by-country', options);
  const carriers = useTrend('calls-by-carrier', options);
  const all = [volume, trouble, tagged, sdks, codes, countries, carriers];
  const keptSince = keptSinceOf(list);
  const listed = lastKept(span, keptSince);
  return (
    <>
      <TroubleBanner troubled={all.find(({ troubled }) => troubled !== undefined)?.troubled} />
      <div class="page-head">
        <div>
          <h1>Trends</h1>
          <Dated
            span={span}
            answeredMs={Math.min(...all.flatMap(({ table }) => table?.answeredMs ?? []))}
            begin={archiveBegin(volume.table, [sdks.table, codes.table])}
          />
        </div>
        <nav class="tabs" aria-label="Time">
          {TREND_DAYS.map((one) => (
            <a key={one} href={addressOfTrends(one)} aria-current={one === days ? 'page' : undefined}>
              {DAYS_WORDS[one][0]}
              <span class="trends-long">{DAYS_WORDS[one][1]}</span>
            </a>
          ))}
        </nav>
      </div>
      {volume.table?.rows.length === 0 ? (
        <div class="empty">
          <p>The archive has nothing of these days.</p>
          <p class="muted">An event reaches it within some minutes. It has what came since it was switched on.</p>
        </div>
      ) : (
        <>
          <TrendCharts {...{ volume, trouble, tagged, keptSince }} per={isByWeek(span) ? 'week' : 'day'} />
          <TrendLists
            {...{ sdks, codes, countries, carriers, listed }}
            before={`the ${DAYS_WORDS[days].join('')} before`}
          />
          <p class="muted small">
            A row of a list opens these days: {daysText(listed)}.
            {keptSince !== undefined && keptSince > span.from && <Gone before={keptSince} />}
          </p>
        </>
      )}
    </>
  );
}

interface DatedProps {
  span: DaySpan;
  /** When the oldest answer was given; not finite before the first. */
  answeredMs: number;
  /** The first day of the archive, where it is one of these. */
  begin: string | undefined;
}

/** Which days these are, when the archive was asked, and where it begins. */
function Dated({ span, answeredMs, begin }: DatedProps) {
  return (
    <p class="muted fleet-what" role="status">
      {datedText(span)}, in UTC
      {Number.isFinite(answeredMs) && (
        <>
          , as of <Moment atMs={answeredMs} to="hour" />
          {utcDay(answeredMs) === span.to && '; pale: today, not over'}
        </>
      )}
      {begin !== undefined && `. The archive begins on ${daysText({ from: begin, to: begin })}.`}
    </p>
  );
}

function Gone({ before }: { before: string }) {
  return (
    <>
      {' '}
      Before {daysText({ from: before, to: before })} calls and events are in the archive alone:{' '}
      <code>voice-insights sql</code> finds them.
    </>
  );
}
