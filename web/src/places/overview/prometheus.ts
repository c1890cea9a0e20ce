/** A sample of GET /metrics. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text (exposition format 0.0.4). */
export const samplesOf = (text: string): Sample[] => text.split('\n').flatMap((one) => {
  const match = line.exec(one);
  if (!match) return [];
  return [{ name: match[1]!, labels: Object.fromEntries([...(match[2] ?? '').matchAll(label)].map((pair) => [pair[1]!, pair[2]!])), value: Number(match[3]) }];
});

/** The sum of a metric, of samples that fit. */
export const total = (samples: readonly Sample[], name: string, fits: (labels: Sample['labels']) => boolean = () => true) =>
  samples.filter((sample) => sample.name === name && fits(sample.labels)).reduce((sum, sample) => sum + sample.value, 0);

/** Counts up to the upper ends of a histogram's buckets, of all series that fit together. */
export function bucketsOf(samples: readonly Sample[], name: string, fits: (labels: Sample['labels']) => boolean) {
  const buckets = new Map<number, number>();
  for (const { name: own, labels, value } of samples) {
    if (own !== `${name}_bucket` || !fits(labels)) continue;
    const end = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
    buckets.set(end, (buckets.get(end) ?? 0) + value);
  }
  return [...buckets].sort(([a], [b]) => a - b);
}

/** What a share of the values lies below, straight within its bucket as Prometheus' histogram_quantile has it; undefined without values. */
export function quantile(buckets: readonly (readonly [number, number])[], share: number) {
  const all = buckets.at(-1)?.[1] ?? 0;
  if (all === 0) return undefined;
  const rank = share * all;
  let [start, before] = [0, 0];
  for (const [end, upTo] of buckets) {
    if (upTo >= rank) return end === Infinity ? start : start + ((end - start) * (rank - before)) / Math.max(1e-12, upTo - before);
    [start, before] = [end, upTo];
  }
  return start;
}

/** What came between two readings. */
export const since = (now: ReturnType<typeof bucketsOf>, before: ReturnType<typeof bucketsOf>) => {
  const old = new Map(before);
  return now.map(([end, value]) => [end, value - (old.get(end) ?? 0)] as const);
};
