import { useState } from 'preact/hooks';
import { ChangeDialog } from './ChangeDialog';
import type { Allocation } from './changes';
import type { Changing } from './Control';

// As in the file: 100,000ths.
const slots = 1000;
const inPercent = (share: number) => Number((share * 100).toFixed(3));

/** Takes another split, and says what it does to entities and to the result. */
export function AllocationDialog(props: Changing & { onClose: (done?: string) => void }) {
  const { experiment } = props;
  const isRunning = experiment.status === 'running';
  const known = experiment.later?.at(-1)?.shares ?? experiment.shares;
  const [shares, setShares] = useState(() => Object.fromEntries(Object.entries(known).map(([variation, share]) => [variation, inPercent(share)])));
  const [exposure, setExposure] = useState(inPercent(experiment.exposure));
  const allocation: Allocation = {
    weights: Object.entries(known).some(([variation, share]) => shares[variation] !== inPercent(share)) ? Object.fromEntries(Object.entries(shares).map(([variation, share]) => [variation, Math.round(share * slots)])) : undefined,
    exposure: exposure === inPercent(experiment.exposure) ? undefined : Math.round(exposure * slots),
  };
  return (
    <ChangeDialog {...props} title="Change the split" action="allocation" allocation={allocation} isIdle={!allocation.weights && allocation.exposure === undefined} label="Change it" done="The split is changed.">
      <fieldset>
        <legend>Shares of each other, in percent</legend>
        {Object.keys(shares).map((variation) => (
          <label key={variation}>{variation}
            <input type="number" min="0.001" max="100" step="0.001" required value={shares[variation]} onInput={(event) => setShares({ ...shares, [variation]: event.currentTarget.valueAsNumber })} />
          </label>
        ))}
      </fieldset>
      <label>Entities that take part, in percent
        <input type="number" min={isRunning ? inPercent(experiment.exposure) : 0} max="100" step="0.001" required value={exposure} onInput={(event) => setExposure(event.currentTarget.valueAsNumber)} />
      </label>
      {isRunning
        ? <p>Other shares move entities to another variation, some seconds from now. A phase begins: each entity counts in the phase in which it first took part, until that ends, and the result joins the phases. More entities may take part; who takes part is not let go while it runs.</p>
        : <p>It has not begun: the plan itself is changed, and nobody is moved.</p>}
    </ChangeDialog>
  );
}
