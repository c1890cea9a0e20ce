import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/client';
import { Dialog } from '../../ui/Dialog';
import { useStore } from '../../ui/store';
import { type Action, adminToken, type Allocation, change } from './changes';
import type { Changing } from './Control';

interface Confirmation extends Changing {
  title: string;
  action: Action;
  allocation?: Allocation;
  /** Whether there is nothing to do. */
  isIdle?: boolean;
  label: string;
  done: string;
  onClose: (done?: string) => void;
  children: ComponentChildren;
}

/** Says what follows from a change before it is made, and takes the token of who makes it. */
export function ChangeDialog({ title, action, allocation, isIdle, label, done, list, experiment, onChanged, onClose, children }: Confirmation) {
  const token = useStore(adminToken);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState('');
  const [isSending, setSending] = useState(false);
  const send = async () => {
    if (typed) adminToken.set(() => typed);
    setSending(true);
    try {
      await change(experiment.name, action, list.revision ?? '', allocation);
      onChanged();
      onClose(done);
    } catch (fault) {
      const { status, message } = fault as ApiError;
      if (status === 401) adminToken.set(() => '');
      if (status === 412) onChanged();
      setError(message);
      setSending(false);
    }
  };
  return (
    <Dialog title={title} onClose={() => onClose()}>
      <form class="change" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {children}
        {!token && (
          <label>Admin token
            <input type="password" autoComplete="off" required value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
            <small class="hint">Kept in this tab until it is loaded anew, and nowhere else.</small>
          </label>
        )}
        {error && <p class="notice" role="alert">{error}</p>}
        <p class="row">
          <button type="submit" class="main" disabled={isSending || isIdle}>{label}</button>
          <button type="button" class="quiet" onClick={() => onClose()}>Leave it</button>
        </p>
      </form>
    </Dialog>
  );
}
