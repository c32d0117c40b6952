/**
 * @file Detection on WebGPU in four dispatches: softmax and boxes (the decode op's own), the best row of every anchor,
 * ranking, suppression. The CPU learns nothing in between.
 */
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { decode } from '../decode/decode.webgpu';
import bestRowsTemplate from './best-rows.wgsl?raw';
import { type DetectionAttrs, rowLength } from './detections';
import rankTemplate from './rank.wgsl?raw';
import suppressTemplate from './suppress.wgsl?raw';

const bestRowsShader = { name: 'best-rows', template: bestRowsTemplate };
const rankShader = { name: 'rank', template: rankTemplate };
const suppressShader = { name: 'suppress', template: suppressTemplate };

export const detectionsWebgpu = webgpuKernel<'logits' | 'offsets' | 'anchorCenters', DetectionAttrs>(
  'SsdDetect',
  (inputs, { argmax, scoreThreshold, nmsThreshold, candidates, topK, limit }, backend) => {
    const [batch, anchors, classes] = inputs.logits.shape;
    const constants = { ARGMAX: argmax };
    const threshold = keyThreshold(scoreThreshold);
    const [probabilities, boxes] = decode(backend, inputs);

    // Per class, topK anchors and all their classes may have to be ranked.
    const stride = anchors + (argmax ? 0 : Math.min(candidates, topK * (classes - 1)));
    const entries = allocate(backend, [batch, stride, 2], 'int32');
    const passing = allocate(backend, [batch, anchors], 'int32');
    dispatch(backend, {
      shader: bestRowsShader,
      constants,
      inputs: [probabilities],
      outputs: [entries, passing],
      params: { integers: [batch, anchors, classes, stride, threshold] },
      workgroups: workgroupsFor(batch * anchors, 64),
    });

    const ranked = allocate(backend, [batch, topK, 2], 'int32');
    const stages = allocate(backend, [batch, 2], 'int32');
    dispatch(backend, {
      shader: rankShader,
      constants,
      inputs: [probabilities, passing],
      outputs: [entries, ranked, stages],
      params: { integers: [anchors, classes, stride, topK, threshold] },
      workgroups: [batch, 1, 1],
    });

    const boxesByRank = allocate(backend, [batch, topK, 8]);
    const survivors = allocate(backend, [batch, classes - 1, Math.ceil(topK / 32)], 'int32');
    const packed = allocate(backend, [batch, 1 + limit, rowLength]);
    const bits = bitsOf(nmsThreshold);
    const midpoint = 2 * ((bits & 0x7fffff) | 0x800000) + 1;
    dispatch(backend, {
      shader: suppressShader,
      constants,
      inputs: [ranked, stages, boxes],
      outputs: [boxesByRank, survivors, packed],
      params: { integers: [anchors, classes, topK, limit, bits >>> 23, midpoint, 0] },
      workgroups: [batch, 1, 1],
    });
    for (const { dataId } of [probabilities, boxes, entries, passing, ranked, stages, boxesByRank, survivors]) {
      backend.disposeData(dataId);
    }
    return [packed];
  },
);

/** Keys above this belong to scores above the threshold; the shaders' key is 1 + the bits of the score. */
function keyThreshold(scoreThreshold: number): number {
  return scoreThreshold < 0 ? 0 : 1 + bitsOf(scoreThreshold);
}

function bitsOf(float: number): number {
  // Adding 0 makes 0 of -0.
  return new Uint32Array(Float32Array.of(float + 0).buffer)[0];
}
