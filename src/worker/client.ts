/**
 * @file The page's end of the lab worker: commands as promises, events through one listener.
 *
 * A worker that cannot start answers nothing, so its commands would hang; here they are rejected instead. Once it has
 * answered, an uncaught error is a failure event and the commands under way go on. One that ends, as when the browser
 * takes its memory away, is replaced.
 */
import { proxy, type Remote, wrap } from 'comlink';
import type { Failure, LabApi, LabEvent, LabWorkerApi } from './protocol';

/** Starts the lab worker. The promises of the returned commands reject with errors fit to be shown. */
export function connectLab(): LabApi {
  const listeners: ((event: LabEvent) => void)[] = [];
  const refused = new Set<(error: Error) => void>();
  let answered = false;
  let remote = begin();

  function tell(event: LabEvent): void {
    for (const listener of listeners) listener(event);
  }

  function refuse(message: string): void {
    for (const reject of refused) reject(new Error(message));
    refused.clear();
  }

  function fail(failure: Failure): void {
    tell({ type: 'failure', failure });
    if (!answered) refuse(failure.message);
  }

  function begin(): Remote<LabWorkerApi> {
    const name = `ssd-lab worker ${crypto.randomUUID()}`;
    const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module', name });
    worker.addEventListener('error', (event) => {
      const place = event.filename ? ` (${event.filename}:${event.lineno})` : '';
      const message = event.message || 'The worker script could not be loaded. Reload the page.';
      fail({
        title: answered ? 'The lab worker met an error' : 'The lab worker did not start',
        message: message + place,
      });
    });
    worker.addEventListener('messageerror', () => {
      fail({ title: 'A message was lost', message: 'The lab worker sent a value that this browser could not read.' });
    });
    return wrap<LabWorkerApi>(worker);
  }

  /** A worker holds the lock of its name as long as it lives: who gets it knows that the worker is gone. */
  function replaceWhenLost(): void {
    const lost = remote;
    lost
      .identify()
      .then((name) => navigator.locks.request(name, () => {}))
      .then(() => {
        if (remote !== lost) return;
        answered = false;
        refuse('The lab worker ended unexpectedly; it is started again.');
        remote = begin();
        for (const listener of listeners) subscribe(listener);
        tell({ type: 'lost' });
      })
      // Without locks, a lost worker is found out by hand.
      .catch(() => {});
  }

  function subscribe(listener: (event: LabEvent) => void): void {
    guarded(remote.subscribe(proxy(listener))).then(replaceWhenLost, () => {});
  }

  /** Settles as the worker does, or rejects when the worker turns out never to have started, or ends. */
  function guarded<T>(call: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      refused.add(reject);
      const settle = () => {
        answered = true;
        refused.delete(reject);
      };
      call.then(resolve, reject);
      call.then(settle, settle);
    });
  }

  return {
    ...commands(() => remote, guarded),
    subscribe(listener) {
      listeners.push(listener);
      subscribe(listener);
    },
  };
}

type Command = Exclude<keyof LabApi, 'subscribe'>;

function commands(
  remote: () => Remote<LabWorkerApi>,
  guarded: <T>(call: Promise<T>) => Promise<T>,
): Pick<LabApi, Command> {
  return {
    openEngine: (choice) => guarded(remote().openEngine(choice)),
    loadData: (source) => guarded(remote().loadData(source)),
    samples: (request) => guarded(remote().samples(request)),
    start: (config, options) => guarded(remote().start(config, options)),
    play: () => guarded(remote().play()),
    pause: () => guarded(remote().pause()),
    step: () => guarded(remote().step()),
    epoch: () => guarded(remote().epoch()),
    stop: () => guarded(remote().stop()),
    reset: () => guarded(remote().reset()),
    checkpoint: () => guarded(remote().checkpoint()),
    setLearningRate: (learningRate) => guarded(remote().setLearningRate(learningRate)),
    evaluate: () => guarded(remote().evaluate()),
    cancel: () => guarded(remote().cancel()),
    faultyBatch: () => guarded(remote().faultyBatch()),
    storedSets: () => guarded(remote().storedSets()),
    keepData: () => guarded(remote().keepData()),
    cancelKeeping: () => guarded(remote().cancelKeeping()),
    removeStored: (id) => guarded(remote().removeStored(id)),
    repair: (repairs) => guarded(remote().repair(repairs)),
    picture: (id) => guarded(remote().picture(id)),
    adviseAnchors: (request) => guarded(remote().adviseAnchors(request)),
    inspectImages: (images, config) => guarded(remote().inspectImages(images, config)),
    predict: (request) => guarded(remote().predict(request)),
    batchLoss: (request) => guarded(remote().batchLoss(request)),
    weightGradients: (request) => guarded(remote().weightGradients(request)),
    parameters: (request) => guarded(remote().parameters(request)),
    weights: (request) => guarded(remote().weights(request)),
    logitSummary: (request) => guarded(remote().logitSummary(request)),
    detections: (request) => guarded(remote().detections(request)),
    compareDecoders: (request) => guarded(remote().compareDecoders(request)),
    trial: (request) => guarded(remote().trial(request)),
    anchorRecall: (request) => guarded(remote().anchorRecall(request)),
    imagesByObjects: (request) => guarded(remote().imagesByObjects(request)),
  };
}
