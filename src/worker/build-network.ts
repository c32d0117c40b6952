/** @file The network that a configuration means: its model, its classes, and every weight as the run would begin. */
import { parseScheme, type RunConfig } from '../experiments';
import { modelSpecs, Network, reinitialize } from '../model';
import { initializerSpecs } from '../ssd';

type ModelConfig = Pick<RunConfig, 'model' | 'seed' | 'initializer' | 'reinitialize'>;

/** @throws RangeError that names a re-initialisation which does not fit the model; then nothing stays allocated */
export function buildNetwork(config: ModelConfig, classes: number): Network {
  const predictorInitializer = initializerSpecs[config.initializer];
  const network = new Network(modelSpecs[config.model], { classes, seed: config.seed, predictorInitializer });
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
