import { useState } from 'preact/hooks';
import { AllocationDialog } from './AllocationDialog';
import type { Action } from './changes';
import { ChangeDialog } from './ChangeDialog';
import { type Experiment, type Experiments, type Feature, type Results, split } from './numbers';

export interface Changing {
  list: Experiments;
  feature: Feature;
  experiment: Experiment;
  results?: Results;
  onChanged: () => void;
}

/** What a reader may do with an experiment, and where else it is done where not here. */
export function Control(changing: Changing) {
  const { list, experiment } = changing;
  const [open, setOpen] = useState<Action>();
  const [told, setTold] = useState('');
  if (!list.changeable) return <Elsewhere {...changing} />;
  const close = (done = '') => {
    setOpen(undefined);
    if (done) setTold(done);
  };
  return (
    <section class="control" aria-label="Decide">
      <p class="row wrap">
        {experiment.status === 'scheduled' && <button type="button" class="main" onClick={() => setOpen('start')}>Start now</button>}
        {experiment.status === 'running' && <button type="button" onClick={() => setOpen('stop')}>Stop</button>}
        {experiment.status !== 'ended' && <button type="button" onClick={() => setOpen('allocation')}>Change the split</button>}
        {experiment.status === 'ended' && <span class="hint">It has ended, and its result stays. The next one has another name, in the experiments file.</span>}
        <span role="status">{told}</span>
      </p>
      {open === 'allocation' && <AllocationDialog {...changing} onClose={close} />}
      {open === 'start' && <ChangeDialog {...changing} title="Start it now?" action="start" label="Start the experiment" done="It runs." onClose={close}><Started {...changing} /></ChangeDialog>}
      {open === 'stop' && <ChangeDialog {...changing} title="Stop it for good?" action="stop" label="Stop the experiment" done="It has ended." onClose={close}><Stopped {...changing} /></ChangeDialog>}
    </section>
  );
}

const named = (feature: Feature, variation: string) => `${variation} (${feature.variations[variation] ?? ''})`;

function Started({ feature, experiment }: Changing) {
  return <p>From now on entities get {split(feature, experiment)}. Everybody else gets {named(feature, feature.defaultVariation)}. It can be stopped at any time, and then not begin again.</p>;
}

function Stopped({ feature, results }: Changing) {
  return (
    <>
      <p>From now on everybody gets {named(feature, feature.defaultVariation)}. Its result stays as it is, and it does not begin again.</p>
      {results && <p class="hint">So far: {results.summary}</p>}
    </>
  );
}

function Elsewhere({ list, experiment: { name } }: Changing) {
  return (
    <p class="hint control">
      {list.source === 'appconfig' && <>Runs are AWS AppConfig's: <code>./run experiment run start</code>, <code>expose</code> changes who takes part, <code>stop {name}</code> ends one.</>}
      {list.source === 'evidently' && <>A server of Evidently's API says who gets what: it is started, stopped and changed there.</>}
      {list.source === 'local' && <>It is started, stopped and its split changed in the experiments file, or here where the service has an admin token (<code>RoomType__Http__AdminToken</code>).</>}
    </p>
  );
}
