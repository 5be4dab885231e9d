/** Bars of one question, longest is best or worst as `title` says. */
export interface Group {
  title: string;
  bars: { label: string; value: number; text: string; ours?: boolean }[];
}

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 110;
const BAR = 20;
const GAP = 6;
const TITLE = 34;

// Pictures in a README follow the reader's colours by this alone.
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .note { font-size: 11px; fill: #57606a }
  rect { fill: #8c959f }
  .ours { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .note { fill: #9198a1 }
    rect { fill: #6e7681 }
    .ours { fill: #4493f8 }
  }`;

/** An SVG of groups of bars, each group on a scale of its own. @param note what it was measured on */
export function chart(groups: readonly Group[], note: string): string {
  const parts: string[] = [];
  let y = 0;
  for (const { title, bars } of groups) {
    y += TITLE;
    parts.push(`<text class="title" x="0" y="${y - 10}">${escapeXml(title)}</text>`);
    const longest = Math.max(...bars.map(({ value }) => value));
    for (const { label, value, text, ours } of bars) {
      const width = Math.max(1, Math.round((value / longest) * (WIDTH - LEFT - RIGHT)));
      const baseline = y + BAR - 5;
      parts.push(
        `<text x="${LEFT - 8}" y="${baseline}" text-anchor="end">${escapeXml(label)}</text>`,
        `<rect${ours ? ' class="ours"' : ''} x="${LEFT}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
        `<text x="${LEFT + width + 8}" y="${baseline}">${escapeXml(text)}</text>`,
      );
      y += BAR + GAP;
    }
  }
  y += 24;
  parts.push(`<text class="note" x="0" y="${y - 6}">${escapeXml(note)}</text>`);
  const lines = ['<title>Speed and cost, as measured</title>', `<style>${STYLE}\n</style>`, ...parts].map(
    (part) => `  ${part}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">\n${lines.join('\n')}\n</svg>\n`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
