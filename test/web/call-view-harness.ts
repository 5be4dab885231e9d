import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { listen } from '../../local/embedded-server.ts';
import type { JsonObject } from '../../shared/json.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** The call view's parts as the page puts them together. */
const PAGE = `
  import { render } from 'preact';
  import { useMemo, useState } from 'preact/hooks';
  import { CallBoard } from './web/call/call-board.tsx';
  import { CallHead } from './web/call/call-head.tsx';
  import { CallMore } from './web/call/call-more.tsx';
  import { placeEvents } from './web/call/placed-events.ts';
  import { PrintSheet } from './web/call/print-sheet.tsx';
  import { callLine } from './web/call/verdict/call-line.ts';
  import { measuredLines } from './web/call/verdict/measured-lines.ts';
  import { verdictOn } from './web/call/verdict/verdict.ts';
  import { VerdictPanel } from './web/call/verdict/verdict-panel.tsx';
  import { momentText } from './web/time.ts';
  import { metricsInWords } from './families/call-metric/in-words/metrics-in-words.ts';
  import { metricSeries } from './families/call-metric/in-words/series.ts';
  import { createEventFindings } from './families/call-summary/in-words/event-findings.ts';
  import './web/design/parts.css';
  import './web/call/call.css';

  function findingsOf(events) {
    const findings = createEventFindings();
    for (const event of events) findings.add({ ...event });
    return findings.found();
  }

  function CallView({ events, samples }) {
    const [selected, onSelect] = useState();
    const [way, onWay] = useState();
    const [view, onWindow] = useState();
    const placed = useMemo(() => placeEvents(events, { isAligned: false }), [events]);
    const callSid = events[0]?.call_sid ?? 'CA';
    const measured = useMemo(
      () => metricsInWords(metricSeries(samples), { summary: undefined, originOf: () => placed.span.startMs, clock: (ms) => momentText(ms, 'second', 'UTC') }),
      [samples, placed],
    );
    const known = useMemo(() => {
      const call = { callSid, placed, lines: measuredLines(measured, { span: placed.span }), findings: findingsOf(events), summary: undefined, made: [], isYoung: false };
      return { callSid, placed, verdict: verdictOn(call), line: callLine(placed) };
    }, [placed, measured]);
    const onLook = (window, of) => {
      onWay(of);
      onWindow(window);
    };
    const media = { measured, way, onWay };
    return (
      <main>
        <CallHead callSid={callSid} />
        <VerdictPanel {...known} onSelect={onSelect} onLook={onLook} />
        <CallBoard placed={placed} {...media} selected={selected} onSelect={onSelect} window={view} onWindow={onWindow} />
        <CallMore events={events} placed={placed} />
        <PrintSheet placed={placed} />
      </main>
    );
  }

  const root = document.getElementById('page');
  window.show = (events, samples = []) => render(<CallView events={events} samples={samples} />, root);
  const answer = await fetch('/events' + location.pathname);
  const { events, samples } = await answer.json();
  window.startedMs = performance.now();
  window.show(events);
  if (samples.length > 0) window.show(events, samples);
`;

const COLOURS = `
  :root {
    color-scheme: light dark;
    --surface: light-dark(#fff, #14171c); --surface-2: light-dark(#f4f5f7, #1e2229);
    --text: light-dark(#1b1f24, #e8eaed); --text-muted: light-dark(#57606a, #a3abb5);
    --border: light-dark(#d0d5db, #363c45); --accent: light-dark(#0b57d0, #8ab4f8);
    --level-error: light-dark(#c5221f, #ff8a80); --level-warning: light-dark(#8a5300, #fdb94b);
    --level-info: light-dark(#0b57d0, #8ab4f8); --level-debug: light-dark(#5f6368, #9aa0a6);
    --level-unknown: light-dark(#6f42c1, #c4a7ff); --tone-good: light-dark(#1a7f37, #6fdd8b);
  }
  body { margin: 0; padding: 1rem; background: var(--surface); color: var(--text); font: 16px/1.4 system-ui, sans-serif; }
`;

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A call</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/colours.css"><link rel="stylesheet" href="/page.css">
<div id="page"></div><script type="module" src="/page.js"></script></html>`;

/** As strict as the page's own. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";

/** The components of the call view, bundled as the page is. `script` and `css` as they are sent. */
export async function bundleCallView(): Promise<{ script: string; css: string }> {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: ROOT, loader: 'tsx' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: ROOT,
    write: false,
  });
  const text = (suffix: string) => outputFiles.find(({ path: file }) => file.endsWith(suffix))?.text ?? '';
  return { script: text('.js'), css: text('.css') };
}

/** A page that shows the call at `/<name>` with the events, and the samples, that the functions give for that name. */
export async function startCallView(
  eventsOf: (name: string) => readonly EventResource[],
  samplesOf: (name: string) => readonly JsonObject[] = () => [],
) {
  const { script, css } = await bundleCallView();
  const files: Record<string, readonly [type: string, body: string]> = {
    '/page.js': ['text/javascript', script],
    '/page.css': ['text/css', css],
    '/colours.css': ['text/css', COLOURS],
    '/favicon.ico': ['image/png', ''],
  };
  const server = createServer((request, answer) => {
    const url = request.url ?? '/';
    const events = /^\/events\/(.+)$/.exec(url)?.[1];
    const [type, body] =
      events === undefined
        ? (files[url] ?? ['text/html', HTML])
        : ['application/json', JSON.stringify({ events: eventsOf(events), samples: samplesOf(events) })];
    answer.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY }).end(body);
  });
  return listen(server, 0, 'PORT');
}
