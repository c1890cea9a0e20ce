import { useState } from 'preact/hooks';
import { type ApiError, ask, type Drift as Reading, type Model } from '../../api/client';
import { reference } from '../../api/service';
import { count, percent } from '../../ui/format';
import { Problem } from '../../ui/Problem';

/** How far what a model sees is from its first days. The service computes it for as long as seconds: it is asked for by a person. */
export function Drift({ models }: { models: Model[] }) {
  const [chosen, setChosen] = useState(reference(models.find((model) => model.stage === 'production') ?? models[0]!));
  const [reading, setReading] = useState<Reading>();
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    try {
      setReading(await ask<Reading>(`/v1/drift?model=${encodeURIComponent(chosen)}`));
      setError(undefined);
    } catch (fault) {
      setReading(undefined);
      setError(fault as ApiError);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label="Drift" class="runs">
      <h2>Drift</h2>
      <p class="row wrap">
        <select aria-label="Model" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          {models.map((model) => <option key={reference(model)}>{reference(model)}</option>)}
        </select>
        <button type="button" disabled={isBusy} onClick={() => void look()}>{isBusy ? 'Comparing…' : 'Compare this month with its first days'}</button>
      </p>
      {error && <Problem error={error} />}
      {reading && <Verdict reading={reading} />}
      {reading && reading.status !== 'learning' && <Comparison reading={reading} />}
    </section>
  );
}

function Verdict({ reading }: { reading: Reading }) {
  const { model, reference: kept, referenceNeeded: needed, predictions, detectedAfter, strongest } = reading;
  const told = {
    learning: `${model} has ${count(kept, 'prediction')} of the ${count(needed, 'prediction')} to compare with. They are kept where RoomType__Events__Embeddings is true.`,
    steady: `Nothing says that ${model} sees other pictures than in its first days, after ${count(predictions ?? 0, 'prediction')}.`,
    drift: `${model} sees other pictures than in its first days: seen after ${count(detectedAfter ?? 0, 'prediction')}, most in ${strongest ?? 'the embedding'}.`,
  }[reading.status as 'learning' | 'steady' | 'drift'];
  return <p role="status" class={reading.status === 'drift' ? 'notice' : ''}>{told}</p>;
}

function Comparison({ reading }: { reading: Reading }) {
  const { referencePictures: before, pictures: since } = reading;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="What changed">
        <table class="compact">
          <caption>Means of {reading.model}</caption>
          <thead><tr><th scope="col">Mean</th><th scope="col" class="number">First days</th><th scope="col" class="number">This month</th></tr></thead>
          <tbody>
            <Row name="Confidence" before={reading.referenceConfidence} since={reading.confidence} show={(value) => percent(value, 1)} />
            <Row name="Unknown rooms" before={reading.referenceUnknownShare} since={reading.unknownShare} show={(value) => percent(value, 1)} />
            <Row name="Brightness" before={before?.brightness} since={since?.brightness} show={(value) => percent(value)} />
            <Row name="Sharpness" before={before?.sharpness} since={since?.sharpness} show={(value) => value.toFixed(0)} />
            <Row name="Megapixels" before={before?.megapixels} since={since?.megapixels} show={(value) => value.toFixed(1)} />
          </tbody>
        </table>
      </div>
      <p class="hint">
        Evidence {fixed(reading.logEvidence)} of {fixed(reading.logThreshold)}, at which one month in a hundred without a change would arrive however often it is looked at.
        Labels: stability index {fixed(reading.stabilityIndex)}, Jensen-Shannon {fixed(reading.jensenShannon)} bits{reading.feedback ? `; of what feedback calls right ${fixed(reading.feedback.stabilityIndex)} and ${fixed(reading.feedback.jensenShannon)}` : ''}.
        Embeddings: discrepancy {fixed(reading.embeddingDiscrepancy)}, p {fixed(reading.embeddingPValue)} for this look.
      </p>
    </>
  );
}

type Amount = number | null | undefined;

const fixed = (value: Amount) => value?.toFixed(3) ?? 'not known';

function Row({ name, before, since, show }: { name: string; before: Amount; since: Amount; show: (value: number) => string }) {
  if (before == null && since == null) return null;
  return (
    <tr>
      <th scope="row">{name}</th>
      {[before, since].map((value, place) => <td key={place} class="number">{value == null ? '-' : show(value)}</td>)}
    </tr>
  );
}
