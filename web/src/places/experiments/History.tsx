import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { difference, type Results } from './numbers';

/** How the deciding metric's interval came to be: it narrows as entities arrive. */
export function History({ results }: { results: Results }) {
  const place = useRef<HTMLDivElement>(null);
  const history = results.history ?? [];
  const metric = results.metrics.find((one) => one.worstChange == null);
  const variation = results.verdictVariation ?? metric?.comparisons[0]?.variation;
  useEffect(() => {
    let chart: uPlot | undefined;
    let isOver = false;
    void import('../../ui/chart').then(({ bandChart }) => {
      if (isOver || !place.current || !metric) return;
      const points = history.map((entry) => ({ time: Date.parse(entry.until) / 1000, ...entry.comparisons.find((comparison) => comparison.variation === variation) }));
      chart = bandChart(place.current, {
        times: points.map((point) => point.time),
        middle: points.map((point) => point.difference ?? null),
        lower: points.map((point) => point.interval?.lower ?? null),
        upper: points.map((point) => point.interval?.upper ?? null),
      }, (value) => difference(metric, value));
    });
    return () => {
      isOver = true;
      chart?.destroy();
    };
  }, [results]);
  if (!metric || !variation) return null;
  const last = history.at(-1)?.comparisons.find((comparison) => comparison.variation === variation);
  return (
    <figure>
      <figcaption>Effect of {variation} over time <span class="hint">difference of {metric.name.replaceAll('_', ' ')} with its interval, day by day</span></figcaption>
      <div ref={place} class="chart" role="img" aria-label={`${history.length} points; the last one is ${difference(metric, last?.difference)}`} />
    </figure>
  );
}
