import { useEffect, useState } from 'preact/hooks';
import { ApiError, ask, pause } from '../api/client';

export interface Loaded<T> {
  value?: T;
  error?: ApiError;
}

/**
 * What the service answers at a path; asked again while it cannot be reached, and every so many seconds if that is said.
 * @param turn Another number asks at once; what was known stays meanwhile.
 */
export function useLoaded<T>(path: string | undefined, everySeconds = 0, turn = 0): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { path?: string }>({});
  useEffect(() => {
    if (!path) return;
    const controller = new AbortController();
    void keep<T>(path, everySeconds, controller.signal, (next) => setLoaded({ ...next, path }));
    return () => controller.abort();
  }, [path, everySeconds, turn]);
  return loaded.path === path ? loaded : {};
}

async function keep<T>(path: string, everySeconds: number, signal: AbortSignal, told: (next: Loaded<T>) => void) {
  try {
    for (;;) {
      let wait = everySeconds;
      try {
        told({ value: await ask<T>(path, { signal }) });
      } catch (error) {
        if (signal.aborted || !(error instanceof ApiError)) throw error;
        told({ error });
        wait = error.isUnreachable || error.isPassing ? Math.max(2, error.retryAfter) : everySeconds;
      }
      if (wait === 0) return;
      await pause(wait, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
