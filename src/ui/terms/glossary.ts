/** @file The words of the field as the lab uses them: a definition in two or three sentences, and the formula if any. */

export interface Entry {
  /** As a heading. */
  title: string;
  definition: string;
  /** For {@link Formula}. */
  formula?: string;
}

const entries = {
  anchor: {
    title: 'Anchor',
    definition:
      'A box of fixed place, size and shape that the network judges: one logit a class and four offsets. Every cell of every feature map has four or six. Also called default box or prior.',
    formula: String.raw`c_x = (x + 0.5) s, ~ w = S \sqrt{r}, ~ h = \frac{S}{\sqrt{r}}`,
  },
  'feature-map': {
    title: 'Feature map',
    definition:
      'A grid of numbers that the backbone makes of the image. SSD predicts from several: fine grids find small objects, coarse grids find large ones.',
  },
  background: {
    title: 'Background',
    definition:
      'The class of an anchor that has no object, in column 0 of the logits. Nearly all anchors of an image belong to it.',
  },
  'ground-truth': {
    title: 'Ground truth',
    definition: 'An object as a person annotated it: a class and a box. What the network should find.',
  },
  iou: {
    title: 'IoU, intersection over union',
    definition: 'How well two boxes agree: the area that both cover by the area that either covers, from 0 to 1.',
    formula: String.raw`IoU = \frac{\text{area}(a ∩ g)}{\text{area}(a ∪ g)}`,
  },
  positive: {
    title: 'Positive anchor',
    definition:
      'An anchor that is matched to an object and learns its class and box: the best of some object (bipartite), as good as the best (tie), or with an IoU at the threshold or above.',
    formula: String.raw`IoU ≥ 0.5 ~ \text{or best of its object}`,
  },
  'hard-negative': {
    title: 'Hard negative',
    definition:
      'An unmatched anchor that looks least like background to the present model. Only these join the loss as background, three for each positive of the image; the other anchors are ignored in this step.',
    formula: 'n_- = min(3 n_+, N - n_+)',
  },
  offset: {
    title: 'Offset',
    definition:
      'What turns an anchor into a box: shift of the centre by the size of the anchor, and the logarithm of the ratio of sizes, each divided by a fixed scale.',
    formula: String.raw`t_x = \frac{g_x - a_x}{0.1 ~ a_w}, ~ t_w = \frac{ln(g_w / a_w)}{0.2}`,
  },
  logit: {
    title: 'Logit',
    definition: 'The raw score of a class, any real number. Only differences between logits of one anchor matter.',
  },
  softmax: {
    title: 'Softmax',
    definition: 'Makes probabilities of logits: all above 0, their sum 1.',
    formula: String.raw`p_k = \frac{e^{x_k}}{∑_j e^{x_j}}`,
  },
  'cross-entropy': {
    title: 'Cross-entropy',
    definition:
      'The loss of a class prediction: minus the logarithm of the probability given to the right class. 0 if it is certain and right; ln K if all K classes seem alike.',
    formula: 'CE = - ln p_t',
  },
  'smooth-l1': {
    title: 'Smooth L1',
    definition:
      'The loss of an offset: a parabola near 0, straight beyond 1, so that a far miss does not drown all else. Also called Huber loss.',
    formula: String.raw`H(d) = 0.5 d^2 ~ \text{if} ~ |d| ≤ 1, ~ \text{else} ~ |d| - 0.5`,
  },
  'batch-wise': {
    title: 'Batch-wise normalization',
    definition:
      'Every image is divided by the positives of the whole batch: each positive anchor weighs the same, so a crowded image weighs more.',
    formula: String.raw`L = \frac{∑_i S_i}{∑_i n_i}`,
  },
  'sample-wise': {
    title: 'Sample-wise normalization',
    definition:
      'Every image is divided by its own positives: each image weighs the same, however many objects it holds.',
    formula: String.raw`L = ∑_i \frac{S_i}{n_i}`,
  },
  gradient: {
    title: 'Gradient',
    definition:
      'How the loss changes with each weight; the step of training goes against it. Its norm tells how hard an image pulls.',
  },
  fan: {
    title: 'Fan-in and fan-out',
    definition: 'The weights that reach one output of a layer, and the weights that leave one input.',
    formula: String.raw`\text{fan in} = I · k_h k_w, ~ \text{fan out} = O · k_h k_w`,
  },
  xavier: {
    title: 'Xavier initialiser',
    definition:
      'Draws weights with a variance that fits the layer: the more connections, the smaller the weights, so that signals keep their size. The factor F is the fan-in, the fan-out or their mean; m is the magnitude.',
    formula: String.raw`c = \sqrt{\frac{m}{F}}, ~ w ~ \text{from} ~ N(0, c^2) ~ \text{or} ~ U(-c, c)`,
  },
  uniform: {
    title: 'Uniform initialiser',
    definition: 'Draws weights evenly from an interval of fixed width, whatever the size of the layer.',
    formula: String.raw`w ~ \text{from} ~ U(-b, b), ~ std = \frac{b}{\sqrt{3}}`,
  },
  decoder: {
    title: 'Decoder',
    definition:
      'The rule that makes scored boxes of probabilities. Per class: every class of an anchor above the threshold is a candidate. Argmax: only the best class of an anchor is.',
  },
  nms: {
    title: 'NMS, non-maximum suppression',
    definition:
      'Goes through the candidates by descending score. Each one that is still there removes later ones of its class that overlap it by more than the threshold.',
    formula: String.raw`\text{remove} ~ b ~ \text{if} ~ IoU(a, b) > 0.45`,
  },
  'top-k': {
    title: 'Top k',
    definition: 'Only the k best candidates of an image, over all classes together, enter the suppression.',
  },
  map: {
    title: 'mAP, mean average precision',
    definition:
      'The area under the curve of precision over recall, averaged over the classes. VOC07 samples the curve at 11 recalls, VOC12 takes the whole area; the same detections score differently under each.',
    formula: String.raw`AP_{07} = \frac{1}{11} ∑_{i = 0}^{10} max_{r ≥ i/10} p(r)`,
  },
  difficult: {
    title: 'Difficult',
    definition:
      'A mark of VOC for objects that are hard to make out. They train like others, but the evaluation neither rewards finding nor punishes missing them.',
  },
  seed: {
    title: 'Seed',
    definition:
      'The number that all chance of a run follows: weights, order of images, augmentation. Another seed gives another result, even with the same recipe.',
  },
} satisfies Record<string, Entry>;

export type TermName = keyof typeof entries;

export const glossary: Readonly<Record<TermName, Entry>> = entries;
