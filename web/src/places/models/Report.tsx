import { useState } from 'preact/hooks';
import { FileButton } from '../../ui/FileButton';
import { count, percent, roomName } from '../../ui/format';

/** What `./run evaluate FOLDER --json` writes. */
interface Evaluation {
  model: string;
  pictures: number;
  accuracy: number | null;
  expectedCalibrationError: number | null;
  classes: { label: string; pictures: number; precision: number | null; recall: number | null }[];
  confusion: Record<string, Record<string, number>>;
  reliability: { pictures: number; confidence: number; accuracy: number }[];
}

/** How a model did on a reader's own pictures; the file stays in the browser. */
export function Report() {
  const [evaluation, setEvaluation] = useState<Evaluation>();
  const [fault, setFault] = useState('');
  const open = async (file: File) => {
    try {
      setEvaluation(verified(JSON.parse(await file.text())));
      setFault('');
    } catch (error) {
      setFault(`${file.name} is no report: ${(error as Error).message}`);
    }
  };
  return (
    <section aria-label="On your own pictures">
      <h2>On your own pictures</h2>
      <p class="row wrap">
        <FileButton label="Open a report" accept=".json,application/json" onFiles={(files) => void open(files[0]!)} />
        <span class="hint">made by <code>./run evaluate FOLDER --json &gt; report.json</code>, with a folder a room</span>
      </p>
      {fault && <p class="notice" role="alert">{fault}</p>}
      {evaluation && (
        <div class="report">
          <p class="sentence">{evaluation.model}: {percent(evaluation.accuracy ?? 0, 1)} of {count(evaluation.pictures, 'picture')} right, calibration error {percent(evaluation.expectedCalibrationError ?? 0, 1)}.</p>
          <Confusion evaluation={evaluation} />
          {evaluation.reliability.length > 0 && <Reliability bins={evaluation.reliability} />}
        </div>
      )}
    </section>
  );
}

function verified(report: Partial<Evaluation>): Evaluation {
  if (!report.model || !report.confusion || !Array.isArray(report.classes)) throw new Error('it needs model, classes and confusion.');
  return { reliability: [], ...report } as Evaluation;
}

function Confusion({ evaluation }: { evaluation: Evaluation }) {
  const labels = evaluation.classes.map((one) => one.label);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Confusion matrix">
      <table class="matrix">
        <caption>Which room (row) was called what (column)</caption>
        <thead><tr><th />{labels.map((label) => <th key={label} scope="col">{roomName(label)}</th>)}<th scope="col" class="number">Found</th></tr></thead>
        <tbody>
          {evaluation.classes.map(({ label, pictures, recall }) => (
            <tr key={label}>
              <th scope="row">{roomName(label)}</th>
              {labels.map((other) => {
                const pictured = evaluation.confusion[label]?.[other] ?? 0;
                return <td key={other} class={label === other ? 'right' : pictured ? 'wrong' : ''} style={{ '--share': `${pictures ? (100 * pictured) / pictures : 0}%` }}>{pictured || ''}</td>;
              })}
              <td class="number">{recall == null ? '-' : percent(recall)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const side = 220;

/** Accuracy by confidence: on the diagonal the model is as sure as it is right. */
function Reliability({ bins }: { bins: Evaluation['reliability'] }) {
  const most = Math.max(...bins.map((bin) => bin.pictures));
  const words = bins.filter((bin) => bin.pictures > 0).map((bin) => `${percent(bin.confidence)} sure, ${percent(bin.accuracy)} right, ${bin.pictures} pictures`).join('; ');
  return (
    <figure>
      <figcaption>As sure as it is right? <span class="hint">across: confidence, up: share that is right; below the line it is too sure</span></figcaption>
      <svg class="reliability" viewBox={`-4 -4 ${side + 8} ${side + 8}`} role="img" aria-label={words}>
        <rect class="frame" width={side} height={side} />
        <line class="diagonal" x1="0" y1={side} x2={side} y2="0" />
        {bins.filter((bin) => bin.pictures > 0).map((bin) => (
          <circle key={bin.confidence} cx={bin.confidence * side} cy={side - bin.accuracy * side} r={3 + 7 * Math.sqrt(bin.pictures / most)} />
        ))}
      </svg>
    </figure>
  );
}
