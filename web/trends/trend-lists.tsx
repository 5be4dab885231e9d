import { withFacet } from '../filters/facet-filters.ts';
import { addressOf, addressOfCause } from '../route.ts';
import { filtersOfDays } from './behind.ts';
import { callRows, codeRows, sdkRows } from './ranked-rows.ts';
import { RankedTable } from './ranked-table.tsx';
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
  const facetLead = (name: string) => (value: string) => addressOf('causes', withFacet(filters, { name, value }));
  const causeLead = (code: string) => addressOfCause(`code:${code}`, filters);
  return (
    <div class="trends">
      <TrendPanel
        title="SDK versions"
        about={`Share of calls that Twilio tagged, and in ${before}. The worst first.`}
        asked={sdks}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="SDK versions"
            columns={['SDK version', 'Tagged', 'Before', 'Calls']}
            rows={sdkRows(rows, facetLead('sdk_version'))}
          />
        )}
      </TrendPanel>
      <TrendPanel
        title="Error codes"
        about={`Calls with each, and in ${before}. A code leads to its cause.`}
        asked={codes}
        isList
      >
        {({ rows }) => (
          <RankedTable title="Error codes" columns={['Code', 'Calls', 'Before']} rows={codeRows(rows, causeLead)} />
        )}
      </TrendPanel>
      <TrendPanel
        title="Countries"
        about="Of clients. Failed: calls with an error. Each leads to its causes."
        asked={countries}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="Countries"
            columns={['Country', 'Calls', 'Failed']}
            rows={callRows(rows, 'country', facetLead('country'))}
          />
        )}
      </TrendPanel>
      <TrendPanel
        title="Carriers"
        about="Of callers, by summaries. Failed: in Twilio’s state. Each leads to its causes."
        asked={carriers}
        isList
      >
        {({ rows }) => (
          <RankedTable
            title="Carriers"
            columns={['Carrier', 'Calls', 'Failed']}
            rows={callRows(rows, 'carrier', facetLead('carrier'))}
          />
        )}
      </TrendPanel>
    </div>
  );
}
