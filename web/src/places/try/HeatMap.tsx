import { useEffect, useRef } from 'preact/hooks';
import type { ActivationMap } from '../../api/client';

const side = 240;
const darkest = 0.66;

/** Lights what a model looked at: the picture stays as it is where a position adds most to the label, and darkens where it adds least. */
export function HeatMap({ map, aspect }: { map: ActivationMap; aspect: number }) {
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = place.current!;
    // Of the picture's own shape, so that both are cut alike.
    [canvas.width, canvas.height] = [Math.round(side * Math.sqrt(aspect)), Math.round(side / Math.sqrt(aspect))];
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(shadeOf(map), 0, 0, canvas.width, canvas.height);
  }, [map, aspect]);
  return <canvas ref={place} class="heat" role="img" aria-label={`Where it looked for ${map.label.replaceAll('_', ' ')}: most ${strongest(map)}`} />;
}

function shadeOf({ width, height, values }: ActivationMap) {
  const small = document.createElement('canvas');
  [small.width, small.height] = [width, height];
  const context = small.getContext('2d')!;
  const pixels = context.createImageData(width, height);
  values.forEach((value, position) => {
    pixels.data[position * 4 + 3] = Math.round(255 * darkest * (1 - value));
  });
  context.putImageData(pixels, 0, 0);
  return small;
}

/** The same in words. */
function strongest({ width, height, values }: ActivationMap) {
  const position = values.indexOf(Math.max(...values));
  const third = (place: number, all: number, names: readonly string[]) => names[Math.min(2, Math.floor((3 * (place + 0.5)) / all))]!;
  const [down, across] = [third(Math.floor(position / width), height, ['at the top', 'in the middle', 'at the bottom']), third(position % width, width, ['left', 'centre', 'right'])];
  return `${down}, ${across}`;
}
