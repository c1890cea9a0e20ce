import { percent } from '../../ui/format';
import { useLoaded } from '../../ui/load';
import { Lines } from './Lines';

/** Key figures of a day, model, variation and room type. */
interface Row {
  day: string;
  model: string;
  variation: string;
  roomType: string;
  predictions: number;
  confidence: number;
  confirmed: number;
  corrected: number;
  unknown: number;
}

const colors = ['--model-0', '--model-1', '--model-2'];

/** Confidence and corrections by day and model, from the event store. */
export function Days() {
  const { value, error } = useLoaded<{ rows: Row[] }>('/kpi', 60);
  if (error) return <p class="hint">By day: {error.message}</p>;
  const rows = value?.rows ?? [];
  if (value && rows.length === 0) return <p class="hint">By day: the event store has no prediction of the last 30 days.</p>;
  const days = [...new Set(rows.map((row) => row.day))].sort();
  const models = [...new Set(rows.map((row) => row.model))].sort();
  const sum = (of: Row[], figure: (row: Row) => number) => of.reduce((all, row) => all + figure(row), 0);
  const share = (model: string, figure: (row: Row) => number) => days.map((day) => {
    const own = rows.filter((row) => row.day === day && row.model === model);
    const predictions = sum(own, (row) => row.predictions);
    return predictions === 0 ? null : sum(own, figure) / predictions;
  });
  const lines = (figure: (row: Row) => number) => models.slice(0, colors.length).map((model, place) => ({ name: model, color: colors[place]!, values: share(model, figure) }));
  const times = days.map((day) => Date.parse(day) / 1000);
  return (
    <section aria-label="By day">
      <h2>By day <span class="keys">{models.slice(0, colors.length).map((model, place) => <span key={model}><span class={`key model-${place}`} /> {model}</span>)}</span></h2>
      <div class="pairs">
        <Lines title="Confidence" hint="mean" times={times} format={(value) => percent(value)} lines={lines((row) => row.confidence * row.predictions)} />
        <Lines title="Corrected" hint="share of predictions" times={times} format={(value) => percent(value, 1)} lines={lines((row) => row.corrected)} />
        <Lines title="Unknown" hint="share of predictions" times={times} format={(value) => percent(value, 1)} lines={lines((row) => row.unknown)} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Key figures by model">
        <table class="compact">
          <caption>The last 30 days</caption>
          <thead><tr><th scope="col">Model</th><th scope="col" class="number">Predictions</th><th scope="col" class="number">Confidence</th><th scope="col" class="number">Confirmed</th><th scope="col" class="number">Corrected</th><th scope="col" class="number">Unknown</th></tr></thead>
          <tbody>{models.map((model) => {
            const own = rows.filter((row) => row.model === model);
            const predictions = sum(own, (row) => row.predictions);
            return (
              <tr key={model}><th scope="row">{model}</th><td class="number">{predictions.toLocaleString('en')}</td><td class="number">{percent(sum(own, (row) => row.confidence * row.predictions) / predictions, 1)}</td>
                <td class="number">{sum(own, (row) => row.confirmed).toLocaleString('en')}</td><td class="number">{sum(own, (row) => row.corrected).toLocaleString('en')} ({percent(sum(own, (row) => row.corrected) / predictions, 1)})</td>
                <td class="number">{percent(sum(own, (row) => row.unknown) / predictions, 1)}</td></tr>
            );
          })}</tbody>
        </table>
      </div>
    </section>
  );
}
