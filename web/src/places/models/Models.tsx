import { useState } from 'preact/hooks';
import { type Model } from '../../api/client';
import { reference } from '../../api/service';
import { useLoaded } from '../../ui/load';
import { Problem } from '../../ui/Problem';
import { CardDialog } from './CardDialog';
import { Drift } from './Drift';
import { Measured } from './Measured';
import { Report } from './Report';
import { Runs } from './Runs';

/** The registry: what there is, where it comes from, how well it does. */
export function Models() {
  const { value, error } = useLoaded<{ models: Model[] }>('/v1/models');
  const models = value?.models ?? [];
  return (
    <div class="one">
      <h1 class="out">Models</h1>
      {error && <Problem error={error} />}
      {models.length > 0 && <Versions models={models} />}
      {models.length > 0 && <Measured models={models} />}
      {models.some((model) => model.served) && <Drift models={models.filter((model) => model.served)} />}
      <Report />
      <Runs />
    </div>
  );
}

function Versions({ models }: { models: Model[] }) {
  const [shown, setShown] = useState<Model>();
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Versions">
      <table>
        <caption>Versions</caption>
        <thead><tr><th scope="col">Model</th><th scope="col">Stage</th><th scope="col">Comes from</th><th scope="col">What was done</th><th scope="col">Numbers</th><th scope="col">SHA-256</th><th scope="col"><span class="out">Card</span></th></tr></thead>
        <tbody>
          {models.map((model) => (
            <tr key={reference(model)}>
              <th scope="row" class="name">{reference(model)}</th>
              <td><span class={`chip ${model.stage}`}>{model.stage}</span> <span class="hint">{model.served ? 'answers here' : 'not loaded'}</span></td>
              <td>{model.lineage.parent ?? `${model.lineage.architecture}, ${model.lineage.pretrained}`}</td>
              <td>{model.lineage.change}<small class="hint"> {model.lineage.data}</small></td>
              <td>{model.precision}</td>
              <td><code title={model.sha256}>{model.sha256.slice(0, 12)}</code></td>
              <td><button type="button" onClick={() => setShown(model)} aria-label={`Card of ${reference(model)}`}>Card</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown && <CardDialog model={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
