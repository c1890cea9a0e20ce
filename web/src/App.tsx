import { useEffect, useState } from 'preact/hooks';
import { reference, served, service } from './api/service';
import { Experiments } from './places/experiments/Experiments';
import { importFolder } from './places/missions/mission';
import { Missions } from './places/missions/Missions';
import { Models } from './places/models/Models';
import { Overview } from './places/overview/Overview';
import { take, Try } from './places/try/Try';
import { dropped } from './pictures/files';
import { followLinks, go, useLocation } from './ui/router';
import { useStore } from './ui/store';

const places = [
  { path: '/try', name: 'Try', Place: Try },
  { path: '/missions', name: 'Missions', Place: Missions },
  { path: '/experiments', name: 'Experiments', Place: Experiments },
  { path: '/models', name: 'Models', Place: Models },
  { path: '/metrics-overview', name: 'Overview', Place: Overview },
];

export function App() {
  const { path } = useLocation();
  const place = places.find((one) => one.path === path) ?? places[0]!;
  const isDropping = useDrop();
  useEffect(() => {
    document.title = `${place.name} - Room types`;
  }, [place]);
  return (
    <div class={isDropping ? 'app dropping' : 'app'} onClick={followLinks}>
      <a class="skip" href="#content">To the content</a>
      <header class="site">
        <a class="title" href="/" data-place>Room types</a>
        <nav aria-label="Places">
          {places.map(({ path: to, name }) => <a key={to} href={to} data-place aria-current={place.path === to ? 'page' : undefined}>{name}</a>)}
          <a href="/docs">API</a>
        </nav>
        <State />
      </header>
      <main id="content" tabIndex={-1}>
        <Notice />
        <place.Place />
      </main>
    </div>
  );
}

function State() {
  const { state, models } = useStore(service);
  const words = { asking: 'Asking', ready: 'Ready', starting: 'Not ready', unreachable: 'Not reachable' }[state];
  const named = served(models).map(reference).join(', ');
  return <p class={`state ${state}`} role="status" title={named}><span class="dot" />{words}</p>;
}

function Notice() {
  const { state, detail } = useStore(service);
  if (state === 'ready' || state === 'asking') return null;
  return <p class="notice" role="alert">{detail} This page goes on by itself when it answers again.</p>;
}

/** Pictures may be dropped anywhere, in every place: they are tried, but where missions are. */
function useDrop() {
  const [isDropping, setDropping] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent) => !event.relatedTarget && setDropping(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      if (!event.dataTransfer) return;
      const found = dropped(event.dataTransfer);
      if (window.location.pathname === '/missions') return void found.then(importFolder);
      void found.then(take);
      if (window.location.pathname !== '/') go('/try');
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return isDropping;
}
