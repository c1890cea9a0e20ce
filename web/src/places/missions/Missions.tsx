import { chosen } from '../../pictures/files';
import { FileButton } from '../../ui/FileButton';
import { count, percent, roomName } from '../../ui/format';
import { useStore } from '../../ui/store';
import { exported, importFolder, importMessage, type Mission, mission, type Room, type Vote } from './mission';

const unsureBelow = 0.6;

/** A mission's rooms with their pictures' votes, the least sure first. */
export function Missions() {
  const now = useStore(mission);
  return (
    <>
      <h1 class="out">Missions</h1>
      <section class="inputs" aria-label="A mission">
        <p class="row wrap">
          <FileButton label="Choose a folder" multiple webkitdirectory onFiles={(files) => void importFolder(chosen(files))} />
          <FileButton label="A serialised request" accept=".binpb,.pb,.bin,.protobuf" onFiles={(files) => void importMessage(files[0]!)} />
          <span class="hint">a folder of a mission has a folder for each room; drop it anywhere</span>
        </p>
      </section>
      {now ? <Rooms mission={now} /> : <p class="empty">Rooms appear here, those that the model is least sure of first.</p>}
    </>
  );
}

function Rooms({ mission: now }: { mission: Mission }) {
  const rooms = [...now.rooms].sort((a, b) => (a.scores[0]?.probability ?? 0) - (b.scores[0]?.probability ?? 0));
  const unsure = rooms.filter((room) => (room.scores[0]?.probability ?? 0) < unsureBelow).length;
  return (
    <>
      <div class="summary">
        <p role="status">{now.name}: {count(rooms.length, 'room')}, {count(rooms.reduce((sum, room) => sum + room.pictures, 0), 'picture')}{now.state === 'running' ? ', looking' : `, ${unsure} unsure`}{now.note && `. ${now.note}`}</p>
        <button type="button" disabled={now.state === 'running'} onClick={() => save(now, 'json')}>Save as JSON</button>
        <button type="button" disabled={now.state === 'running'} onClick={() => save(now, 'csv')}>Save as CSV</button>
      </div>
      <ul class="rooms">{rooms.map((room) => <RoomRow key={room.id} room={room} />)}</ul>
    </>
  );
}

function RoomRow({ room }: { room: Room }) {
  const [best, second] = room.scores;
  const isUnsure = best !== undefined && best.probability < unsureBelow;
  return (
    <li class="room">
      <div class="verdicts">
        <h2>{room.id}</h2>
        {best
          ? <p class="verdict"><strong>{roomName(best.label)}</strong> <span>{percent(best.probability)}</span>{isUnsure && <span class="mark">Unsure</span>}</p>
          : <p class="hint">{room.votes.some((vote) => !vote.error) || room.votes.length === 0 ? 'Not yet' : 'No picture could be read'}</p>}
        {best && <span class="bar model-0"><span style={{ width: `${best.probability * 100}%` }} /></span>}
        <p class="hint">{second && `then ${roomName(second.label).toLowerCase()} ${percent(second.probability)}, `}{count(room.pictures, 'picture')}</p>
      </div>
      <ul class="votes" aria-label={`Votes in ${room.id}`}>{room.votes.map((vote, place) => <VoteOf key={place} vote={vote} room={best?.label} />)}</ul>
    </li>
  );
}

function VoteOf({ vote, room }: { vote: Vote; room: string | undefined }) {
  const own = vote.prediction?.scores[0];
  return (
    <li class={own && own.label !== room ? 'other' : ''} title={vote.error ?? vote.name}>
      <img src={vote.url} alt={vote.name} width="104" height="78" loading="lazy" />
      <span>{own ? <>{roomName(own.label)} <b>{percent(own.probability)}</b></> : vote.error ? 'Cannot be read' : 'Waits'}</span>
    </li>
  );
}

function save(now: Mission, kind: 'json' | 'csv') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([exported(now, kind)], { type: kind === 'json' ? 'application/json' : 'text/csv' }));
  link.download = `${now.name.replaceAll(/[^\w.-]+/g, '-')}.${kind}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
