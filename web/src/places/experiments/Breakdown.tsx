import type { components } from '../../api/schema';
import { Metrics } from './Metrics';

type Answer = components['schemas']['BreakdownResult'];

/** The same by attributes: questions for the next experiment. */
export function Breakdown({ breakdown }: { breakdown: Answer }) {
  return (
    <section aria-label="By attribute">
      <h3>By attribute</h3>
      <p class="hint">Adjusted for {breakdown.adjustedComparisons.toLocaleString('en')} comparisons. Nothing here decides: what it shows is a question for the next experiment.</p>
      {breakdown.attributes.map((attribute) => (
        <div key={attribute.attribute}>
          {attribute.groups.map((group) => (
            <details key={group.kind + group.value}>
              <summary>{attribute.attribute}: {group.value ?? group.kind}{group.split.isBroken ? ' - its split is broken' : ''}
                <span class="hint"> {group.split.variations.map((variation) => `${variation.name} ${variation.entities.toLocaleString('en')}`).join(', ')}</span>
              </summary>
              <Metrics metrics={group.metrics} caption={`${attribute.attribute}: ${group.value ?? group.kind}`} />
            </details>
          ))}
        </div>
      ))}
    </section>
  );
}
