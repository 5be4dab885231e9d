import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { AnnotationResource } from '../../families/call-summary/annotation-resource.ts';
import {
  ANNOTATED_BY,
  CONNECTIVITY_ISSUES,
  LONGEST_REMARK,
  QUALITY_ISSUES,
  UNKNOWN_ANSWERED_BY,
  UNKNOWN_CONNECTIVITY_ISSUE,
} from '../../families/call-summary/enumerations.ts';
import { annotationInWords, issueInWords, scoreInWords } from '../../families/call-summary/in-words/annotation.ts';
import { printable } from '../../shared/printable.ts';
import { ApiTrouble, createRequests, type JsonClient, objectOf } from '../api-client.ts';
import { createServerClock } from '../server-clock.ts';
import { troubleInWords } from '../trouble-in-words.ts';
import { useReading } from '../use-reading.ts';
import { changedFields, type FieldName, problemsByField } from './annotation-form.ts';

const SCORES = [1, 2, 3, 4, 5];
const NOT_SAID = 'not said';

interface Props {
  client: JsonClient;
  callSid: string;
  onSignedOut: () => void;
}

/** What people say of a call, to read and to change; nothing of a call that nothing is known of. */
export function AnnotationCard({ client, callSid, onSignedOut }: Props) {
  const path = `/v1/Voice/${encodeURIComponent(callSid)}/Annotation`;
  const [annotation, setAnnotation] = useState<AnnotationResource>();
  const [isOpen, setIsOpen] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const read = await client.readObject(path, signal);
      // The API's own schema says what else it has.
      if (!signal.aborted && Array.isArray(read.quality_issues)) setAnnotation(read as unknown as AnnotationResource);
      return undefined;
    },
    [client, path],
  );
  useReading(poll, onSignedOut);
  if (annotation === undefined) return null;
  const words = annotationInWords(annotation);
  return (
    <section class="panel annotation no-print" aria-labelledby="annotation">
      <h2 id="annotation">What people say of this call</h2>
      <p>{printable(words ?? 'Nothing was said of this call yet.')}</p>
      {isOpen ? (
        <Form
          annotation={annotation}
          path={path}
          onSignedOut={onSignedOut}
          onEnd={(saved) => {
            if (saved !== undefined) setAnnotation(saved);
            setIsSaved(saved !== undefined);
            setIsOpen(false);
          }}
        />
      ) : (
        <p>
          <button type="button" onClick={() => setIsOpen(true)}>
            {words === undefined ? 'Say something' : 'Change'}
          </button>{' '}
          <span role="status" class="muted small">
            {isSaved && 'Saved.'}
          </span>
        </p>
      )}
    </section>
  );
}

interface FormProps {
  annotation: AnnotationResource;
  path: string;
  onSignedOut: () => void;
  /** With what was saved; with nothing where nothing was. */
  onEnd: (saved?: AnnotationResource) => void;
}

function Form({ annotation, path, onSignedOut, onEnd }: FormProps) {
  const [problems, setProblems] = useState<ReturnType<typeof problemsByField>>({});
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();
  const request = useMemo(() => createRequests(fetch.bind(window), createServerClock(Date.now)), []);
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(new FormData());
  useEffect(() => {
    if (form.current !== null) before.current = new FormData(form.current);
    form.current?.querySelector('select')?.focus();
  }, []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const body = changedFields(new FormData(event.currentTarget as HTMLFormElement), before.current);
    if (body.size === 0) return onEnd();
    setIsBusy(true);
    setProblems({});
    try {
      const answer = await request(path, new AbortController().signal, { method: 'POST', body });
      if (answer.trouble !== undefined) throw answer.trouble;
      onEnd(objectOf(answer.body) as unknown as AnnotationResource);
    } catch (error) {
      const trouble = error instanceof ApiTrouble ? error : new ApiTrouble('failed', String(error));
      if (trouble.kind === 'signed-out') return onSignedOut();
      setIsBusy(false);
      setProblems(trouble.kind === 'refused' ? problemsByField(trouble.message) : { '': troubleInWords(trouble) });
    }
  };
  /** What ties a field to what is wrong with it. */
  const wrong = (name: FieldName) =>
    problems[name] === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}${name}` };
  const problem = (name: FieldName | '') => (
    <span id={`${id}${name}`} role="alert" class="annotation-problem">
      {problems[name] && printable(problems[name])}
    </span>
  );
  const text = (name: 'Comment' | 'Incident', label: string, value: string | null) => (
    <label>
      {label}
      <input name={name} defaultValue={value ?? ''} maxLength={LONGEST_REMARK} autocomplete="off" {...wrong(name)} />
      {problem(name)}
    </label>
  );

  const choice = (
    name: 'CallScore' | 'ConnectivityIssue' | 'AnsweredBy',
    label: string,
    is: string,
    options: readonly (readonly [value: string, says: string])[],
  ) => (
    <label>
      {label}
      <select name={name} {...wrong(name)}>
        {options.map(([value, says]) => (
          <option key={value} value={value} selected={value === is}>
            {says}
          </option>
        ))}
      </select>
      {problem(name)}
    </label>
  );

  return (
    <form ref={form} onSubmit={submit} aria-label="What people say of this call">
      {choice('CallScore', 'Score', String(annotation.call_score ?? ''), [
        ['', NOT_SAID],
        ...SCORES.map((score) => [String(score), scoreInWords(score)] as const),
      ])}
      {choice('ConnectivityIssue', 'Connection', annotation.connectivity_issue, [
        [UNKNOWN_CONNECTIVITY_ISSUE, NOT_SAID],
        ...CONNECTIVITY_ISSUES.map((issue) => [issue, issueInWords(issue)] as const),
      ])}
      {choice('AnsweredBy', 'Answered by', annotation.answered_by, [
        [UNKNOWN_ANSWERED_BY, NOT_SAID],
        ...ANNOTATED_BY.map((by) => [by, by] as const),
      ])}
      <fieldset>
        <legend>Sound</legend>
        {QUALITY_ISSUES.map((issue) => (
          <label key={issue}>
            <input
              type="checkbox"
              name="QualityIssues"
              value={issue}
              defaultChecked={annotation.quality_issues.includes(issue)}
            />{' '}
            {issueInWords(issue)}
          </label>
        ))}
        {problem('QualityIssues')}
      </fieldset>
      <fieldset>
        <legend>Other</legend>
        <label>
          <input type="checkbox" name="Spam" value="true" defaultChecked={annotation.spam === true} /> spam
        </label>
        {problem('Spam')}
      </fieldset>
      {text('Comment', `Comment, ${LONGEST_REMARK} characters at most`, annotation.comment)}
      {text('Incident', 'Ticket, or a link to one', annotation.incident)}
      {problem('')}
      <div class="actions">
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Save'}
        </button>
        <button type="button" onClick={() => onEnd()}>
          Cancel
        </button>
        <span class="muted small">All who may read this call see it. Write no personal data.</span>
      </div>
    </form>
  );
}
