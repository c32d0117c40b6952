/**
 * @file The page's end of the lab worker: commands as promises, events through one listener.
 *
 * A worker that cannot start answers nothing, so its commands would hang; here they are rejected instead. Once it has
 * answered, an uncaught error is a failure event and the commands under way go on.
 */
import { proxy, type Remote, wrap } from 'comlink';
import type { Failure, LabApi, LabEvent } from './protocol';

/** Starts the lab worker. The promises of the returned commands reject with errors fit to be shown. */
export function connectLab(): LabApi {
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
  const remote = wrap<LabApi>(worker);
  const listeners: ((event: LabEvent) => void)[] = [];
  let answered = false;
  const refused = new Set<(error: Error) => void>();

  function fail(failure: Failure): void {
    for (const listener of listeners) listener({ type: 'failure', failure });
    if (answered) return;
    for (const reject of refused) reject(new Error(failure.message));
    refused.clear();
  }
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

  /** Settles as the worker does, or rejects when the worker turns out never to have started. */
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
    ...commands(remote, guarded),
    subscribe(listener) {
      listeners.push(listener);
      guarded(remote.subscribe(proxy(listener))).catch(() => {});
    },
  };
}

type Command = Exclude<keyof LabApi, 'subscribe'>;

function commands(remote: Remote<LabApi>, guarded: <T>(call: Promise<T>) => Promise<T>): Pick<LabApi, Command> {
  return {
    openEngine: (choice) => guarded(remote.openEngine(choice)),
    loadData: (source) => guarded(remote.loadData(source)),
    samples: (request) => guarded(remote.samples(request)),
    start: (config, options) => guarded(remote.start(config, options)),
    play: () => guarded(remote.play()),
    pause: () => guarded(remote.pause()),
    step: () => guarded(remote.step()),
    epoch: () => guarded(remote.epoch()),
    stop: () => guarded(remote.stop()),
    reset: () => guarded(remote.reset()),
    setLearningRate: (learningRate) => guarded(remote.setLearningRate(learningRate)),
    evaluate: () => guarded(remote.evaluate()),
    cancel: () => guarded(remote.cancel()),
    repair: (repairs) => guarded(remote.repair(repairs)),
    picture: (id) => guarded(remote.picture(id)),
    adviseAnchors: (request) => guarded(remote.adviseAnchors(request)),
    inspectImages: (images, config) => guarded(remote.inspectImages(images, config)),
    predict: (request) => guarded(remote.predict(request)),
    batchLoss: (request) => guarded(remote.batchLoss(request)),
    weightGradients: (request) => guarded(remote.weightGradients(request)),
    parameters: (request) => guarded(remote.parameters(request)),
    weights: (request) => guarded(remote.weights(request)),
    logitSummary: (request) => guarded(remote.logitSummary(request)),
    detections: (request) => guarded(remote.detections(request)),
    compareDecoders: (request) => guarded(remote.compareDecoders(request)),
    trial: (request) => guarded(remote.trial(request)),
    anchorRecall: (request) => guarded(remote.anchorRecall(request)),
    imagesByObjects: (request) => guarded(remote.imagesByObjects(request)),
  };
}
