import type { components } from '../../api/schema';
import { percent } from '../../ui/format';

type Answer = components['schemas']['ShadowResults'];

/** A model that saw the same pictures without a say. */
export function Shadow({ shadow }: { shadow: Answer }) {
  return (
    <section aria-label="In the shadow">
      <h3>In the shadow: {shadow.name}</h3>
      {shadow.pairs.length === 0 && <p class="hint">Nothing was seen by both models yet.</p>}
      {shadow.pairs.map((pair) => (
        <div key={pair.model + pair.answered} class="pair">
          <p class={`sentence ${pair.verdict}`}>{pair.summary}</p>
          <p class="hint">{pair.model} beside {pair.answered}: {pair.predictions.toLocaleString('en')} predictions of {pair.entities.toLocaleString('en')} entities, another room in {percent(pair.disagreement ?? 0, 1)}. Where people said what is right ({pair.correctness.judged.toLocaleString('en')}): both right {pair.correctness.bothRight.toLocaleString('en')}, only the shadow {pair.correctness.shadowRight.toLocaleString('en')}, only what was answered {pair.correctness.answeredRight.toLocaleString('en')}.</p>
        </div>
      ))}
    </section>
  );
}
