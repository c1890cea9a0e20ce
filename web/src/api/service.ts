import { ask, type ApiError, type Model, pause } from './client';
import { createStore } from '../ui/store';

/** What is known of the service: whether it answers, and its models. */
export interface Service {
  state: 'asking' | 'ready' | 'starting' | 'unreachable';
  /** Why it does not answer, for people. */
  detail?: string;
  models: Model[];
}

export const service = createStore<Service>({ state: 'asking', models: [] });

export const reference = (model: { name: string; version: string }) => `${model.name}@${model.version}`;

/** The models that answer, that of production first. */
export const served = (models: readonly Model[]) =>
  models.filter((model) => model.served).sort((a, b) => Number(b.stage === 'production') - Number(a.stage === 'production'));

const whileGood = 15;
const whileBad = 2;

/** Keeps what is known fresh for as long as the page is open. */
export async function watchService() {
  for (;;) {
    try {
      await ask('/health/ready');
      const { models } = service.get().models.length ? service.get() : await ask<{ models: Model[] }>('/v1/models');
      service.set(() => ({ state: 'ready', models }));
      await pause(whileGood);
    } catch (error) {
      const { status, message } = error as ApiError;
      service.set((known) => ({ ...known, state: status === 0 ? 'unreachable' : 'starting', detail: message }));
      await pause(whileBad);
    }
  }
}
