/** @file The compute engine under test: every operation goes through its tensors, and none is left alive. */
import type * as Engine from '../engine';
import type { Predictor, Subject } from './subject';

type Tensor = Engine.Tensor;

/** @param engine the engine room, open on the back end to test; handed in, so that Node need not load it */
export function tensorSubject(engine: typeof Engine): Subject {
  const { tensor, dispose } = engine;
  const readFloats = async (t: Tensor) => (await engine.read(t)) as Float32Array;

  /** Runs on tensors, reads what comes out, and disposes both; an input updated in place may come out as well. */
  async function through(inputs: Tensor[], compute: () => Tensor[]): Promise<Float32Array[]> {
    let outputs: Tensor[] = [];
    try {
      outputs = compute();
      const values: Float32Array[] = [];
      for (const output of outputs) values.push(await readFloats(output));
      return values;
    } finally {
      dispose(...inputs, ...outputs);
    }
  }

  function predictorTensors({ features, shape, filter, bias }: Predictor) {
    const filterShape = [3, 3, shape[3], bias.length];
    return {
      geometry: engine.convGeometry(shape, filterShape, { pad: 1 }),
      x: tensor(features, shape),
      w: tensor(filter, filterShape),
      b: tensor(bias, [bias.length]),
    };
  }

  return {
    async multiboxLoss(input) {
      const { batch, anchors, classes } = input;
      const logits = tensor(input.logits, [batch, anchors, classes]);
      const offsets = tensor(input.offsets, [batch, anchors, 4]);
      const classTargets = tensor(input.classTargets, [batch, anchors]);
      const boxTargets = tensor(input.boxTargets, [batch, anchors, 4]);
      const { normalization, negativeRatio, minHardNegatives, boxWeight, gradientScale } = input;
      const attrs = { normalization, negativeRatio, minHardNegatives, boxWeight, gradientScale };
      const [gradLogits, gradOffsets, perImage] = await through([logits, offsets, classTargets, boxTargets], () => {
        const loss = engine.multiboxLoss(logits, offsets, classTargets, boxTargets, attrs);
        return [loss.gradLogits, loss.gradOffsets, loss.perImage];
      });
      return { gradLogits, gradOffsets, perImage };
    },

    async decode(predictions) {
      const anchors = predictions.anchorCenters.length / 4;
      const logits = tensor(predictions.logits, [1, anchors, predictions.classes]);
      const offsets = tensor(predictions.offsets, [1, anchors, 4]);
      const centers = tensor(predictions.anchorCenters, [anchors, 4]);
      const [probabilities, boxes] = await through([logits, offsets, centers], () => {
        const decoded = engine.decodePredictions(logits, offsets, centers);
        return [decoded.probabilities, decoded.boxes];
      });
      return { probabilities, boxes };
    },

    async predict(predictor) {
      const { geometry, x, w, b } = predictorTensors(predictor);
      const [output] = await through([x, w, b], () => [engine.conv2d(x, w, b, geometry, false)]);
      return output;
    },

    async predictGradients(predictor, gradient) {
      const { geometry, x, w, b } = predictorTensors(predictor);
      const dy = tensor(gradient, [geometry.batch, geometry.outHeight, geometry.outWidth, geometry.outChannels]);
      const [features, filter, bias] = await through([x, w, b, dy], () => [
        engine.conv2dGradInput(dy, w, geometry),
        engine.conv2dGradFilter(x, dy, geometry),
        engine.biasGrad(dy),
      ]);
      return { features, filter, bias };
    },

    async sgdUpdate(weight, momentum, gradient, options) {
      const [w, m, g] = [weight, momentum, gradient].map((values) => tensor(values, [values.length]));
      const [newWeight, newMomentum] = await through([w, m, g], () => {
        engine.sgdUpdate(w, m, g, options);
        return [w, m];
      });
      weight.set(newWeight);
      momentum.set(newMomentum);
    },
  };
}
