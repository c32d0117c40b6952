/** @file The compute engine under test: every operation goes through its tensors, and none is left alive. */
import type * as Engine from '../engine';
import { detectionRows } from '../ssd';
import type { DetectOptions, Predictions, Predictor, Subject } from './subject';

const rowLength = 6;

type Tensor = Engine.Tensor;
/** Marks a tensor to be disposed at the end of the operation. */
type Own = (t: Tensor) => Tensor;

/** @param engine the engine room, open on the back end to test; handed in, so that Node need not load it */
export function tensorSubject(engine: typeof Engine): Subject {
  const { tensor } = engine;
  const read = async (t: Tensor) => (await engine.read(t)) as Float32Array;

  async function disposing<T>(operation: (own: Own) => Promise<T>): Promise<T> {
    const owned: Tensor[] = [];
    try {
      return await operation((t) => {
        owned.push(t);
        return t;
      });
    } finally {
      engine.dispose(...owned);
    }
  }

  function predictorTensors({ features, shape, filter, bias }: Predictor, own: Own) {
    const filterShape = [3, 3, shape[3], bias.length];
    return {
      geometry: engine.convGeometry(shape, filterShape, { pad: 1 }),
      x: own(tensor(features, shape)),
      w: own(tensor(filter, filterShape)),
      b: own(tensor(bias, [bias.length])),
    };
  }

  function predictionTensors({ logits, offsets, anchorCenters, classes }: Predictions, own: Own) {
    const anchors = anchorCenters.length / 4;
    return [
      own(tensor(logits, [1, anchors, classes])),
      own(tensor(offsets, [1, anchors, 4])),
      own(tensor(anchorCenters, [anchors, 4])),
    ] as const;
  }

  function decode(predictions: Predictions) {
    return disposing(async (own) => {
      const decoded = engine.decodePredictions(...predictionTensors(predictions, own));
      for (const t of Object.values(decoded)) own(t);
      return { probabilities: await read(decoded.probabilities), boxes: await read(decoded.boxes) };
    });
  }

  function detectPacked(predictions: Predictions, options: DetectOptions): Promise<Float32Array> {
    const { decoder, nmsThreshold, topK, postNms } = options;
    // A row must pass both to enter.
    const scoreThreshold = Math.max(options.scoreThreshold, options.validThreshold);
    return disposing((own) => {
      const inputs = predictionTensors(predictions, own);
      return read(own(engine.detectObjects(...inputs, { decoder, scoreThreshold, nmsThreshold, topK, postNms })));
    });
  }

  return {
    multiboxLoss: (input) =>
      disposing(async (own) => {
        const { batch, anchors, classes } = input;
        const { normalization, negativeRatio, minHardNegatives, boxWeight, gradientScale } = input;
        const loss = engine.multiboxLoss(
          own(tensor(input.logits, [batch, anchors, classes])),
          own(tensor(input.offsets, [batch, anchors, 4])),
          own(tensor(input.classTargets, [batch, anchors])),
          own(tensor(input.boxTargets, [batch, anchors, 4])),
          { normalization, negativeRatio, minHardNegatives, boxWeight, gradientScale },
        );
        for (const t of Object.values(loss)) own(t);
        return {
          gradLogits: await read(loss.gradLogits),
          gradOffsets: await read(loss.gradOffsets),
          perImage: await read(loss.perImage),
        };
      }),

    decode,

    detect: async (predictions, options) => {
      const { classes } = predictions;
      const anchors = predictions.anchorCenters.length / 4;
      const { decoder, nmsThreshold, topK, postNms } = options;
      // Without suppression the output is no ranking, and not the kernel's business.
      if (!(nmsThreshold > 0 && nmsThreshold < 1) || topK === 0) {
        return detectionRows({ ...(await decode(predictions)), anchors, classes, ...options });
      }
      const packed = await detectPacked(predictions, options);
      const [candidates, entered, survived] = packed;
      // The reference pads with -1 beyond what may enter, too.
      const total = anchors * (decoder === 'argmax' ? 1 : classes - 1);
      const rows = new Float32Array((postNms > 0 ? Math.min(postNms, total) : total) * rowLength).fill(-1);
      rows.set(packed.subarray(rowLength));
      return { rows, stages: { candidates, entered, survived } };
    },

    predict: (predictor) =>
      disposing(async (own) => {
        const { geometry, x, w, b } = predictorTensors(predictor, own);
        return read(own(engine.conv2d(x, w, b, geometry, false)));
      }),

    predictGradients: (predictor, gradient) =>
      disposing(async (own) => {
        const { geometry, x, w } = predictorTensors(predictor, own);
        const { batch, outHeight, outWidth, outChannels } = geometry;
        const dy = own(tensor(gradient, [batch, outHeight, outWidth, outChannels]));
        return {
          features: await read(own(engine.conv2dGradInput(dy, w, geometry))),
          filter: await read(own(engine.conv2dGradFilter(x, dy, geometry))),
          bias: await read(own(engine.biasGrad(dy))),
        };
      }),

    sgdUpdate: (weight, momentum, gradient, options) =>
      disposing(async (own) => {
        const [w, m, g] = [weight, momentum, gradient].map((values) => own(tensor(values, [values.length])));
        engine.sgdUpdate(w, m, g, own(tensor(Float32Array.of(options.learningRate), [1])), options);
        weight.set(await read(w));
        momentum.set(await read(m));
      }),
  };
}
