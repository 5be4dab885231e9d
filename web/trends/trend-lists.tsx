import type { JsonObject } from '../../shared/json.ts';
import { withFacet } from '../filters/facet-filters.ts';
import { addressOf, addressOfCause, addressOfFleet } from '../route.ts';
import { hasDaysBefore } from './archive-begin.ts';
import { filtersOfDays } from './behind.ts';
import { callRows, codeRows, sdkRows } from './ranked-rows.ts';
import { RankedTable } from './ranked-table.tsx';
import { numberIn } from './read-trend.ts';
import type { DaySpan } from './trend-days.ts';
import { TrendPanel } from './trend-panel.tsx';
import type { AskedTrend } from './use-trend.ts';

interface TrendListsProps {
  sdks: AskedTrend;
  codes: AskedTrend;
  countries: AskedTrend;
  carriers: AskedTrend;
  /** What the time before is: `the 30 days before`. */
  before: string;
  /** The days that rows lead to. */
  listed: DaySpan;
}

/** Versions, codes, countries and carriers of these days. */
export function TrendLists({ sdks, codes, countries, carriers, before, listed }: TrendListsProps) {
  const filters = filtersOfDays(listed);
  const fleetLead = (by: string) => () => addressOfFleet(by, filters);
  const countryLead = (value: string, row: JsonObject) =>
    ['warned_percent', 'failed_percent'].some((column) => numberIn(row, column))
      ? addressOf('causes', withFacet(filters, { name: 'country', value }))
      : undefined;
  const hasBefore = hasDaysBefore([sdks.table, codes.table]);
  const causeLead = (code: string) => addressOfCause(`code:${code}`, filters);
  return (
    <div class="trends">
      <TrendPanel
        title="SDK versions"
        about={`Calls with a summary: the share that Twilio tagged, and in ${before}. Each opens Fleet by version.`}
        asked={sdks}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="SDK versions"
            columns={['SDK version', 'Tagged', 'Before', 'Calls']}
            rows={sdkRows(rows, fleetLead('sdk_version'))}
          />
        )}
      </TrendPanel>
      <TrendPanel
        title="Error codes"
        about={`Calls with such an event, and in ${before}. A code leads to its cause.`}
        asked={codes}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="Error codes"
            columns={['Code', 'Calls', 'Before']}
            rows={codeRows(rows, { hrefOf: causeLead, hasBefore })}
          />
        )}
      </TrendPanel>
      <TrendPanel
        title="Countries"
        about="Of clients, by calls with an event. Failed: with an error. Each leads to the errors and warnings of these calls."
        asked={countries}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="Countries"
            columns={['Country', 'Calls', 'Failed']}
            rows={callRows(rows, 'country', countryLead)}
          />
        )}
      </TrendPanel>
      <TrendPanel
        title="Carriers"
        about="Of callers, by calls with a summary. Failed: by Twilio’s state of the call. Each opens Fleet by carrier."
        asked={carriers}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="Carriers"
            columns={['Carrier', 'Calls', 'Failed']}
            rows={callRows(rows, 'carrier', fleetLead('carrier'))}
          />
        )}
      </TrendPanel>
    </div>
  );
}
