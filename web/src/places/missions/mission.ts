import { ApiError, ask, askPatiently, type Prediction, type Recognition } from '../../api/client';
import { type Found, isPicture } from '../../pictures/files';
import { mostBytes, prepare } from '../../pictures/prepare';
import { createStore } from '../../ui/store';

/** A picture of a room with what the model says of it alone. */
export interface Vote {
  name: string;
  url: string;
  prediction?: Prediction;
  error?: string;
}

/** A room of a mission. */
export interface Room {
  id: string;
  votes: Vote[];
  /** The room's own answer: of the votes, or of the service where it saw all pictures together. */
  scores: { label: string; probability: number }[];
  pictures: number;
}

export interface Mission {
  name: string;
  rooms: Room[];
  state: 'running' | 'done' | 'failed';
  note?: string;
}

export const mission = createStore<Mission | undefined>(undefined);

const mostPictures = 16;

/** A folder a room: below what all pictures have in common. */
export function roomsOf(found: readonly Found[]) {
  const folders = found.map(({ path }) => path.split('/').slice(0, -1));
  let common = 0;
  while (folders.length > 0 && folders.every((folder) => folder.length > common + 1 && folder[common] === folders[0]![common])) common++;
  const rooms = new Map<string, Found[]>();
  for (const [place, one] of found.entries()) {
    const id = folders[place]!.slice(common).join('/') || '(no folder)';
    rooms.set(id, [...(rooms.get(id) ?? []), one]);
  }
  return { name: folders[0]?.slice(0, common).join('/') || 'mission', rooms };
}

/**
 * Of a room's pictures together, as the service does it: probabilities averaged in log space over the pictures that could be read
 * (protos/roomtype/v1/recognize.proto).
 */
export function together(votes: readonly Vote[]): Room['scores'] {
  const read = votes.flatMap((vote) => (vote.prediction?.scores.length ? [vote.prediction.scores] : []));
  if (read.length === 0) return [];
  const logs = read[0]!.map(({ label }) => ({ label, log: read.reduce((sum, scores) => sum + Math.log(Math.max(1e-12, scores.find((score) => score.label === label)?.probability ?? 0)), 0) / read.length }));
  const all = logs.reduce((sum, { log }) => sum + Math.exp(log), 0);
  return logs.map(({ label, log }) => ({ label, probability: Math.exp(log) / all })).sort((a, b) => b.probability - a.probability);
}

/** Asks for every picture of a folder tree, as many at a time as fit into a request. */
export async function importFolder(found: readonly Found[]) {
  const pictures = found.filter(({ file }) => isPicture(file));
  const { name, rooms } = roomsOf(pictures);
  const entries = [...rooms].flatMap(([id, files]) => files.map(({ file }) => ({ id, file, vote: { name: file.name, url: URL.createObjectURL(file) } as Vote })));
  const show = (state: Mission['state'], note?: string) => mission.set(() => ({
    name, state, note,
    rooms: [...rooms.keys()].map((id) => {
      const votes = entries.filter((entry) => entry.id === id).map((entry) => ({ ...entry.vote }));
      return { id, votes, scores: together(votes), pictures: votes.length };
    }),
  }));
  show('running');
  try {
    for (let done = 0; done < entries.length;) {
      const batch: typeof entries = [];
      const form = new FormData();
      form.append('mission_id', name);
      for (let bytes = 0; done + batch.length < entries.length && batch.length < mostPictures;) {
        const entry = entries[done + batch.length]!;
        const { body } = await prepare(entry.file);
        if (batch.length > 0 && bytes + body.size > mostBytes - 2000 * mostPictures) break;
        bytes += body.size;
        // A room of its own each, so that each has its vote.
        form.append(`${entry.id}/${done + batch.length}`.slice(-128), body, entry.file.name);
        batch.push(entry);
      }
      await recognize(batch, form, (note) => show('running', note));
      done += batch.length;
      show(done < entries.length ? 'running' : 'done');
    }
  } catch (error) {
    show('failed', (error as Error).message);
  }
}

async function recognize(batch: { vote: Vote; file: File }[], form: FormData, told: (note: string) => void) {
  try {
    const answer = await askPatiently<Recognition>('/v1/recognize', { method: 'POST', body: form }, (error, seconds) => told(`${error.message} Again in ${seconds} s.`));
    for (const [place, room] of answer.rooms.entries()) {
      const vote = batch[place]!.vote;
      if (room.scores.length > 0) vote.prediction = room;
      else vote.error = room.failures[0]?.message ?? 'It could not be read.';
    }
  } catch (error) {
    // Where no picture of a request can be read all of it is refused.
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    for (const { vote } of batch) vote.error = error.message;
  }
}

/** A RecognizeRequest as it was serialised: rooms come back as the service saw them. */
export async function importMessage(file: File) {
  mission.set(() => ({ name: file.name, rooms: [], state: 'running' }));
  try {
    const answer = await ask<Recognition>('/v1/recognize', { method: 'POST', body: file, headers: { 'content-type': 'application/x-protobuf', accept: 'application/json' } });
    mission.set(() => ({
      name: file.name,
      state: 'done',
      rooms: answer.rooms.map((room) => ({ id: room.roomId || '(no name)', votes: [], scores: room.scores, pictures: room.imageCount })),
    }));
  } catch (error) {
    mission.set(() => ({ name: file.name, rooms: [], state: 'failed', note: (error as Error).message }));
  }
}

/** The rooms as JSON, and as CSV with a line a room. */
export function exported({ name, rooms }: Mission, kind: 'json' | 'csv') {
  const lines = rooms.map((room) => ({
    mission: name,
    room: room.id,
    roomType: room.scores[0]?.label ?? '',
    confidence: room.scores[0]?.probability ?? null,
    pictures: room.pictures,
    votes: room.votes.map((vote) => ({ picture: vote.name, roomType: vote.prediction?.scores[0]?.label ?? '', confidence: vote.prediction?.confidence ?? null })),
  }));
  if (kind === 'json') return JSON.stringify(lines, null, 2);
  // A spreadsheet must not take a name for a formula.
  const cell = (value: unknown) => `"${String(value ?? '').replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
  const head = 'mission,room,roomType,confidence,pictures,votes';
  return [head, ...lines.map((line) => [line.mission, line.room, line.roomType, line.confidence, line.pictures, line.votes.map((vote) => vote.roomType).join(' ')].map(cell).join(','))].join('\r\n');
}
