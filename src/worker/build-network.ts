/** @file The network that a configuration means: its model, its classes, and every weight as the run would begin. */
import { parseScheme, type RunConfig } from '../experiments';
import { modelSpecOf, Network, reinitialize } from '../model';
import { initializerSpecs } from '../ssd';
import type { LabEvent } from './protocol';

/** Weights that are drawn in about a tenth of a second. */
const worthTelling = 1_000_000;

type ModelConfig = Pick<RunConfig, 'model' | 'anchors' | 'seed' | 'initializer' | 'reinitialize'>;

/**
 * @param emit hears how many weights are drawn, where that takes a while
 * @throws RangeError that names a re-initialisation which does not fit the model; then nothing stays allocated
 */
export function buildNetwork(config: ModelConfig, classes: number, emit: (event: LabEvent) => void): Network {
  const predictorInitializer = initializerSpecs[config.initializer];
  const network = new Network(modelSpecOf(config), {
    classes,
    seed: config.seed,
    predictorInitializer,
    onProgress(done, total) {
      if (total < worthTelling) return;
      const task = 'Drawing the weights';
      const progress = done === total ? null : { task, done, total, etaMs: null, cancellable: false };
      emit({ type: 'progress', progress });
    },
  });
  try {
    for (const { target, scheme } of config.reinitialize) {
      reinitialize(network, target, parseScheme(scheme), config.seed);
    }
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}
