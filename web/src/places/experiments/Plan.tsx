import { useState } from 'preact/hooks';
import type { components } from '../../api/schema';
import { count, percent } from '../../ui/format';
import { useLoaded } from '../../ui/load';
import { Problem } from '../../ui/Problem';
import { measured, metricName } from './numbers';

type Answer = components['schemas']['ExperimentPlanResult'];
type Metric = Answer['metrics'][number];
type Step = Metric['steps'][number];

/** How long it will take, told by what entities did in the last weeks; asked for when a reader wants to know. */
export function Plan({ name }: { name: string }) {
  const [isOpen, setOpen] = useState(false);
  const { value: plan, error } = useLoaded<Answer>(isOpen ? `/v1/experiments/${encodeURIComponent(name)}/plan` : undefined);
  return (
    <details class="plan" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>How long does it take?</summary>
      {error && <Problem error={error} />}
      {plan && (plan.metrics.length > 0 ? <Told plan={plan} /> : <p>Nobody was answered in the last weeks: there is no history to plan by. Requests need an <code>entity_id</code>.</p>)}
      <p class="hint">The same on the command line, with another length of history: <code>./run experiment plan {name}</code></p>
    </details>
  );
}

function Told({ plan }: { plan: Answer }) {
  return (
    <>
      <p>{count(plan.entities, 'entity was', 'entities were')} answered in the last {plan.historyDays.toFixed(plan.historyDays < 10 ? 1 : 0)} days, and {percent(plan.part)} of such take part. What is found in 4 of 5 cases, looked at as often as you like:</p>
      {plan.metrics.map((metric) => <Planned key={metric.name} metric={metric} />)}
    </>
  );
}

function Planned({ metric }: { metric: Metric }) {
  const title = metricName(metric.name);
  if (metric.steps.length === 0) return <p>{title}: nobody had a value.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Plan: ${title}`}>
      <table class="compact">
        <caption>{title} <span class="hint">it was {measured(metric, metric.value)}{metric.needs && metric.smallestEffect != null && `; a difference of ${size(metric, metric.smallestEffect)} takes ${takes(metric.needs.plannedEnd)} with it as planned end, ${takes(metric.needs.anyTime)} without`}</span></caption>
        <thead><tr><th scope="col" class="number">Days</th><th scope="col" class="number">Entities</th><th scope="col" class="number">Smallest difference, planned end</th><th scope="col" class="number">without one</th></tr></thead>
        <tbody>
          {metric.steps.map((step) => (
            <tr key={step.days}><th scope="row" class="number">{step.days}</th><td class="number">{Math.round(step.entities).toLocaleString('en')}</td><td class="number">{size(metric, step.plannedEnd)}</td><td class="number">{size(metric, step.anyTime)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const size = (metric: Metric, value: number | null | undefined) => (value == null ? '-' : metric.isShare ? `${(value * 100).toFixed(2)} points` : value.toPrecision(3));

const takes = (step: Step | null | undefined) => (step ? `${step.days} days (${count(Math.round(step.entities), 'entity', 'entities')})` : 'over two years');
