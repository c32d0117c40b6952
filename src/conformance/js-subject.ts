/**
 * @file The pure code under test. The convolution and the optimizer step, which have no pure product code, are written
 * here as plainly as the definitions.
 */
import { decodeOffsets, detectionRows, multiboxLoss, softmax } from '../ssd';
import type { Predictions, Predictor, PredictorGradients, Subject } from './subject';

const side = 3;

export const jsSubject: Subject = {
  multiboxLoss: async (input) => multiboxLoss(input),
  decode: async (predictions) => decode(predictions),
  detect: async (predictions, options) => {
    const { anchorCenters, classes } = predictions;
    return detectionRows({ ...decode(predictions), anchors: anchorCenters.length / 4, classes, ...options });
  },
  predict: async (predictor) => convolve(predictor),
  predictGradients: async (predictor, gradient) => convolveGradients(predictor, gradient),
  async sgdUpdate(weight, momentum, gradient, options) {
    for (let i = 0; i < weight.length; i++) {
      const step = options.learningRate * (gradient[i] + options.weightDecay * weight[i]);
      momentum[i] = options.momentum * momentum[i] - step;
      weight[i] += momentum[i];
    }
  },
};

function decode({ logits, offsets, anchorCenters, classes }: Predictions) {
  return { probabilities: softmax(logits, classes), boxes: decodeOffsets(offsets, anchorCenters) };
}

function convolve(predictor: Predictor): Float32Array {
  const outputs = predictor.bias.length;
  const [batch, height, width] = predictor.shape;
  const sums = new Float64Array(batch * height * width * outputs).map((_, i) => predictor.bias[i % outputs]);
  forEachProduct(predictor, (x, w, y) => {
    sums[y] += predictor.features[x] * predictor.filter[w];
  });
  return Float32Array.from(sums);
}

function convolveGradients(predictor: Predictor, gradient: Float32Array): PredictorGradients {
  const features = new Float64Array(predictor.features.length);
  const filter = new Float64Array(predictor.filter.length);
  const bias = new Float64Array(predictor.bias.length);
  for (let i = 0; i < gradient.length; i++) bias[i % bias.length] += gradient[i];
  forEachProduct(predictor, (x, w, y) => {
    features[x] += gradient[y] * predictor.filter[w];
    filter[w] += gradient[y] * predictor.features[x];
  });
  return { features: Float32Array.from(features), filter: Float32Array.from(filter), bias: Float32Array.from(bias) };
}

/** Calls `visit` with the flat indices of feature, weight and output of every product of a 3x3 pad-1 convolution. */
function forEachProduct({ shape, bias }: Predictor, visit: (x: number, w: number, y: number) => void): void {
  const [batch, height, width, inputs] = shape;
  const outputs = bias.length;
  for (let cell = 0; cell < batch * height * width; cell++) {
    const column = cell % width;
    const row = Math.floor(cell / width) % height;
    for (let tap = 0; tap < side * side; tap++) {
      const down = Math.floor(tap / side) - 1;
      const across = (tap % side) - 1;
      if (row + down < 0 || row + down >= height || column + across < 0 || column + across >= width) continue;
      const neighbour = cell + down * width + across;
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++) {
          visit(neighbour * inputs + i, (tap * inputs + i) * outputs + o, cell * outputs + o);
        }
      }
    }
  }
}
