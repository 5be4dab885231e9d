/** A picture of the journey, and how long it is looked at, in seconds. */
export interface Frame {
  jpeg: Buffer;
  caption: string;
  seconds: number;
}

const CAPTION_HEIGHT = 44;

/**
 * One picture after another, for ever, as an SVG that needs no script: a README shows it. Where the reader wants no
 * motion, it is the first picture.
 */
export function journeySvg(frames: readonly Frame[], { width, height }: { width: number; height: number }): string {
  const whole = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let passed = 0;
  const shown = frames.map(({ jpeg, caption, seconds }, index) => {
    const [from, to] = [passed, passed + seconds].map((second) => `${((second / whole) * 100).toFixed(2)}%`);
    passed += seconds;
    // With `step-end` each key holds until the next one.
    const steps = `0%{opacity:${index === 0 ? 1 : 0}}${from}{opacity:1}${to}{opacity:0}`;
    return {
      rule: `@keyframes f${index}{${steps}}`,
      group:
        `<g class="f" style="animation-name:f${index}${index === 0 ? '' : ';opacity:0'}">` +
        `<image width="${width}" height="${height}" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/>` +
        `<text x="16" y="${height + 28}">${escaped(caption)}</text></g>`,
    };
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + CAPTION_HEIGHT}">`,
    `<title>${escaped(frames.map(({ caption }) => caption).join(' '))}</title>`,
    `<style>.f{animation:${whole}s step-end infinite}text{font:18px system-ui,sans-serif;fill:#fff}`,
    '@media (prefers-reduced-motion:reduce){.f{animation:none}}',
    ...shown.map(({ rule }) => rule),
    '</style>',
    `<rect width="${width}" height="${height + CAPTION_HEIGHT}" fill="#171b22"/>`,
    ...shown.map(({ group }) => group),
    '</svg>\n',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
