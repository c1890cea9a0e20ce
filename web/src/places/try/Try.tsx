import { useEffect, useState } from 'preact/hooks';
import { reference, served, service } from '../../api/service';
import { examples } from '../../pictures/examples';
import { chosen, type Found, isPicture, pasted } from '../../pictures/files';
import { FileButton } from '../../ui/FileButton';
import { count, median, milliseconds } from '../../ui/format';
import { go, useLocation } from '../../ui/router';
import { useStore } from '../../ui/store';
import { add, type Card, cards, choose, clear, differs, models } from './cards';
import { PictureCard } from './PictureCard';
import { RequestDialog } from './RequestDialog';

type Filter = 'all' | 'differ' | 'unsure';
const unsureBelow = 0.6;

/** Pictures in, rooms out; models side by side. */
export function Try() {
  const all = useStore(cards);
  const [filter, setFilter] = useState<Filter>('all');
  const [requested, setRequested] = useState<Card>();
  usePaste();
  useModelsOfAddress();
  const shown = all.filter((card) => filter === 'all' || card.state !== 'answered' || (filter === 'differ' ? differs(card) : isUnsure(card)));
  return (
    <>
      <h1 class="out">Try</h1>
      <section class="inputs" aria-label="Pictures and models">
        <Sources />
        <ModelChoice />
      </section>
      {all.length > 0 && <Summary all={all} filter={filter} setFilter={setFilter} />}
      <section class={useStore(models).length > 1 ? 'cards several' : 'cards'} aria-label="Answers">
        {shown.map((card) => <PictureCard key={card.id} card={card} onRequest={() => setRequested(card)} />)}
      </section>
      {all.length === 0 && <p class="empty">Choose an example, or drop pictures of a room anywhere on this page.</p>}
      {requested && <RequestDialog card={requested} onClose={() => setRequested(undefined)} />}
    </>
  );
}

/** Takes pictures that were chosen, dropped or pasted. */
// Files of folders that are no pictures are passed over; one that was meant is tried, so that the service says what is wrong with it.
export const take = (found: Found[]) => add(found.filter(({ file }) => found.length === 1 || isPicture(file)).map(({ file, path }) => ({ file, name: path })));

const takeFiles = (files: FileList) => take(chosen(files));

const isUnsure = (card: Card) => (card.answer?.rooms ?? []).some((room) => room.confidence < unsureBelow);

function usePaste() {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => take(pasted(event.clipboardData));
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}

function useModelsOfAddress() {
  const { query } = useLocation();
  const asked = query.get('models') ?? '';
  useEffect(() => {
    if (asked !== models.get().join(',')) choose(asked ? asked.split(',') : []);
  }, [asked]);
}

function Sources() {
  return (
    <div class="sources">
      <div class="buttons">
        <FileButton label="Choose pictures" multiple accept="image/*" onFiles={takeFiles} />
        <FileButton label="A folder" multiple webkitdirectory onFiles={takeFiles} />
        <FileButton label="Take a photo" accept="image/*" capture="environment" class="phone" onFiles={takeFiles} />
        <span class="hint">or drop or paste them anywhere</span>
      </div>
      <ul class="examples" aria-label="Examples">
        {examples.map(({ name, url, label }) => (
          <li key={name}>
            <button type="button" onClick={() => void tryExample(url, name)}>
              <img src={url} alt={`Example: a ${label.replace('_', ' ')}`} width="96" height="72" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function tryExample(url: string, name: string) {
  try {
    const file = await (await fetch(url)).blob();
    add([{ file, name, url }]);
  } catch {
    // Shown already: it is in the browser's cache, unless that is off.
    service.set((known) => ({ ...known, state: 'unreachable', detail: 'The service cannot be reached.' }));
  }
}

function ModelChoice() {
  const { models: known } = useStore(service);
  const chosenModels = useStore(models);
  const available = served(known);
  const isOn = (name: string) => (chosenModels.length ? chosenModels.includes(name) : name === available.filter((model) => model.stage === 'production').map(reference)[0]);
  const toggle = (name: string) => {
    const next = available.map(reference).filter((other) => (other === name ? !isOn(other) : isOn(other)));
    if (next.length > 0) go(`/try?models=${next.join(',')}`, true);
  };
  return (
    <fieldset class="models">
      <legend>Models</legend>
      {available.map((model, place) => (
        <label key={reference(model)}>
          <input type="checkbox" checked={isOn(reference(model))} onChange={() => toggle(reference(model))} />
          <span class={`key model-${place}`} /> {reference(model)} <span class="stage">{model.stage}</span>
        </label>
      ))}
      {available.length > 1 && <p class="hint">Choose several to see where they differ.</p>}
    </fieldset>
  );
}

function Summary({ all, filter, setFilter }: { all: Card[]; filter: Filter; setFilter: (filter: Filter) => void }) {
  const answered = all.filter((card) => card.state === 'answered');
  const different = answered.filter(differs).length;
  const unsure = answered.filter(isUnsure).length;
  const times = answered.map((card) => card.answer?.timings?.totalMs ?? 0);
  return (
    <div class="summary">
      <p role="status">
        {count(answered.length, 'picture')} of {all.length}
        {times.length > 0 && <>, median {milliseconds(median(times))}</>}
      </p>
      <div class="filters" role="group" aria-label="Show">
        <Choice value="all" now={filter} set={setFilter}>All</Choice>
        <Choice value="differ" now={filter} set={setFilter}>Models differ {different}</Choice>
        <Choice value="unsure" now={filter} set={setFilter}>Unsure {unsure}</Choice>
      </div>
      <button type="button" class="quiet" onClick={clear}>Clear</button>
    </div>
  );
}

function Choice({ value, now, set, children }: { value: Filter; now: Filter; set: (filter: Filter) => void; children: preact.ComponentChildren }) {
  return <button type="button" aria-pressed={value === now} onClick={() => set(value)}>{children}</button>;
}
