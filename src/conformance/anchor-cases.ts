/** @file Checks of ssd-gold/anchors: generated rows, counts, sums and hashes, and the specs of the known models. */
import { type Anchors, generateAnchors } from '../ssd';
import type { ComputedRecord, Tolerances } from './comparison';
import { type AnchorConfig, anchorSpec, type ConformanceCase, modelSpec, toRows } from './fixture';

interface AnchorEntry {
  config: AnchorConfig;
  first?: unknown[];
  last?: unknown[];
  sampled?: number[][];
}

interface AnchorFixture {
  models?: Record<string, AnchorEntry>;
  full?: Record<string, AnchorEntry>;
}

/** Nine digits are printed. */
const printed = { rel: 1e-8 };
const tolerances: Tolerances = {
  config: printed,
  first: printed,
  last: printed,
  sampled: printed,
  anchors: printed,
  center_column_sums: printed,
  corner_column_sums: printed,
};

export function anchorCases({ models = {}, full = {} }: AnchorFixture): ConformanceCase[] {
  const entries = [...Object.entries(models), ...Object.entries(full)];
  return entries.map(([id, entry]) => ({
    id,
    check: async (comparison) => {
      const known = modelSpec(id);
      const config = known === null ? { ...entry.config } : { ...known, input: known.inputSize };
      const actual = { config: config as unknown as ComputedRecord, ...(await describe(entry)) };
      comparison.compare(id, actual, entry, tolerances);
    },
  }));
}

async function describe(entry: AnchorEntry): Promise<ComputedRecord> {
  const anchors = generateAnchors(anchorSpec(entry.config));
  const rows = toRows(anchors.centers, 4);
  return {
    count: anchors.count,
    per_layer: anchors.layers.map((layer) => layer.count),
    layer_offset: anchors.layers.map((layer) => layer.offset),
    first: rows.slice(0, entry.first?.length ?? 0),
    last: rows.slice(rows.length - (entry.last?.length ?? 0)),
    sampled: (entry.sampled ?? []).map(([index]) => [index, ...(rows[index] ?? [])]),
    anchors: rows,
    center_column_sums: columnSums(anchors.centers),
    corner_column_sums: columnSums(anchors.corners),
    ...(await hashes(anchors)),
  };
}

function columnSums(rows: Float32Array): number[] {
  const sums = [0, 0, 0, 0];
  rows.forEach((value, i) => {
    sums[i % 4] += value;
  });
  return sums;
}

/** Every browser and Node that the lab supports is little-endian, so the bytes are those of the array. */
async function hashes({ centers, corners }: Anchors): Promise<ComputedRecord> {
  const sha256 = async (values: Float32Array) => {
    const digest = await crypto.subtle.digest('SHA-256', values.buffer as ArrayBuffer);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  return { sha256_center_f32le: await sha256(centers), sha256_corner_f32le: await sha256(corners) };
}
