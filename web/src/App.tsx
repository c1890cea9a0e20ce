import { useEffect, useState } from 'preact/hooks';
import { reference, served, service } from './api/service';
import { takeDrop, Try } from './places/try/Try';
import { followLinks, go, useLocation } from './ui/router';
import { useStore } from './ui/store';

const places = [
  { path: '/try', name: 'Try', Place: Try },
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

/** Pictures may be dropped anywhere, in every place: they are tried. */
function useDrop() {
  const [isDropping, setDropping] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent) => !event.relatedTarget && setDropping(false);
    const drop = (event: DragEvent) => {
      setDropping(false);
      void takeDrop(event);
      if (window.location.pathname !== '/' && window.location.pathname !== '/try') go('/try');
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
