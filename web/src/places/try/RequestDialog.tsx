import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/Dialog';
import { address, type Card } from './cards';
import { type Language, languages, requestIn } from './requests';

/** The request of a card, to be sent from elsewhere. */
export function RequestDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const [language, setLanguage] = useState<Language>('curl');
  const [isCopied, setCopied] = useState(false);
  const text = requestIn(language, { url: `${window.location.origin}${address()}`, file: card.name.slice(card.name.lastIndexOf('/') + 1), type: card.file.type || 'image/jpeg' });
  return (
    <Dialog title="The same request" onClose={onClose}>
      <div class="filters" role="group" aria-label="Language">
        {languages.map((name) => <button key={name} type="button" aria-pressed={name === language} onClick={() => { setLanguage(name); setCopied(false); }}>{name}</button>)}
      </div>
      <pre tabIndex={0}><code>{text}</code></pre>
      <p class="row">
        <button type="button" class="main" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>Copy</button>
        <span role="status">{isCopied ? 'Copied.' : ''}</span>
      </p>
      <p class="hint">A deployed API takes signed requests: <code>./run call PICTURE</code>, or the client library in C#. All of the API is at <a href="/docs">/docs</a>.</p>
    </Dialog>
  );
}
