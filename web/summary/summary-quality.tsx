import { whyMissing } from '../../families/call-summary/in-words/missing.ts';
import {
  hasMeasurements,
  type QualityFinding,
  qualityFindings,
  streamInWords,
} from '../../families/call-summary/in-words/quality.ts';
import { tagInWords } from '../../families/call-summary/in-words/tags.ts';
import type { JsonObject } from '../../shared/json.ts';
import { printable } from '../../shared/printable.ts';
import { Missing } from './summary-parties.tsx';

/** More tags are none of Twilio's. */
const MOST = 24;

/** What was bad on which edge and in which direction, with the limit that it passed. */
export function SummaryQuality({ summary }: { summary: JsonObject }) {
  const findings = qualityFindings(summary);
  return (
    <div class="summary-quality">
      <h3>Quality</h3>
      {findings.length === 0 ? (
        <p>
          {hasMeasurements(summary) ? (
            'No edge passed a limit of Twilio’s.'
          ) : (
            <Missing>{whyMissing('quality', summary)}</Missing>
          )}
        </p>
      ) : (
        <ul>
          {findings.slice(0, MOST).map((finding) => (
            <li key={`${finding.edge} ${finding.stream} ${finding.tag}`}>
              <Finding finding={finding} />
            </li>
          ))}
          {findings.length > MOST && <li>And {(findings.length - MOST).toLocaleString()} more.</li>}
        </ul>
      )}
    </div>
  );
}

function Finding({ finding: { tag, isTagged, edge, stream, measured, limit } }: { finding: QualityFinding }) {
  const meaning = tagInWords(tag, edge);
  return (
    <>
      <span class="summary-tag">{printable(tag)}</span>
      <span class="summary-where">
        {edge === undefined || stream === undefined ? (
          'the whole call'
        ) : (
          <>
            {edge} {stream}
            <span class="summary-details">{streamInWords(edge, stream)}</span>
          </>
        )}
      </span>
      <span class="summary-measured">
        {measured === undefined ? meaning && printable(meaning) : `${measured}, ${limit}`}
        {!isTagged && <span class="muted"> (not tagged by Twilio)</span>}
      </span>
    </>
  );
}
