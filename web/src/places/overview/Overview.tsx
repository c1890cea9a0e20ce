import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../api/client';
import { milliseconds, percent } from '../../ui/format';
import { Days } from './Days';
import { Lines } from './Lines';
import { bucketsOf, quantile, type Sample, samplesOf, since, total } from './prometheus';

const everySeconds = 5;
const mostReadings = 240;
const duration = 'http_server_request_duration_seconds';

interface Reading {
  time: number;
  samples: Sample[];
}

/** How the process does, from what it counts itself. */
export function Overview() {
  const { readings, fault } = useReadings();
  const now = readings.at(-1);
  return (
    <div class="one">
      <h1 class="out">Overview</h1>
      {fault && <p class="notice" role="alert">{fault}</p>}
      {now && <Tiles samples={now.samples} />}
      {now && <Live readings={readings} />}
      {now && <Routes samples={now.samples} />}
      <Days />
    </div>
  );
}

function useReadings() {
  const [readings, setReadings] = useState<Reading[]>([]);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    void (async () => {
      while (!controller.signal.aborted) {
        try {
          const response = await fetch('/metrics', { signal: controller.signal, credentials: 'omit' });
          if (!response.ok) throw new Error(`/metrics answers ${response.status} here.`);
          const samples = samplesOf(await response.text());
          setReadings((before) => [...before.slice(-mostReadings), { time: Date.now() / 1000, samples }]);
          setFault('');
        } catch (error) {
          if (!controller.signal.aborted) setFault(error instanceof TypeError ? 'The service cannot be reached.' : (error as Error).message);
        }
        await pause(everySeconds, controller.signal).catch(() => undefined);
      }
    })();
    return () => controller.abort();
  }, []);
  return { readings, fault };
}

const isAnswer = (labels: Sample['labels']) => labels['http_request_method'] === 'POST';
const status = (labels: Sample['labels']) => Number(labels['http_response_status_code']);

function Tiles({ samples }: { samples: Sample[] }) {
  const requests = total(samples, `${duration}_count`, isAnswer);
  const refused = total(samples, `${duration}_count`, (labels) => isAnswer(labels) && status(labels) >= 400 && status(labels) < 500);
  const failed = total(samples, `${duration}_count`, (labels) => isAnswer(labels) && status(labels) >= 500);
  const buckets = bucketsOf(samples, duration, isAnswer);
  const times = [0.5, 0.95, 0.99].map((share) => quantile(buckets, share));
  const answers = total(samples, 'room_type_cache_answers_total');
  const hits = total(samples, 'room_type_cache_answers_total', (labels) => labels['outcome'] === 'hit');
  const lost = total(samples, 'room_type_events_dropped_total') + total(samples, 'room_type_events_write_failures_total');
  return (
    <dl class="tiles" aria-label="Since the process started">
      <Tile name="Requests" value={requests.toLocaleString('en')} />
      <Tile name="Median, 95 %, 99 %" value={times.map((time) => (time === undefined ? '-' : milliseconds(time * 1000))).join(' · ')} />
      <Tile name="Refused" value={share(refused, requests)} />
      <Tile name="Failed" value={share(failed, requests)} isBad={failed > 0} />
      <Tile name="Pictures held, workers" value={`${total(samples, 'room_type_pictures_held')} · ${total(samples, 'room_type_workers')}`} />
      <Tile name="From the cache" value={share(hits, answers)} />
      <Tile name="Events lost" value={lost.toLocaleString('en')} isBad={lost > 0} />
    </dl>
  );
}

const share = (part: number, whole: number) => (whole === 0 ? '-' : `${percent(part / whole, 1)}`);

function Tile({ name, value, isBad = false }: { name: ComponentChildren; value: string; isBad?: boolean }) {
  return <div class={isBad ? 'bad' : ''}><dt>{name}</dt><dd>{value}</dd></div>;
}

function Live({ readings }: { readings: Reading[] }) {
  const steps = readings.slice(1).map((reading, place) => {
    const before = readings[place]!;
    const counted = (of: Reading) => total(of.samples, `${duration}_count`, isAnswer);
    const buckets = since(bucketsOf(reading.samples, duration, isAnswer), bucketsOf(before.samples, duration, isAnswer));
    return { time: reading.time, rate: (counted(reading) - counted(before)) / (reading.time - before.time), median: quantile(buckets, 0.5), slow: quantile(buckets, 0.95) };
  });
  const times = steps.map((step) => step.time);
  return (
    <div class="pairs">
      <Lines title="Requests a second" hint="while this page is open" times={times} format={rate}
        lines={[{ name: 'requests a second', color: '--model-0', values: steps.map((step) => step.rate) }]} />
      <Lines title="Time to answer" hint="median and 95 %" times={times} format={milliseconds}
        lines={[{ name: 'median', color: '--model-0', values: steps.map((step) => step.median === undefined ? null : step.median * 1000) }, { name: '95 %', color: '--model-1', values: steps.map((step) => step.slow === undefined ? null : step.slow * 1000) }]} />
    </div>
  );
}

function Routes({ samples }: { samples: Sample[] }) {
  const routes = [...new Set(samples.filter((sample) => sample.name === `${duration}_count`).map(({ labels }) => `${labels['http_request_method']} ${labels['http_route'] ?? '(page and unknown paths)'}`))].sort();
  const of = (route: string) => (labels: Sample['labels']) => `${labels['http_request_method']} ${labels['http_route'] ?? '(page and unknown paths)'}` === route;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Routes">
      <table class="compact">
        <caption>Routes</caption>
        <thead><tr><th scope="col">Route</th><th scope="col" class="number">Requests</th><th scope="col" class="number">Median</th><th scope="col" class="number">95 %</th><th scope="col" class="number">Refused</th><th scope="col" class="number">Failed</th></tr></thead>
        <tbody>
          {routes.map((route) => {
            const buckets = bucketsOf(samples, duration, of(route));
            const all = total(samples, `${duration}_count`, of(route));
            const time = (part: number) => milliseconds((quantile(buckets, part) ?? 0) * 1000);
            return (
              <tr key={route}>
                <th scope="row"><code>{route}</code></th><td class="number">{all.toLocaleString('en')}</td><td class="number">{time(0.5)}</td><td class="number">{time(0.95)}</td>
                <td class="number">{total(samples, `${duration}_count`, (labels) => of(route)(labels) && status(labels) >= 400 && status(labels) < 500)}</td>
                <td class="number">{total(samples, `${duration}_count`, (labels) => of(route)(labels) && status(labels) >= 500)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

// As many digits as tell a quiet service's ticks apart.
const rate = (value: number) => (value < 10 ? String(Number(value.toPrecision(2))) : value.toFixed(0));
