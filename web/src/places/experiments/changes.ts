import { ask } from '../../api/client';
import { createStore } from '../../ui/store';

/**
 * The admin token of a reader who entered it. It is in this tab's memory alone and gone when that is loaded anew: what a browser stores, other tabs
 * and whoever uses the browser next could read, and a token that changes what robots get is worth entering twice.
 */
export const adminToken = createStore('');

/** What a change is answered with. */
export interface Changed {
  revision: string;
  from: string;
}

/** Shares of each other by variation, and how many of 100,000 take part; what is absent stays. */
export interface Allocation {
  weights?: Record<string, number>;
  exposure?: number;
}

export type Action = 'start' | 'stop' | 'allocation';

/** Changes an experiment as its reader knows it: who was faster is told instead of overwritten. */
export const change = (name: string, action: Action, revision: string, allocation?: Allocation) =>
  ask<Changed>(`/v1/experiments/${encodeURIComponent(name)}/${action}`, {
    method: action === 'allocation' ? 'PUT' : 'POST',
    headers: { authorization: `Bearer ${adminToken.get()}`, 'if-match': `"${revision}"`, ...(allocation && { 'content-type': 'application/json' }) },
    body: allocation && JSON.stringify(allocation),
  });
