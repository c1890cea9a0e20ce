import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Line } from '../../ui/chart';

/** A chart of lines over time; it is loaded when it is first shown. */
export function Lines({ title, hint, times, lines, format }: { title: string; hint: string; times: number[]; lines: Line[]; format: (value: number) => string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (times.length < 2) return;
    let chart: uPlot | undefined;
    let isOver = false;
    void import('../../ui/chart').then(({ lineChart }) => {
      if (!isOver && place.current) chart = lineChart(place.current, times, lines, format);
    });
    return () => {
      isOver = true;
      chart?.destroy();
    };
  }, [times.at(-1), times.length]);
  const latest = lines.map((line) => `${line.name} ${line.values.at(-1) == null ? 'unknown' : format(line.values.at(-1)!)}`).join(', ');
  return (
    <figure>
      <figcaption>{title} <span class="hint">{hint}</span></figcaption>
      <div ref={place} class="chart" role="img" aria-label={`Latest: ${latest}`}>{times.length < 2 && <p class="hint">Two readings are needed.</p>}</div>
    </figure>
  );
}
