import uPlot from 'uplot';
import { offsetText } from '../time.ts';
import { onSchemeChange, readPalette } from './palette.ts';
import { type QualityChart, valueRange } from './quality-data.ts';
import { digitsOf, type TimeView } from './time-view.ts';

const HEIGHT = 150;
const POINT = 7;
const X_AXIS = 30;
const Y_AXIS = 48;
const TICK_WIDTH = 84;

/** A plot inside an element, as wide as it. */
export interface QualityPlot {
  /** Marks this time, epoch milliseconds, or none. */
  mark(atMs: number | undefined): void;
  destroy(): void;
}

/** Points, the warnings' time as bands behind them, thresholds as dashed lines. `onPick` gets epoch milliseconds. */
export function createQualityPlot(
  element: HTMLElement,
  { chart, call, onPick }: { chart: QualityChart; call: TimeView; onPick: (atMs: number) => void },
): QualityPlot {
  let palette = readPalette(element);
  let marked: number | undefined;
  const samples = chart.samples.map(({ atMs }) => atMs - call.startMs);
  // The values of a warning are older than its event, which may be the first of the call.
  const xRange: [number, number] = [Math.min(samples[0] ?? 0, 0), Math.max(call.endMs - call.startMs, 1)];
  const axis: uPlot.Axis = {
    stroke: () => palette.textMuted,
    grid: { stroke: () => palette.border, width: 1 },
    ticks: { stroke: () => palette.border, width: 1 },
    font: '12px system-ui, sans-serif',
  };
  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 1),
      height: HEIGHT,
      ms: 1,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      padding: [8, 24, 0, 0],
      scales: { x: { time: false, range: xRange }, y: { range: yRange(chart) } },
      axes: [
        {
          ...axis,
          space: TICK_WIDTH,
          size: X_AXIS,
          values: (_plot, ticks) => ticks.map((ms) => offsetText(ms, digitsOf((ticks[1] ?? ms) - (ticks[0] ?? ms)))),
        },
        { ...axis, size: Y_AXIS },
      ],
      series: [
        {},
        {
          paths: () => null,
          points: {
            show: true,
            size: POINT,
            width: 0,
            fill: () => palette.accent,
            stroke: () => palette.accent,
          },
        },
      ],
      hooks: {
        drawClear: [(u) => paintBands(u, chart, call, palette.levels.WARNING)],
        draw: [
          (u) => {
            for (const threshold of chart.thresholds) paintThreshold(u, threshold, palette.levels.WARNING);
            if (marked !== undefined) paintMark(u, marked - call.startMs, palette.accent);
          },
        ],
      },
    },
    [samples, chart.samples.map(({ value }) => value)],
    element,
  );

  const pick = (event: MouseEvent) => onPick(call.startMs + plot.posToVal(event.offsetX, 'x'));
  plot.over.addEventListener('click', pick);
  const resized = new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientWidth !== plot.width) {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  });
  resized.observe(element);
  const forgetScheme = onSchemeChange(() => {
    palette = readPalette(element);
    plot.redraw(false, true);
  });
  return {
    mark(atMs) {
      if (marked === atMs) return;
      marked = atMs;
      plot.redraw(false);
    },
    destroy() {
      forgetScheme();
      resized.disconnect();
      plot.destroy();
    },
  };
}

function yRange(chart: QualityChart): [number, number] {
  const [least, most] = valueRange(chart);
  const [lowest, highest] = chart.atLeast;
  const room = (Math.max(most, highest) - Math.min(least, lowest)) * 0.1 || 1;
  return [least < lowest ? least - room : lowest, most > highest ? most + room : highest];
}

function paintBands(plot: uPlot, { bands }: QualityChart, call: TimeView, colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.globalAlpha = 0.2;
  ctx.fillStyle = colour;
  for (const { fromMs, toMs } of bands) {
    const from = plot.valToPos(fromMs - call.startMs, 'x', true);
    const to = plot.valToPos(toMs - call.startMs, 'x', true);
    ctx.fillRect(from, bbox.top, Math.max(to - from, 2), bbox.height);
  }
  ctx.restore();
}

function paintThreshold(plot: uPlot, threshold: number, colour: string): void {
  const { left, width } = plot.bbox;
  const y = plot.valToPos(threshold, 'y', true);
  line(plot.ctx, colour, [left, y, left + width, y], [6, 4]);
}

function paintMark(plot: uPlot, ms: number, colour: string): void {
  const { top, height } = plot.bbox;
  const x = plot.valToPos(ms, 'x', true);
  line(plot.ctx, colour, [x, top, x, top + height], []);
}

function line(
  ctx: CanvasRenderingContext2D,
  colour: string,
  [fromX, fromY, toX, toY]: [number, number, number, number],
  dash: number[],
): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.restore();
}
