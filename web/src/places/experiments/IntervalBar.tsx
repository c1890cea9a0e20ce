import type { Interval } from './numbers';

const width = 240;
const height = 22;
const inset = 8;

interface Bar {
  interval: Interval;
  value?: number | null;
  /** The scale's ends: the same for all rows that are to be compared. */
  scale: number;
  /** A change that is tolerated: of guardrails. */
  limit?: number;
  side: 'good' | 'bad' | 'open';
  label: string;
}

/** An interval on a scale with no difference in its middle. */
export function IntervalBar({ interval, value, scale, limit, side, label }: Bar) {
  const x = (at: number) => inset + ((Math.max(-scale, Math.min(scale, at)) + scale) / (2 * scale)) * (width - 2 * inset);
  const [left, right] = [x(interval.lower), x(interval.upper)];
  return (
    <svg class={`interval ${side}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} preserveAspectRatio="none">
      <line class="axis" x1={inset} x2={width - inset} y1={height / 2} y2={height / 2} />
      <line class="zero" x1={x(0)} x2={x(0)} y1="2" y2={height - 2} />
      {limit !== undefined && <line class="limit" x1={x(limit)} x2={x(limit)} y1="2" y2={height - 2} />}
      <rect class="span" x={left} y={height / 2 - 4} width={Math.max(2, right - left)} height="8" rx="2" />
      {value != null && <line class="point" x1={x(value)} x2={x(value)} y1={height / 2 - 7} y2={height / 2 + 7} />}
    </svg>
  );
}

/** A scale that shows all of them. */
export const scaleOf = (intervals: readonly (Interval | null | undefined)[], ...also: number[]) =>
  Math.max(1e-9, ...intervals.flatMap((interval) => (interval ? [Math.abs(interval.lower), Math.abs(interval.upper)] : [])), ...also.map(Math.abs)) * 1.1;
