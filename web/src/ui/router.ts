import { createStore, useStore } from './store';

const location = createStore(read());

function read() {
  return { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
}

window.addEventListener('popstate', () => location.set(read));

/** Goes to an address of this page without loading it anew. */
export function go(address: string, replace = false) {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  location.set(read);
}

/** Where the reader is; every place has an address that can be shared. */
export const useLocation = () => useStore(location);

/** Follows links of the page; others, and those that open elsewhere, are the browser's. */
export function followLinks(event: MouseEvent) {
  const link = (event.target as Element).closest('a');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.origin !== window.location.origin || !link.hasAttribute('data-place')) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
