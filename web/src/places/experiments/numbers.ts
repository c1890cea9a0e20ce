import type { components } from '../../api/schema';
import { percent } from '../../ui/format';

type Schemas = components['schemas'];
export type Results = Schemas['ExperimentResults'];
export type Metric = Schemas['MetricResult'];
export type Comparison = Schemas['ComparisonResult'];
export type Interval = Schemas['IntervalResult'];
export type Experiments = Schemas['ExperimentList'];

const plain = (value: number) => value.toPrecision(3).replace(/\.?0+$/, '').replace(/e.*/, (text) => text);

/** A value as it is measured. */
export const measured = (metric: { isShare: boolean }, value: number | null | undefined) =>
  value == null ? '-' : metric.isShare ? percent(value, 1) : plain(value);

/** A difference, with its sign; of shares in points. */
export function difference(metric: { isShare: boolean }, value: number | null | undefined) {
  if (value == null) return '-';
  const size = metric.isShare ? (Math.abs(value) * 100).toFixed(1) : plain(Math.abs(value));
  return `${value < 0 ? '−' : '+'}${size}${metric.isShare ? ' points' : ''}`;
}

export const range = (metric: { isShare: boolean }, interval: Interval) => `${difference(metric, interval.lower)} to ${difference(metric, interval.upper)}`;

/** correction_rate as people say it. */
export const metricName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[_.]/g, ' ');

/** Whether an interval is wholly on the good side, on the bad one, or neither. */
export function sideOf(metric: { higherIsBetter: boolean }, interval: Interval | null | undefined): 'good' | 'bad' | 'open' {
  if (!interval || (interval.lower <= 0 && interval.upper >= 0)) return 'open';
  return interval.lower > 0 === metric.higherIsBetter ? 'good' : 'bad';
}
