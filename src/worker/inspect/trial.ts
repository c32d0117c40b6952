/** @file The first steps of training from several starts, on the same batches. */
import { anchorSpecOf } from '../../ssd';
import { NonFiniteLossError, type TrainedStep, Training } from '../../training';
import { buildNetwork } from '../build-network';
import type { TrialCurve, TrialRequest } from '../inspection';
import type { Ground, Host } from './ground';

/** Milliseconds between two events with the curves so far. */
const reportEvery = 250;

/**
 * Trains one start after the other, so that only one network is held at a time; the batches of a step depend on the seed
 * alone, so all starts see the same.
 *
 * @throws the reason of a cancel, or whatever a start that does not fit the model throws
 */
export async function runTrial(request: TrialRequest, { pool, data }: Ground, host: Host): Promise<TrialCurve[]> {
  const { config, starts, steps } = request;
  const signal = host.signal();
  const curves = starts.map(({ label }): TrialCurve => ({ label, confidence: [], localization: [], problem: null }));
  const total = starts.length * steps;
  const began = performance.now();
  let [done, reported] = [0, 0];
  const report = () => {
    reported = performance.now();
    const etaMs = done === 0 ? null : ((performance.now() - began) / done) * (total - done);
    host.emit({ type: 'trial', curves: structuredClone(curves) });
    host.emit({
      type: 'progress',
      progress: { task: 'Training from each start', done, total, etaMs, cancellable: true },
    });
  };
  report();
  try {
    for (const [i, start] of starts.entries()) {
      const network = buildNetwork(
        { ...config, reinitialize: [...config.reinitialize, ...start.reinitialize] },
        data.classes.length,
        host.emit,
      );
      const training = new Training(network, config);
      const batches = pool.trainingBatches({ ...config, steps }, data.train.images, anchorSpecOf(config));
      const trained = training.run((step) => batches.take(step));
      try {
        for (let step = 1; step <= steps; step++) {
          signal.throwIfAborted();
          const { value } = await host.turns.take(() => trained.next());
          await record(value as TrainedStep, curves[i]);
          done++;
          if (performance.now() - reported > reportEvery) report();
        }
      } catch (error) {
        if (!(error instanceof NonFiniteLossError)) throw error;
        curves[i].problem = error.message;
        done = (i + 1) * steps;
      } finally {
        await trained.return();
        training.dispose();
        network.dispose();
      }
    }
    report();
    return curves;
  } finally {
    host.emit({ type: 'progress', progress: null });
  }
}

async function record(step: TrainedStep, curve: TrialCurve): Promise<void> {
  const { confidence, localization } = await step.losses();
  curve.confidence.push(confidence);
  curve.localization.push(localization);
}
