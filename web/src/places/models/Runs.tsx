import { useState } from 'preact/hooks';
import { FileButton } from '../../ui/FileButton';

/** A run as `./run runs list --json` writes it, and run.json has it. */
interface Run {
  id: string;
  command: string;
  model: string;
  seconds: number;
  revision?: string;
  parameters: Record<string, string>;
  metrics: Record<string, number>;
  environment: Record<string, string>;
}

const shown = { accuracy: 'Accuracy', expectedCalibrationError: 'Calibration error', negativeLogLikelihood: 'Negative log likelihood' };
const lowerIsBetter = /error|likelihood|loss/i;
const higherIsBetter = /accuracy|recall|precision|agreement/i;

/** Evaluations and trainings side by side; the file stays in the browser. */
export function Runs() {
  const [runs, setRuns] = useState<Run[]>([]);
  const [chosen, setChosen] = useState<string[]>([]);
  const [fault, setFault] = useState('');
  const open = async (files: FileList) => {
    try {
      const opened = (await Promise.all([...files].map(read))).flat().sort((a, b) => (a.id < b.id ? 1 : -1));
      setRuns(opened);
      setChosen(opened.slice(0, 2).map((run) => run.id));
      setFault('');
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  const choose = (id: string, isChosen: boolean) => setChosen(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id));
  // In the order of time, as what changed is read.
  const compared = runs.filter((run) => chosen.includes(run.id)).reverse();
  return (
    <section aria-label="Runs" class="runs">
      <h2>Runs</h2>
      <p class="row wrap">
        <FileButton label="Open runs" accept=".json,application/json" multiple onFiles={(files) => void open(files)} />
        <span class="hint">made by <code>./run runs list --json &gt; runs.json</code>, or each run's <code>run.json</code></span>
      </p>
      {fault && <p class="notice" role="alert">{fault}</p>}
      {runs.length > 0 && <List runs={runs} chosen={chosen} onChoose={choose} />}
      {compared.length > 1 && <Comparison runs={compared} />}
    </section>
  );
}

async function read(file: File): Promise<Run[]> {
  const parsed: unknown = await file.text().then(JSON.parse).catch((error: Error) => { throw new Error(`${file.name} is no run: ${error.message}`); });
  const runs = (Array.isArray(parsed) ? parsed : [parsed]) as Partial<Run>[];
  if (!runs.every((run) => run && typeof run.id === 'string' && run.metrics && run.parameters)) throw new Error(`${file.name} is no run: it needs id, metrics and parameters.`);
  return runs.map((run) => ({ command: '', model: '', seconds: 0, environment: {}, ...run }) as Run);
}

function List({ runs, chosen, onChoose }: { runs: Run[]; chosen: string[]; onChoose: (id: string, isChosen: boolean) => void }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Recorded runs">
      <table>
        <caption>Recorded runs, the latest first</caption>
        <thead><tr><th scope="col">Compare</th><th scope="col">Run</th><th scope="col">Command</th><th scope="col">Model</th>{Object.values(shown).map((name) => <th key={name} scope="col" class="number">{name}</th>)}<th scope="col" class="number">Seconds</th></tr></thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td><input type="checkbox" aria-label={`Compare ${run.id}`} checked={chosen.includes(run.id)} onChange={(event) => onChoose(run.id, event.currentTarget.checked)} /></td>
              <th scope="row" class="name">{run.id}</th>
              <td>{run.command}</td>
              <td class="name">{run.model}</td>
              {Object.keys(shown).map((name) => <td key={name} class="number">{number(run.metrics[name])}</td>)}
              <td class="number">{number(run.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the runs differ in, and every metric: the best of a row stands out where it is known which way is better. */
function Comparison({ runs }: { runs: Run[] }) {
  const facts = runs.map((run) => ({ command: run.command, model: run.model, revision: run.revision ?? '', ...run.parameters, ...run.environment }) as Record<string, string>);
  const differing = names(facts).filter((name) => new Set(facts.map((fact) => fact[name])).size > 1);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Comparison of runs">
      <table class="compact">
        <caption>What differs, and every metric</caption>
        <thead><tr><th scope="col">Name</th>{runs.map((run) => <th key={run.id} scope="col" class="number">{run.id}</th>)}{runs.length === 2 && <th scope="col" class="number">Change</th>}</tr></thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {facts.map((fact, place) => <td key={runs[place]!.id} class="number">{short(name, fact[name])}</td>)}
              {runs.length === 2 && <td />}
            </tr>
          ))}
          {names(runs.map((run) => run.metrics)).map((name) => <Metric key={name} name={name} runs={runs} />)}
        </tbody>
      </table>
    </div>
  );
}

function Metric({ name, runs }: { name: string; runs: Run[] }) {
  const values = runs.map((run) => run.metrics[name]);
  const known = values.filter((value) => value !== undefined);
  const best = lowerIsBetter.test(name) ? Math.min(...known) : higherIsBetter.test(name) ? Math.max(...known) : undefined;
  const [before, after] = values;
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, place) => (
        <td key={runs[place]!.id} class={`number ${value === best && known.some((other) => other !== best) ? 'best' : ''}`}><span class="value">{number(value)}</span></td>
      ))}
      {runs.length === 2 && <td class="number">{before === undefined || after === undefined ? '-' : `${after >= before ? '+' : '−'}${number(Math.abs(after - before))}`}</td>}
    </tr>
  );
}

const names = (of: Record<string, unknown>[]) => [...new Set(of.flatMap((one) => Object.keys(one)))];

const number = (value: number | undefined) => (value === undefined ? '-' : value.toLocaleString('en', { maximumFractionDigits: 4 }));

// The first digits of a revision or digest tell it from another.
const short = (name: string, value: string | undefined) => (!value ? '-' : /^[0-9a-f]{40,64}$/.test(value) || name === 'revision' ? value.slice(0, 12) : value);
