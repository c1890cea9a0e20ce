import { useEffect, useState } from 'preact/hooks';
import { reference } from '../../api/service';
import { milliseconds, percent, roomName } from '../../ui/format';
import { again, type Card, differs, explain, predictions, remove } from './cards';
import { HeatMap } from './HeatMap';
import { Scores } from './Scores';

/** A picture with what the models say of it. */
export function PictureCard({ card, onRequest }: { card: Card; onRequest: () => void }) {
  return (
    <article class={`card ${card.state}${differs(card) ? ' differs' : ''}`} aria-label={card.name} aria-busy={card.state === 'waiting' || card.state === 'asking'}>
      <div class="picture">
        <Picture card={card} />
        <button type="button" class="remove" onClick={() => remove(card.id)} aria-label={`Remove ${card.name}`}>×</button>
      </div>
      <div class="facts" aria-live="polite">
        {card.state === 'answered' ? <Answer card={card} /> : card.state === 'failed' ? <Failure card={card} /> : <Waiting card={card} />}
      </div>
      <footer>
        <span class="name" title={card.name}>{card.name}</span>
        {card.state === 'answered' && <Times card={card} />}
        {card.state === 'answered' && <button type="button" class="quiet" aria-pressed={card.why?.shown !== undefined} onClick={() => void explain(card)}>Why</button>}
        <button type="button" class="quiet" onClick={onRequest}>Request</button>
      </footer>
    </article>
  );
}

function Picture({ card }: { card: Card }) {
  const [isShown, show] = useState(true);
  const [aspect, setAspect] = useState(4 / 3);
  const map = card.why?.shown === undefined ? undefined : card.why.maps[card.why.shown];
  if (!isShown) return <p class="unseen">No preview</p>;
  return (
    <>
      <img src={card.url} alt="" decoding="async" onError={() => show(false)} onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setAspect(naturalWidth / naturalHeight)} />
      {map && <HeatMap map={map} aspect={aspect} />}
    </>
  );
}

function Answer({ card }: { card: Card }) {
  const answers = predictions(card);
  return (
    <>
      {answers.length > 1 && differs(card) && <p class="mark">Models differ</p>}
      {answers.map((answer, place) => (
        <p key={place} class="verdict">
          {answers.length > 1 && <span class={`key model-${place}`} />}
          <strong>{roomName(answer.scores[0]?.label ?? '')}</strong> <span class="sure">{percent(answer.confidence)}</span>
          {answers.length > 1 && answer.model
            ? <span class="of">{reference(answer.model)}</span>
            : answer.scores[1] && <span class="of">then {roomName(answer.scores[1].label).toLowerCase()} {percent(answer.scores[1].probability)}</span>}
        </p>
      ))}
      <Scores card={card} />
      {card.correction
        ? <p class={card.correction.isKept ? 'told kept' : 'told'}><b>{roomName(card.correction.label)}.</b> {card.correction.detail}</p>
        : <p class="told hint">Wrong? Choose the right room.</p>}
      <Why card={card} />
      {card.note && <p class="note">{card.note}</p>}
    </>
  );
}

/** What the light on the picture says. */
function Why({ card }: { card: Card }) {
  const { why } = card;
  if (why?.shown === undefined) return why?.detail ? <p class="note">{why.detail}</p> : null;
  const model = predictions(card)[why.shown]?.model;
  return <p class="note">Lit is what speaks for {roomName(why.maps[why.shown]!.label).toLowerCase()}{model && why.maps.length > 1 ? `, to ${reference(model)}` : ''}.</p>;
}

function Times({ card }: { card: Card }) {
  const { timings } = card.answer!;
  const inService = timings?.totalMs ?? 0;
  const parts = timings ? `decoded in ${milliseconds(timings.decodeMs ?? 0)}, models ${milliseconds(timings.inferMs ?? 0)}, waited ${milliseconds(timings.queueMs ?? 0)}; with the way ${milliseconds(card.took ?? 0)}` : '';
  return <span class="time" title={parts}>{milliseconds(inService)}{timings?.cache?.[0] === 'CACHE_STATUS_HIT' ? ', cached' : ''}</span>;
}

function Waiting({ card }: { card: Card }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (card.state !== 'asking') return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, [card.state]);
  return <p class="wait">{card.note ?? (card.state === 'waiting' ? 'Waits for its turn' : seconds < 2 ? 'Looking' : `Still looking, ${seconds} s`)}</p>;
}

function Failure({ card }: { card: Card }) {
  return (
    <>
      <p class="mark bad">{card.error!.code === 'image_corrupt' || card.error!.code.startsWith('image_') ? 'Cannot be read' : 'No answer'}</p>
      <p class="reason">{card.error!.message}</p>
      <button type="button" onClick={() => again(card.id)}>Try again</button>
    </>
  );
}
