import { count, percent } from '../../ui/format';
import { Breakdown } from './Breakdown';
import { History } from './History';
import { Metrics } from './Metrics';
import type { Results as Answer } from './numbers';
import { Shadow } from './Shadow';

/** From the most to the least needed: can it be trusted, what does it say, what is that made of. */
export function Results({ results }: { results: Answer }) {
  const decide = results.metrics.filter((metric) => metric.worstChange == null);
  const guard = results.metrics.filter((metric) => metric.worstChange != null);
  return (
    <>
      {results.split.variations.length > 0 && <Health results={results} />}
      <p class={`sentence ${results.verdict}`}>{results.summary}</p>
      {decide.length > 0 && <Metrics metrics={decide} caption="What it is judged by" />}
      {guard.length > 0 && <Metrics metrics={guard} caption="What must not get worse" />}
      {(results.history?.length ?? 0) > 1 && <History results={results} />}
      {results.breakdown && <Breakdown breakdown={results.breakdown} />}
      {results.shadow && <Shadow shadow={results.shadow} />}
    </>
  );
}

function Health({ results }: { results: Answer }) {
  const { split } = results;
  const all = split.variations.reduce((sum, variation) => sum + variation.entities, 0);
  const isMixed = split.mixedShare > 0.01;
  const isBad = split.isBroken || isMixed;
  return (
    <section class={isBad ? 'health bad' : 'health'} aria-label="Health">
      <p><b>{isBad ? 'Do not trust these numbers' : 'Entities arrived as planned'}</b>{' '}
        {split.isBroken && `The split is not the planned one (p = ${split.anytimeValidPValue.toPrecision(2)}).`}
        {isMixed && ` ${percent(split.mixedShare, 1)} of entities met several variations.`}
      </p>
      <ul>
        {split.variations.map((variation) => (
          <li key={variation.name}>{variation.name} <b>{variation.entities.toLocaleString('en')}</b> <span class="hint">{all > 0 ? percent(variation.entities / all, 1) : '-'}, planned {percent(variation.plannedShare, 1)}</span></li>
        ))}
        <li><span class="hint">{count(split.mixedEntities, 'entity', 'entities')} left out for several exposures, {split.movedEntities.toLocaleString('en')} taken over by a launch</span></li>
      </ul>
    </section>
  );
}
