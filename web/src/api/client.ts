import type { components } from './schema';

type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
export type Prediction = Schemas['RoomPrediction'];
export type Recognition = Schemas['RecognizeResponse'];
export type ActivationMap = Schemas['ActivationMap'];
export type Model = Schemas['ModelDescription'];
export type Drift = Schemas['DriftResult'];
export type FeedbackAnswer = Schemas['FeedbackResponse'];
export type RoomType = Prediction['roomType'];

/** What the service refused, or that it could not be reached. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 where no answer came. */
    readonly status: number,
    readonly code: string,
    /** Seconds after which trying again may help. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }

  get isUnreachable() {
    return this.status === 0;
  }

  /** Whether the same request may be answered later. */
  get isPassing() {
    return this.status === 429 || this.status === 503;
  }
}

/** Asks the service. */
export const ask = async <T>(path: string, request: RequestInit = {}) => (await (await answered(path, request)).json()) as T;

/** The same for a text. */
export const askText = async (path: string, request: RequestInit = {}) => (await answered(path, request)).text();

/** A good answer; one that is none of the service's own counts as unreachable. */
async function answered(path: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...request, credentials: 'omit' });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError('The service cannot be reached.', 0, 'unreachable');
  }
  if (response.ok) return response;
  throw await problemOf(response);
}

async function problemOf(response: Response) {
  const wait = Number(response.headers.get('retry-after')) || 0;
  try {
    const problem = (await response.json()) as Problem;
    return new ApiError(problem.detail ?? response.statusText, response.status, problem.code ?? '', wait);
  } catch {
    return new ApiError(`The service answered ${response.status}.`, response.status, 'unknown', wait);
  }
}

export const postJson = <T>(path: string, body: unknown) =>
  ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Waits, unless it is called off. */
export const pause = (seconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const mostTries = 5;

/**
 * Asks again while the service is busy, when it says so, and once it can be reached again.
 * @param told Hears why it waits, and for how many seconds.
 */
export async function askPatiently<T>(path: string, request: RequestInit, told: (error: ApiError, seconds: number) => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask<T>(path, request);
    } catch (error) {
      if (!(error instanceof ApiError) || !(error.isPassing || error.isUnreachable)) throw error;
      if (error.isPassing && tries >= mostTries) throw error;
      const seconds = error.isUnreachable ? Math.min(tries, 5) : Math.max(1, error.retryAfter);
      told(error, seconds);
      await pause(seconds, request.signal ?? undefined);
    }
  }
}
