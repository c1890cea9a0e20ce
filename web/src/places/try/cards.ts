import { type ActivationMap, ApiError, ask, askPatiently, type FeedbackAnswer, postJson, type Prediction, type Recognition } from '../../api/client';
import { reference } from '../../api/service';
import { prepare } from '../../pictures/prepare';
import { createStore } from '../../ui/store';

/** A picture and what became of it. */
export interface Card {
  id: number;
  name: string;
  /** Where the browser shows it from. */
  url: string;
  file: Blob;
  state: 'waiting' | 'asking' | 'answered' | 'failed';
  /** What is said while it waits, or of how it was sent. */
  note?: string;
  answer?: Recognition;
  /** From sending to the answer, in milliseconds. */
  took?: number;
  error?: ApiError;
  /** What the reader said it shows, and what became of that. */
  correction?: { label: string; detail: string; isKept: boolean };
  /** Why: a map for each model, and which of them is shown. */
  why?: { maps: ActivationMap[]; shown?: number; detail?: string };
}

export const cards = createStore<Card[]>([]);

/** What is asked for, as name@version; empty for the model of production. */
export const models = createStore<string[]>([]);

const mostAtOnce = 3;
const running = new Map<number, AbortController>();
let lastId = 0;

const find = (id: number) => cards.get().find((card) => card.id === id);
const change = (id: number, changes: Partial<Card>) => cards.set((all) => all.map((card) => (card.id === id ? { ...card, ...changes } : card)));

/** Adds pictures, newest first, and asks for them. */
export function add(files: readonly { file: Blob; name: string; url?: string }[]) {
  const added = files.map(({ file, name, url }): Card => ({ id: ++lastId, name, file, url: url ?? URL.createObjectURL(file), state: 'waiting' }));
  cards.set((all) => [...added, ...all]);
  advance();
}

/** Takes one away, called off where it is still asked for. */
export function remove(id: number) {
  running.get(id)?.abort();
  const card = find(id);
  if (card?.url.startsWith('blob:')) URL.revokeObjectURL(card.url);
  cards.set((all) => all.filter((other) => other.id !== id));
}

export const clear = () => cards.get().forEach((card) => remove(card.id));

export function again(id: number) {
  change(id, { state: 'waiting', error: undefined, note: undefined });
  advance();
}

/** Asks other models; pictures that are there are asked for anew. */
export function choose(chosen: string[]) {
  models.set(() => chosen);
  for (const controller of running.values()) controller.abort();
  cards.set((all) => all.map((card) => ({ ...card, state: 'waiting', correction: undefined, error: undefined, why: undefined })));
  advance();
}

function advance() {
  // In the order in which they lie: the newest are first.
  for (const card of cards.get()) {
    if (running.size >= mostAtOnce) return;
    if (card.state === 'waiting' && !running.has(card.id)) void recognize(card);
  }
}

async function recognize(card: Card) {
  const controller = new AbortController();
  running.set(card.id, controller);
  change(card.id, { state: 'asking', note: undefined });
  try {
    const { body, note } = await prepare(card.file);
    let began = performance.now();
    const answer = await askPatiently<Recognition>(address(), { method: 'POST', body, headers: { 'content-type': body.type }, signal: controller.signal }, (error, seconds) => {
      change(card.id, { note: error.isUnreachable ? 'The service cannot be reached; this goes on when it can.' : `The service is busy; again in ${seconds} s.` });
      began = performance.now() + seconds * 1000;
    });
    change(card.id, { state: 'answered', answer, note, took: performance.now() - began });
  } catch (error) {
    if (!controller.signal.aborted) change(card.id, { state: 'failed', error: error instanceof ApiError ? error : new ApiError((error as Error).message, 0, 'page'), note: undefined });
  } finally {
    running.delete(card.id);
    advance();
  }
}

/** The request's path: the one that is shown for copying too. */
export const address = () => `/v1/recognize${models.get().length ? `?models=${models.get().join(',')}` : ''}`;

/** Shows where the models looked, one after the other, and then the picture alone again. */
export async function explain(card: Card) {
  const { why } = card;
  if (why?.maps.length) {
    const next = why.shown === undefined ? 0 : why.shown + 1;
    return change(card.id, { why: { ...why, shown: next < why.maps.length ? next : undefined } });
  }
  change(card.id, { why: { maps: [], detail: 'Asking ...' } });
  try {
    const { body } = await prepare(card.file);
    const answer = await ask<Recognition>(`${address()}${models.get().length ? '&' : '?'}explain=true`, { method: 'POST', body, headers: { 'content-type': body.type } });
    change(card.id, { why: { maps: answer.rooms.flatMap((room) => room.activationMaps?.slice(0, 1) ?? []), shown: 0 } });
  } catch (error) {
    change(card.id, { why: { maps: [], detail: (error as Error).message } });
  }
}

/** The models' answers to a picture. */
export const predictions = (card: Card): Prediction[] => card.answer?.rooms ?? [];

/** Whether models say different rooms. */
export const differs = (card: Card) => new Set(predictions(card).map((prediction) => prediction.scores[0]?.label)).size > 1;

/** Tells the service what a picture shows: of every model's prediction. */
export async function correct(card: Card, label: string) {
  change(card.id, { correction: { label, detail: 'Sending ...', isKept: false } });
  try {
    const answers = await Promise.all(predictions(card).map((prediction) => postJson<FeedbackAnswer>('/v1/feedback', {
      predictionId: prediction.predictionId,
      correctRoomType: prediction.scores.find((score) => score.label === label)?.roomType,
    })));
    change(card.id, { correction: { label, isKept: true, detail: told(answers[0]!, card, label) } });
  } catch (error) {
    change(card.id, { correction: { label, isKept: false, detail: (error as Error).message } });
  }
}

function told(answer: FeedbackAnswer, card: Card, label: string) {
  if (answer.outcome === 'FEEDBACK_OUTCOME_TOO_LATE') return answer.detail;
  const wrong = predictions(card).filter((prediction) => prediction.scores[0]?.label !== label);
  const counted = wrong.length === 0 ? 'counts as right' : `counts as a correction of ${wrong.map((prediction) => (prediction.model ? reference(prediction.model) : 'the model')).join(' and ')}`;
  return answer.outcome === 'FEEDBACK_OUTCOME_DUPLICATE' ? `Was told before; it ${counted}.` : `Kept; it ${counted}.`;
}
