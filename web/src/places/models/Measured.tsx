import type { Model } from '../../api/client';
import { reference } from '../../api/service';

const names: Record<string, string> = { accuracy: 'Accuracy', ece: 'Calibration error', nll: 'Negative log likelihood', places: 'Places365', realEstate: 'Real estate', degraded: 'Accuracy on spoilt pictures' };
const lowerIsBetter = new Set(['ece', 'nll']);
const named = (name: string) => names[name] ?? name;

/** Metrics by data set, a column a version; the best of a row stands out. */
export function Measured({ models }: { models: Model[] }) {
  const sets = [...new Set(models.flatMap((model) => Object.keys(model.metrics)))];
  return (
    <>
      {sets.map((set) => (
        <div key={set} class="scroll" tabIndex={0} role="region" aria-label={named(set)}>
          <table class="compact">
            <caption>{named(set)}</caption>
            <thead><tr><th scope="col">{set === 'degraded' ? 'Picture' : 'Metric'}</th>{models.map((model) => <th key={reference(model)} scope="col">{reference(model)}</th>)}</tr></thead>
            <tbody>{rows(models, set).map((name) => <Row key={name} name={name} values={models.map((model) => model.metrics[set]?.[name])} />)}</tbody>
          </table>
        </div>
      ))}
    </>
  );
}

const rows = (models: Model[], set: string) => [...new Set(models.flatMap((model) => Object.keys(model.metrics[set] ?? {})))];

function Row({ name, values }: { name: string; values: (number | undefined)[] }) {
  const known = values.filter((value) => value !== undefined);
  const best = lowerIsBetter.has(name) ? Math.min(...known) : Math.max(...known);
  const isShare = name !== 'nll';
  return (
    <tr>
      <th scope="row">{named(name)}</th>
      {values.map((value, place) => (
        <td key={place} class={value === best && known.some((other) => other !== best) ? 'best' : ''}>
          {value === undefined ? '-' : (
            <span class="cell">
              <span class="value">{isShare ? (value * 100).toFixed(1) : value.toFixed(3)}</span>
              {isShare && !lowerIsBetter.has(name) && <span class="bar"><span style={{ width: `${value * 100}%` }} /></span>}
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
