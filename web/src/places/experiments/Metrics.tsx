import { IntervalBar, scaleOf } from './IntervalBar';
import { type Comparison, difference, type Interval, measured, type Metric, metricName, range, sideOf } from './numbers';

/** A row for every metric and variation, with the interval that decides. */
export function Metrics({ metrics, caption }: { metrics: Metric[]; caption: string }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr><th scope="col">Metric</th><th scope="col" class="number">Control</th><th scope="col">Variation</th><th scope="col" class="number">Value</th><th scope="col" class="number">Difference</th><th scope="col">95 % interval, at any time</th><th scope="col" class="number">Entities</th></tr>
        </thead>
        <tbody>{metrics.flatMap((metric) => metric.comparisons.map((comparison) => <Row key={metric.name + comparison.variation} metric={metric} comparison={comparison} />))}</tbody>
      </table>
    </div>
  );
}

function Row({ metric, comparison }: { metric: Metric; comparison: Comparison }) {
  const [control] = metric.variations;
  const own = metric.variations.find((variation) => variation.name === comparison.variation);
  const shown = decidingInterval(metric, comparison);
  return (
    <tr>
      <th scope="row">{metricName(metric.name)}<small>{metric.higherIsBetter ? 'higher is better' : 'lower is better'}</small></th>
      <td class="number">{measured(metric, control?.value)}</td>
      <td>{comparison.variation}</td>
      <td class="number">{measured(metric, own?.value)}</td>
      <td class="number">{difference(metric, comparison.difference)}</td>
      <td>{shown ? <Drawn {...shown} /> : <span class="hint">Too few values yet</span>}</td>
      <td class="number">{((control?.entities ?? 0) + (own?.entities ?? 0)).toLocaleString('en')}</td>
    </tr>
  );
}

interface Shown {
  interval: Interval;
  value?: number | null;
  side: 'good' | 'bad' | 'open';
  limit?: number;
  words: string;
}

function Drawn({ interval, value, side, limit, words }: Shown) {
  return (
    <span class="drawn">
      <IntervalBar interval={interval} value={value} side={side} limit={limit} scale={scaleOf([interval], limit ?? 0)} label={words} />
      <small>{words}</small>
    </span>
  );
}

/** Of a guardrail the relative change decides, and on which side of what is tolerated it lies. */
function decidingInterval(metric: Metric, comparison: Comparison): Shown | undefined {
  if (metric.worstChange != null) {
    const interval = comparison.relativeInterval;
    if (!interval) return undefined;
    const side = comparison.guardrail === 'holds' ? 'good' : comparison.guardrail === 'broken' ? 'bad' : 'open';
    const relative = { isShare: true };
    const limit = metric.higherIsBetter ? -metric.worstChange : metric.worstChange;
    return { interval, value: comparison.relativeDifference, side, limit, words: `${comparison.guardrail}: ${range(relative, interval).replaceAll(' points', ' %')}, tolerated ${difference(relative, limit).replace(' points', ' %')}` };
  }
  const interval = comparison.anytimeValid.interval;
  return interval ? { interval, value: comparison.difference, side: sideOf(metric, interval), words: range(metric, interval) } : undefined;
}
