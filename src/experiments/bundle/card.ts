/**
 * @file The reproduction card: all that a person needs to train a run again, and what it came to, to hold against it.
 */
import type { RunEnvironment, RunRecord, StoredRun } from '../record';

/** Markdown. */
export function reproductionCard({ record, curves, weights }: StoredRun): string {
  const { id, name, created, status, error, environment } = record;
  return [
    `# ${oneLine(name)}`,
    `Run \`${id}\` of ${created}: ${status}${error === null ? '' : `, ${oneLine(error)}`}.`,
    '## Figures',
    table(figures(record)),
    '## Reproduce',
    'Save the configuration below as `config.json` beside SSD Lab, and run',
    '```sh\nnpm run headless -- --config config.json --out result.json\n```',
    reproducibility(record),
    `\`\`\`json\n${JSON.stringify(configToRepeat(record), null, 2)}\n\`\`\``,
    '## Data',
    table(dataRows(record)),
    '## Environment',
    environment === null ? 'The run did not begin.' : table(environmentRows(environment)),
    '## Beside this card',
    `${curves.steps.step.length} steps and ${curves.evals.length} evaluations in \`curves.json\`${
      weights === null ? '; no weights were kept' : '; the weights after the last step in `weights.bin`'
    }.`,
    '',
  ].join('\n\n');
}

/** The back end is the one that computed, also where the choice was left to the browser. */
function configToRepeat({ config, environment }: RunRecord) {
  return environment === null ? config : { ...config, backend: environment.backend };
}

function reproducibility({ config }: RunRecord): string {
  const same =
    'The seed decides weights, order, scenes and augmentation: with the versions, the back end and the threads below, the losses are equal to the last bit.';
  return config.data.kind === 'sprites' ? same : `${same} Set \`data.path\` to the folder of the data first.`;
}

function figures({ summary, config }: RunRecord): [string, string][] {
  const points = (value: number | null) => (value === null ? '–' : `${(100 * value).toFixed(2)}%`);
  const real = (value: number | null, unit = '') => (value === null ? '–' : `${Number(value.toPrecision(6))}${unit}`);
  return [
    ['Steps', `${summary.step} of ${config.steps}`],
    ['Seed', String(config.seed)],
    ['mAP07 on val, last', points(summary.map07)],
    ['mAP07 on val, best', points(summary.bestMap07)],
    ['mAP12 on val, last', points(summary.map12)],
    ['Confidence loss a positive, mean of the last 100 steps', real(summary.confidence)],
    ['Localization loss a positive, mean of the last 100 steps', real(summary.localization)],
    ['Time of a step, median', real(summary.msPerStep, ' ms')],
  ];
}

function dataRows({ data, config }: RunRecord): [string, string][] {
  if (data === null) return [['Kind', config.data.kind]];
  return [
    ['Name', data.name],
    ['Images', `${data.trainImages} train, ${data.valImages} val`],
    ['Classes', data.classes.join(', ')],
  ];
}

function environmentRows({ backend, adapter, threads, userAgent, versions }: RunEnvironment): [string, string][] {
  const unknown = 'not recorded';
  return [
    ['SSD Lab', versions?.lab ?? unknown],
    ['TensorFlow.js', versions?.tfjs ?? unknown],
    ['Back end', `${backend}, ${adapter}`],
    ['Threads', threads === null ? unknown : String(threads)],
    ['Browser', userAgent ?? unknown],
  ];
}

function table(rows: readonly [string, string][]): string {
  const cells = rows.map(([name, value]) => `| ${name} | ${oneLine(value).replaceAll('|', '\\|')} |`);
  return ['| | |', '| --- | --- |', ...cells].join('\n');
}

/** A name from elsewhere must not break the card's layout. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
