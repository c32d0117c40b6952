/**
 * @file The networks that are looked at, and what they have predicted: that of the run, and those with the weights that a
 * run would begin with, built when they are asked for and kept while they are among the last.
 */
import { dispose, read, tensor } from '../../engine';
import { type ImageRef, imageKey, type RunConfig } from '../../experiments';
import type { Network } from '../../model';
import { tutorialModel, tutorialPredictions } from '../../ssd';
import { buildNetwork } from '../build-network';
import type { BatchRequest, ModelRequest, Prediction } from '../inspection';
import type { Ground, Host } from './ground';
import { networkInput, stacked } from './images';

export interface Model {
  network: Network;
  /** Equal keys mean equal weights and anchors. */
  key: string;
}

/** Images that a forward pass takes at once: a large network holds few. */
const imagesAtOnce = (network: Network) => (network.spec.anchors.inputSize > 128 ? 2 : 16);
const keptPredictions = 32;
/** Init compares two starts, question by question. */
const keptNetworks = 2;

export class Models {
  readonly #host: Host;
  /** The least recently used first. */
  #fresh: Model[] = [];
  #known = new Map<string, Prediction>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The network of a request, for use within the present turn. @throws Error if the run it asks for is gone */
  of({ config, weights }: ModelRequest, { data, engine }: Ground): Model {
    if (weights === 'run') {
      const session = this.#host.session();
      if (session === null) throw new Error('There is no run any more; look at the weights as initialised.');
      return { network: session.network, key: `run ${session.id} ${session.stepsDone}` };
    }
    const key = freshKey(config, data.classes.length, engine.backend);
    const known = this.#fresh.find((model) => model.key === key);
    this.#fresh = this.#fresh.filter((model) => model !== known);
    if (known === undefined && this.#fresh.length === keptNetworks) this.#fresh.shift()?.network.dispose();
    const model = known ?? { network: buildNetwork(config, data.classes.length, this.#host.emit), key };
    this.#fresh.push(model);
    return model;
  }

  /** Takes a turn for the images that are not known yet. @returns an entry an image, and the ms that inferring took */
  async predict(
    request: BatchRequest,
    ground: Ground,
  ): Promise<{ predictions: Prediction[]; forwardMs: number | null }> {
    const { images, config, predictions: kind } = request;
    if (images.some(({ split }) => split === 'tutorial')) {
      if (kind !== 'model') {
        const made = tutorialPredictions(kind);
        const classes = 21;
        return { predictions: images.map(({ index }) => ({ ...made[index], classes })), forwardMs: null };
      }
      if (config.model !== tutorialModel) {
        throw new Error(
          `The tutorial's images are for ${tutorialModel}, and the model is ${config.model}; choose that one.`,
        );
      }
    }
    return this.#host.turns.take(async () => {
      const model = this.of(request, ground);
      const name = (ref: ImageRef) => `${model.key} ${ground.data.name} ${imageKey(ref)}`;
      const missing = images.filter((ref) => !this.#known.has(name(ref)));
      const began = performance.now();
      for (let i = 0; i < missing.length; i += imagesAtOnce(model.network)) {
        const part = missing.slice(i, i + imagesAtOnce(model.network));
        const inputs = await Promise.all(part.map((ref) => networkInput(ref, config.model, ground)));
        const made = await infer(model.network, inputs);
        for (const [j, ref] of part.entries()) this.#known.set(name(ref), made[j]);
      }
      const forwardMs = missing.length === 0 ? null : performance.now() - began;
      const predictions = images.map((ref) => this.#known.get(name(ref)) as Prediction);
      for (const oldest of this.#known.keys()) if (this.#known.size > keptPredictions) this.#known.delete(oldest);
      return { predictions, forwardMs };
    });
  }

  /** Frees the fresh networks and forgets predictions: the engine or the data will be others. */
  forget(): void {
    for (const { network } of this.#fresh) network.dispose();
    this.#fresh = [];
    this.#known.clear();
  }
}

function freshKey(
  { model, anchors, seed, initializer, reinitialize }: RunConfig,
  classes: number,
  backend: string,
): string {
  return JSON.stringify([model, anchors, seed, initializer, reinitialize, classes, backend]);
}

/** @param inputs f32[S, S, 3] each */
async function infer(network: Network, inputs: readonly Float32Array[]): Promise<Prediction[]> {
  const size = network.spec.anchors.inputSize;
  const images = tensor(stacked(inputs), [inputs.length, size, size, 3]);
  const { logits, offsets } = network.predict(images);
  dispose(images);
  const [allLogits, allOffsets] = (await Promise.all([read(logits), read(offsets)])) as [Float32Array, Float32Array];
  dispose(logits, offsets);
  const share = (values: Float32Array, i: number) =>
    values.slice((i * values.length) / inputs.length, ((i + 1) * values.length) / inputs.length);
  const classes = network.classes + 1;
  return inputs.map((_, i) => ({ logits: share(allLogits, i), offsets: share(allOffsets, i), classes }));
}
