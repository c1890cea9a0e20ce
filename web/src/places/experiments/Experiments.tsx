import { count, percent } from '../../ui/format';
import { useLoaded } from '../../ui/load';
import { Problem } from '../../ui/Problem';
import { useLocation } from '../../ui/router';
import { type Experiments as List, type Results } from './numbers';
import { Results as Detail } from './Results';

type Feature = List['features'][number];

/** What runs, and what it says so far. */
export function Experiments() {
  const { value: list, error } = useLoaded<List>('/v1/experiments');
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
          {selected && <One feature={selected.feature} name={selected.one.name} list={list!} />}
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

function One({ feature, name, list }: { feature: Feature; name: string; list: List }) {
  const { value: results, error } = useLoaded<Results>(`/v1/experiments/${encodeURIComponent(name)}/results?history=true`, 30);
  return (
    <section class="one" aria-label={name} aria-busy={!results && !error}>
      <Head feature={feature} name={name} />
      {error && <Problem error={error} />}
      {results && <Detail results={results} />}
      <Plan feature={feature} name={name} source={list.source} />
    </section>
  );
}

function Head({ feature, name }: { feature: Feature; name: string }) {
  const experiment = feature.experiment?.name === name ? feature.experiment : undefined;
  const times = [experiment?.start && `since ${date(experiment.start)}`, experiment?.end && `until ${date(experiment.end)}`].filter(Boolean);
  return (
    <header class="head">
      <h2>{name}</h2>
      {experiment
        ? <p>{Object.entries(experiment.shares).map(([variation, share]) => `${variation} (${feature.variations[variation] ?? ''}) ${percent(share)}`).join(' against ')}, {percent(experiment.exposure)} take part{experiment.segment ? ` of ${experiment.segment}` : ''}{times.length > 0 ? `, ${times.join(' ')}` : ''}</p>
        : <p>In the shadow: {feature.shadow?.model} sees {percent(feature.shadow?.share ?? 0)} of requests and answers none.</p>}
    </header>
  );
}

const date = (time: string) => new Date(time).toISOString().slice(0, 10);

/** What a reader may do next. The service itself changes no experiment: files and AppConfig do. */
function Plan({ feature, name, source }: { feature: Feature; name: string; source: string }) {
  return (
    <details class="plan">
      <summary>Plan, start, stop, change the split</summary>
      <p>How long it takes, from what the event store knows of the last days: <code>./run experiment plan {name}</code></p>
      <p>{source === 'appconfig'
        ? <>Runs are AWS AppConfig's: <code>./run experiment run start {name}</code>, <code>expose</code> changes who takes part, <code>stop</code> ends one.</>
        : <>The file of the experiments says who gets what ({source}): change <code>exposure</code>, <code>weight</code> or <code>end</code> there. It is read again when it changes, and nobody who is in is moved.</>}</p>
      <p>{count(feature.entityOverrides, 'entity has', 'entities have')} a variation of their own; everybody else gets {feature.defaultVariation}.</p>
    </details>
  );
}
