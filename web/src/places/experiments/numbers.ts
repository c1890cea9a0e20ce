import type { components } from '../../api/schema';
import { percent } from '../../ui/format';

type Schemas = components['schemas'];
export type Results = Schemas['ExperimentResults'];
export type Metric = Schemas['MetricResult'];
export type Comparison = Schemas['ComparisonResult'];
export type Interval = Schemas['IntervalResult'];
export type Experiments = Schemas['ExperimentList'];
export type Feature = Experiments['features'][number];
export type Experiment = Schemas['ExperimentDescription'];

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

const sharesOf = (feature: Feature, shares: Experiment['shares']) => Object.entries(shares).map(([variation, share]) => `${variation} (${feature.variations[variation] ?? ''}) ${percent(share)}`).join(' against ');

/** Who gets what, and how many take part. */
export const split = (feature: Feature, experiment: Experiment) =>
  `${sharesOf(feature, experiment.shares)}, ${percent(experiment.exposure)} take part${experiment.segment ? ` of ${experiment.segment}` : ''}`;

/** What of that changes at a moment to come. */
export const later = (feature: Feature, experiment: Experiment) =>
  (experiment.later ?? []).map((phase) => `${sharesOf(feature, phase.shares)} from ${new Date(phase.from).toISOString().slice(0, 19).replace('T', ' ')} UTC`).join('; then ');

/** correction_rate as people say it. */
export const metricName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[_.]/g, ' ');

/** Whether an interval is wholly on the good side, on the bad one, or neither. */
export function sideOf(metric: { higherIsBetter: boolean }, interval: Interval | null | undefined): 'good' | 'bad' | 'open' {
  if (!interval || (interval.lower <= 0 && interval.upper >= 0)) return 'open';
  return interval.lower > 0 === metric.higherIsBetter ? 'good' : 'bad';
}
