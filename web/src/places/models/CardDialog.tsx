import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, askText, type Model } from '../../api/client';
import { reference } from '../../api/service';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';

interface Card {
  text: string;
  Markdown: ComponentType<{ text: string }>;
}

/** What a model is for, how well it does and where its limits are, by those who made it. */
export function CardDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const [card, setCard] = useState<Card>();
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    const controller = new AbortController();
    // The reader of Markdown is loaded when the first card is.
    Promise.all([import('../../ui/Markdown'), askText(`/v1/models/${encodeURIComponent(model.name)}/${encodeURIComponent(model.version)}/card`, { signal: controller.signal })])
      .then(([{ Markdown }, text]) => setCard({ text, Markdown }), (fault: ApiError) => controller.signal.aborted || setError(fault));
    return () => controller.abort();
  }, [model]);
  return (
    <Dialog title={`Card of ${reference(model)}`} onClose={onClose}>
      {error && <Problem error={error} />}
      {card && <card.Markdown text={card.text} />}
    </Dialog>
  );
}
