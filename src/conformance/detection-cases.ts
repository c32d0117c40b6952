/** @file Checks of ssd-gold/decode_nms: from logits and offsets to rows of detections, and box_nms by itself. */
import { boxNms, type DecoderKind, NumberStream } from '../ssd';
import type { Comparison, Tolerances } from './comparison';
import { type CaseAnchors, type ConformanceCase, caseAnchors, floats, refuseUnknown, toRows } from './fixture';
import type { Subject } from './subject';

interface PipelineCase {
  id: string;
  kind: 'pipeline';
  mode: string;
  params: { nms_thresh: number; nms_topk: number; post_nms: number; score_thresh: number; valid_thresh: number };
  num_fg_classes: number;
  anchors: CaseAnchors;
  preds: RandomPredictions | { constant_logits: number[]; constant_box: number[] };
  expected: { num_rows: number; rows: number[][] };
}

interface RandomPredictions {
  lcg_seed: number;
  cls_lo: number;
  cls_hi: number;
  box_lo: number;
  box_hi: number;
  cls_quantum?: number | null;
}

interface RawNmsCase {
  id: string;
  kind: 'raw_nms';
  params: {
    overlap_thresh: number;
    valid_thresh: number;
    topk: number;
    id_index: number;
    force_suppress: boolean;
    background_id: number;
  };
  rows_in: number[][];
  expected: object;
}

const rowLength = 6;
const decoders: Readonly<Record<string, DecoderKind>> = { per_class: 'per-class', argmax: 'argmax' };
const pixels = { abs: 1e-3 };
const columns = [{}, { rel: 1e-5 }, pixels, pixels, pixels, pixels];
const tolerances: Tolerances = { rows: columns, rows_out: columns };
const filler = 'all remaining rows are -1 in every column';

export function detectionCases({ cases }: { cases: (PipelineCase | RawNmsCase)[] }): ConformanceCase[] {
  return cases.map((entry) => ({
    id: entry.id,
    check: (comparison, subject) => {
      if (entry.kind === 'pipeline') return checkPipeline(entry, comparison, subject);
      if (entry.kind === 'raw_nms') return checkRawNms(entry, comparison);
      throw new Error(`kind is ${(entry as { kind: unknown }).kind}; expected pipeline or raw_nms`);
    },
  }));
}

async function checkPipeline(entry: PipelineCase, comparison: Comparison, subject: Subject): Promise<void> {
  const { params, mode, expected } = entry;
  refuseUnknown(params, ['nms_thresh', 'nms_topk', 'post_nms', 'score_thresh', 'valid_thresh']);
  if (!(mode in decoders)) throw new Error(`mode is ${mode}; expected ${Object.keys(decoders).join(' or ')}`);
  const anchors = caseAnchors(entry.anchors);
  const classes = entry.num_fg_classes + 1;
  const { logits, offsets } = predictions(entry.preds, anchors.count, classes);
  const predicted = { logits, offsets, anchorCenters: anchors.centers, classes };
  const { rows, stages } = await subject.detect(predicted, {
    decoder: decoders[mode],
    scoreThreshold: params.score_thresh,
    validThreshold: params.valid_thresh,
    nmsThreshold: params.nms_thresh,
    topK: params.nms_topk,
    postNms: params.post_nms,
  });
  const all = toRows(rows, rowLength);
  const valid = all.filter(([id]) => id >= 0);
  const rest = all.slice(valid.length);
  // Without suppression the fixture lists every row, the invalid ones in between too.
  const listed = expected.rows.length === expected.num_rows ? all : valid;
  const actual = {
    num_rows: all.length,
    num_valid_rows: valid.length,
    rows: listed,
    filler: rest.every((row) => row.every((value) => value === -1)) ? filler : 'some are not -1',
    candidates_over_valid_thresh: stages?.candidates ?? null,
    entered_nms: stages?.entered ?? null,
    survived_nms: stages?.survived ?? null,
  };
  comparison.compare('expected', actual, expected, tolerances);
}

function checkRawNms({ params, rows_in, expected }: RawNmsCase, comparison: Comparison): void {
  const known = ['overlap_thresh', 'valid_thresh', 'topk', 'id_index', 'force_suppress', 'background_id'];
  refuseUnknown(params, known);
  const rows = boxNms(floats(rows_in), {
    overlapThreshold: params.overlap_thresh,
    validThreshold: params.valid_thresh,
    topK: params.topk,
    idIndex: params.id_index,
    forceSuppress: params.force_suppress,
    backgroundId: params.background_id,
  });
  comparison.compare('expected', { rows_out: toRows(rows, rowLength) }, expected, tolerances);
}

function predictions(preds: PipelineCase['preds'], anchors: number, classes: number) {
  if ('constant_logits' in preds) {
    return {
      logits: new Float32Array(anchors * classes).map((_, i) => preds.constant_logits[i % classes]),
      offsets: new Float32Array(anchors * 4).map((_, i) => preds.constant_box[i % 4]),
    };
  }
  const stream = new NumberStream(preds.lcg_seed);
  const logits = stream.take(anchors * classes, preds.cls_lo, preds.cls_hi, preds.cls_quantum ?? null);
  return { logits, offsets: stream.take(anchors * 4, preds.box_lo, preds.box_hi) };
}
