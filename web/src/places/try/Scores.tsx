import type { Prediction } from '../../api/client';
import { percent, roomName } from '../../ui/format';
import { type Card, correct, predictions } from './cards';

/** A row for each room with a bar for each model; a click on one says that it is that room. */
export function Scores({ card }: { card: Card }) {
  const answers = predictions(card);
  const labels = answers[0]?.scores.map((score) => score.label) ?? [];
  return (
    <ul class="scores" aria-label="Rooms by probability; choose one to say what the picture shows">
      {labels.map((label) => (
        <li key={label}>
          <button type="button" class="score" aria-pressed={card.correction?.label === label} onClick={() => void correct(card, label)}
            title={`Say that it is: ${roomName(label)}`}>
            <span class="label">{roomName(label)}</span>
            <span class="lines">{answers.map((answer, place) => <Line key={place} answer={answer} label={label} place={place} />)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Line({ answer, label, place }: { answer: Prediction; label: string; place: number }) {
  const share = answer.scores.find((score) => score.label === label)?.probability ?? 0;
  return (
    <span class={`line model-${place}${answer.scores[0]?.label === label ? ' top' : ''}`}>
      <span class="bar"><span style={{ width: `${share * 100}%` }} /></span>
      <span class="value">{share > 0 && share < 0.005 ? '< 1 %' : percent(share)}</span>
    </span>
  );
}
