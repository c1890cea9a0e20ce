import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
// light-dark() is settled where it is used; a canvas needs what it comes to.
function settled(name: string) {
  const probe = document.body.appendChild(document.createElement('span'));
  probe.style.color = `var(${name})`;
  const { color: value } = getComputedStyle(probe);
  probe.remove();
  return value || color(name);
}

export interface Band {
  times: number[];
  middle: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
}

export interface Line {
  name: string;
  color: string;
  values: (number | null)[];
}

type Format = (value: number) => string;

/** A line with the band that it is sure to lie in. */
export function bandChart(place: HTMLElement, { times, middle, lower, upper }: Band, format: Format) {
  const main = settled('--model-0');
  return make(place, [times, lower, upper, middle], [
    { label: 'Lower', stroke: main, width: 1, dash: [3, 3], points: { show: false } },
    { label: 'Upper', stroke: main, width: 1, dash: [3, 3], points: { show: false } },
    { label: 'Difference', stroke: main, width: 2, points: { show: times.length < 40, size: 5 } },
  ], format, { bands: [{ series: [2, 1], fill: main.replace('rgb(', 'rgba(').replace(')', ', 0.15)') }], zero: true });
}

/** Lines over the same times. */
export const lineChart = (place: HTMLElement, times: number[], lines: Line[], format: Format) =>
  make(place, [times, ...lines.map((line) => line.values)], lines.map((line) => ({ label: line.name, stroke: settled(line.color), width: 1.5, points: { show: times.length < 3 } })), format, {});

function make(place: HTMLElement, data: uPlot.AlignedData, series: uPlot.Series[], format: Format, { bands, zero }: { bands?: uPlot.Band[]; zero?: boolean }) {
  const [ink, line] = [settled('--soft'), settled('--line')];
  const axis: uPlot.Axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  const chart = new uPlot({
    width: place.clientWidth,
    height: 200,
    legend: { show: false },
    cursor: { show: false },
    bands,
    scales: { y: { range: (_, low, high) => bounds(low, high, zero) } },
    axes: [{ ...axis, values: undefined }, { ...axis, size: 84, values: (_, ticks) => ticks.map((tick) => format(tick)) }],
    series: [{}, ...series.map((one) => ({ ...one, spanGaps: true }))],
  }, data, place);
  const observer = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 200 }));
  observer.observe(place);
  chart.hooks.destroy = [() => observer.disconnect()];
  return chart;
}

function bounds(low: number | null, high: number | null, isAboutZero = false): [number, number] {
  if (low == null || high == null) return [0, 1];
  if (isAboutZero) {
    const most = Math.max(Math.abs(low), Math.abs(high), 1e-9) * 1.1;
    return [-most, most];
  }
  // Of nothing but zeros an axis to one: closer ticks would all be written as 0.
  return [0, high > 0 ? high * 1.1 : 1];
}
