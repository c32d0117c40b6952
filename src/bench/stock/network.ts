/**
 * @file The same network as a user of TensorFlow.js writes it: its operations, its tape, its optimizer.
 *
 * It starts from the weights of the lab's network and computes the same loss, so that the two can be raced.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { read } from '../../engine';
import type { ModelSpec, Network } from '../../model';
import type { TrainingBatch, TrainingPlan } from '../../training';
import { stockLoss } from './loss';

const epsilon = 1e-5;
const decay = 0.9;

/** @throws Error if stock TensorFlow.js cannot train the model */
export async function stockTraining(network: Network, plan: TrainingPlan, batch: TrainingBatch) {
  refuseUntrainable(network.spec);
  const variables = await copyVariables(network);
  const { count, size } = batch;
  const images = tf.tensor4d(batch.images, [count, size, size, 3]);
  const classTargets = tf.tensor2d(batch.classTargets, [count, network.anchors.count], 'int32');
  const boxTargets = tf.tensor3d(batch.boxTargets, [count, network.anchors.count, 4]);
  const optimizer = stockOptimizer(plan);
  const columns = network.classes + 1;
  return {
    /** Trains one step. @returns the loss before it, which the caller disposes */
    step: (): tf.Scalar =>
      optimizer.minimize(() => {
        const { logits, offsets } = predict(network.spec, variables, images, columns);
        return stockLoss(logits, offsets, classTargets, boxTargets);
      }, true) as tf.Scalar,
    dispose(): void {
      optimizer.dispose();
      tf.dispose([images, classTargets, boxTargets, ...variables.values()]);
    },
  };
}

/** tfjs finds this out at the end of a forward pass that may take minutes. */
function refuseUntrainable({ trunk }: ModelSpec): void {
  for (const item of trunk) {
    if (item.kind === 'conv' && item.dilation !== 1) {
      const why = `stock TensorFlow.js has no gradient of a dilated convolution, and ${item.name} is dilated`;
      throw new Error(`${why} by ${item.dilation}`);
    }
  }
}

function stockOptimizer({ optimizer }: TrainingPlan): tf.Optimizer {
  return optimizer.kind === 'sgd'
    ? tf.train.momentum(optimizer.learningRate, optimizer.momentum)
    : tf.train.adam(optimizer.learningRate, optimizer.beta1, optimizer.beta2, optimizer.epsilon);
}

type Variables = ReadonlyMap<string, tf.Variable>;

async function copyVariables(network: Network): Promise<Variables> {
  const entries = network.parameters.map(async ({ name, shape, trainable, value }) => {
    const start = tf.tensor(await read(value), [...shape]);
    const variable = tf.variable(start, trainable);
    start.dispose();
    return [name, variable] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Logits f32[B, A, columns] and offsets f32[B, A, 4]. */
function predict(spec: ModelSpec, variables: Variables, images: tf.Tensor4D, columns: number) {
  const get = <T extends tf.Tensor>(name: string) => variables.get(name) as tf.Variable as unknown as T;
  const logits: tf.Tensor3D[] = [];
  const offsets: tf.Tensor3D[] = [];
  let x: tf.Tensor4D = spec.inputScale ? tf.mul(images, tf.tensor1d([...spec.inputScale])) : images;
  for (const item of spec.trunk) {
    if (item.kind === 'max-pool') throw new Error(`stock network: ${item.name} is a max-pool; expected convolutions`);
    const y = tf.conv2d(x, get<tf.Tensor4D>(`${item.name}.filter`), item.stride, item.pad);
    x = item.activation === 'relu' ? tf.relu(tf.add(y, get(`${item.name}.bias`))) : normalized(y, item.name, variables);
    const tap = spec.taps.findIndex(({ after }) => after === item.name);
    if (tap < 0) continue;
    const predictor = (what: string, width: number): tf.Tensor3D => {
      const name = `predictor${tap + 1}.${what}`;
      const map = tf.add(tf.conv2d(x, get<tf.Tensor4D>(`${name}.filter`), 1, 1), get(`${name}.bias`));
      return tf.reshape(map, [images.shape[0], -1, width]);
    };
    logits.push(predictor('classes', columns));
    offsets.push(predictor('boxes', 4));
  }
  return { logits: tf.concat(logits, 1), offsets: tf.concat(offsets, 1) };
}

/** Batch normalization in training, as the layers library does it, then ReLU. */
function normalized(x: tf.Tensor4D, name: string, variables: Variables): tf.Tensor4D {
  const get = (what: string) => variables.get(`${name}.${what}`);
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const moving = { 'running-mean': mean, 'running-variance': variance };
  for (const [what, value] of Object.entries(moving)) {
    const variable = get(what) as tf.Variable;
    variable.assign(tf.add(tf.mul(variable, decay), tf.mul(value, 1 - decay)));
  }
  const [gamma, beta] = [get('gamma'), get('beta')] as tf.Tensor1D[];
  return tf.relu(tf.batchNorm4d(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, epsilon));
}
