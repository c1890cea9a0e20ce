import { useState } from 'preact/hooks';
import { count, percent } from '../../ui/format';
import { useLoaded } from '../../ui/load';
import { Problem } from '../../ui/Problem';
import { useLocation } from '../../ui/router';
import { Control } from './Control';
import { type Experiments as List, type Feature, later, type Results, split } from './numbers';
import { Plan } from './Plan';
import { Results as Detail } from './Results';

const often = 30;

/** What runs, and what it says so far. */
export function Experiments() {
  const [turn, setTurn] = useState(0);
  const { value: list, error } = useLoaded<List>('/v1/experiments', often, turn);
  const { query } = useLocation();
  const named = (list?.features ?? []).flatMap((feature) => [feature.experiment, feature.shadow].flatMap((one) => (one ? [{ feature, one }] : [])));
  const selected = named.find(({ one }) => one.name === query.get('name')) ?? named[0];
  return (
    <>
      <h1 class="out">Experiments</h1>
      {error && <Problem error={error} />}
      {list && named.length === 0 && <None list={list} />}
      {named.length > 0 && (
        <div class="beside">
          <nav class="list" aria-label="Experiments">
            {named.map(({ feature, one }) => (
              <a key={one.name} href={`/experiments?name=${encodeURIComponent(one.name)}`} data-place aria-current={one === selected?.one ? 'true' : undefined}>
                <b>{one.name}</b><span><Status status={one.status} /> {feature.name}</span>
              </a>
            ))}
          </nav>
          {selected && <One key={selected.one.name} feature={selected.feature} name={selected.one.name} list={list!} turn={turn} onChanged={() => setTurn(turn + 1)} />}
        </div>
      )}
    </>
  );
}

const Status = ({ status }: { status: string }) => <span class={`chip ${status}`}>{status}</span>;

function None({ list }: { list: List }) {
  return (
    <p class="empty">
      {list.source === 'none'
        ? <>No experiment chooses a model here. Start the service with <code>RoomType__Experiments__Source=local</code> to run the one that is shipped.</>
        : <>The experiments file ({list.source}) has no experiment.</>}
    </p>
  );
}

function One({ feature, name, list, turn, onChanged }: { feature: Feature; name: string; list: List; turn: number; onChanged: () => void }) {
  const experiment = feature.experiment?.name === name ? feature.experiment : undefined;
  const hasBegun = experiment?.status !== 'scheduled';
  const { value: results, error } = useLoaded<Results>(hasBegun ? `/v1/experiments/${encodeURIComponent(name)}/results?history=true` : undefined, often, turn);
  return (
    <section class="one" aria-label={name} aria-busy={hasBegun && !results && !error}>
      <Head feature={feature} experiment={experiment} name={name} />
      {experiment && <Control list={list} feature={feature} experiment={experiment} results={results} onChanged={onChanged} />}
      {error && <Problem error={error} />}
      {results && <Detail results={results} />}
      {experiment && <Plan name={name} />}
      <p class="hint">Who takes no part gets {feature.defaultVariation}{feature.entityOverrides > 0 && `; ${count(feature.entityOverrides, 'entity has', 'entities have')} a variation of their own`}.</p>
    </section>
  );
}

function Head({ feature, experiment, name }: { feature: Feature; experiment: Feature['experiment']; name: string }) {
  const times = [experiment?.start && `${experiment.status === 'scheduled' ? 'from' : 'since'} ${date(experiment.start)}`, experiment?.end && `until ${date(experiment.end)}`].filter(Boolean);
  return (
    <header class="head">
      <h2>{name}</h2>
      {experiment
        ? <p>{split(feature, experiment)}{times.length > 0 ? `, ${times.join(' ')}` : ''}{experiment.later && `; ${later(feature, experiment)}`}</p>
        : <p>In the shadow: {feature.shadow?.model} sees {percent(feature.shadow?.share ?? 0)} of requests and answers none.</p>}
    </header>
  );
}

const date = (time: string) => new Date(time).toISOString().slice(0, 10);
