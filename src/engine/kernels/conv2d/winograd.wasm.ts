/**
 * @file Which convolutions take the way of winograd.simd.ts and winograd-grad.simd.ts, and its memory. It halves their time; its sums and
 * differences cost about one more bit of the result.
 */
import { moveShares, productShares, type WasmTensors } from '../wasm-tensors';
import type { ConvGeometry } from './geometry';

const float = 4;
const frequencies = 16;
/** As in winograd.simd.ts. */
const tilesAtOnce = 24;
/** Scratch of one tile's transform. */
const tileScratch = 64 + 256;
/** Bound of the transforms that the gradient of the filter holds at once (16 MiB). */
const maxTransformBytes = 1 << 24;
/** What a tile of rows may read past the last channel. */
const slack = 8 * float;

/** Maps that are read: f32[images, height, width, channels]; output row y reads rows from y - top on, columns alike. */
export interface Maps {
  address: number;
  images: number;
  height: number;
  width: number;
  channels: number;
  top: number;
  left: number;
}

/** Where tap (0, 0) of the filter as it is laid over the maps begins; strides in bytes, negative for a flipped filter. */
export interface Taps {
  address: number;
  tapRowStride: number;
  tapColumnStride: number;
  rowStride: number;
  columnStride: number;
}

export interface Output {
  address: number;
  height: number;
  width: number;
  channels: number;
}

/** Whether 2x2 tiles pay: the filter is 3x3 at stride 1, the channels come in fours, and few tiles overlap the border. */
export function takesWinograd(g: ConvGeometry): boolean {
  const { filterHeight, filterWidth, stride, dilation, inChannels, outChannels, outHeight, outWidth } = g;
  const plain = filterHeight === 3 && filterWidth === 3 && stride === 1 && dilation === 1;
  const covered = 4 * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);
  return (
    plain && inChannels % 4 === 0 && outChannels % 4 === 0 && inChannels >= 8 && 1.5 * outHeight * outWidth >= covered
  );
}

/** @param bias address of f32[channels of the output], or 0 for none */
export function convolveByTiles(
  tensors: WasmTensors,
  maps: Maps,
  taps: Taps,
  output: Output,
  bias: number,
  relu: boolean,
): void {
  const { channels } = maps;
  const made = output.channels;
  const tiles = maps.images * tilesOf(output);
  const parts = tensors.partsOf(productShares(Math.ceil(tiles / tilesAtOnce), frequencies * tiles * channels * made));
  const partSize =
    tileScratch +
    channels * float +
    2 * tilesAtOnce * float +
    16 +
    frequencies * (frequencySize(tilesAtOnce, channels) + frequencySize(tilesAtOnce, made));
  const sizes = [frequencies * made * (channels + 1) * float, made * float, parts * partSize];
  tensors.withScratch(sizes, (packed, noBias, scratch) => {
    const { tapRowStride, tapColumnStride, rowStride, columnStride } = taps;
    const strides = [tapRowStride, tapColumnStride, rowStride, columnStride];
    const shares = moveShares(Math.ceil(made / 8), frequencies * made * channels);
    tensors.run('winogradFilter', shares, taps.address, packed, channels, made, ...strides);
    if (bias === 0) tensors.storeFloats(noBias, new Array(made).fill(0));
    tensors.run(
      'winogradConvolve',
      parts,
      maps.address,
      maps.images,
      maps.height,
      maps.width,
      channels,
      maps.top,
      maps.left,
      packed,
      bias || noBias,
      output.address,
      output.height,
      output.width,
      made,
      Number(relu),
      scratch,
      partSize,
    );
  });
}

/** @param filter address of f32[3, 3, channels, channels of dy], written */
export function gradFilterByTiles(tensors: WasmTensors, maps: Maps, dy: Output, filter: number): void {
  const { channels } = maps;
  const tilesOfImage = tilesOf(dy);
  const tiles = maps.images * tilesOfImage;
  const bytesOfTile = frequencies * (channels + dy.channels) * float;
  const atOnce = Math.min(tiles, Math.max(1, Math.floor(maxTransformBytes / bytesOfTile)));
  const parts = tensors.partsOf(moveShares(atOnce, frequencies * atOnce * channels));
  const partSize = tileScratch + channels * float;
  const pairs = channels * dy.channels;
  const sizes = [
    frequencies * frequencySize(atOnce, channels) + slack,
    frequencies * frequencySize(atOnce, dy.channels),
    frequencies * pairs * float,
    atOnce * float,
    parts * partSize,
  ];
  tensors.withScratch(sizes, (transformed, gradients, sums, cells, scratch) => {
    for (let begin = 0; begin < tiles; begin += atOnce) {
      const count = Math.min(atOnce, tiles - begin);
      const grid = [tilesOfImage, Math.ceil(dy.width / 2), begin, count];
      const { address, height, width, top, left } = maps;
      const source = [address, height, width, channels, top, left];
      tensors.run('winogradMaps', parts, ...source, ...grid, transformed, scratch, partSize);
      const moved = frequencies * count * dy.channels;
      tensors.run(
        'winogradGradients',
        moveShares(count, moved),
        dy.address,
        dy.height,
        dy.width,
        dy.channels,
        ...grid,
        gradients,
      );
      tensors.storeInts(
        cells,
        Array.from({ length: count }, (_, i) => transformed + i * channels * float),
      );
      const rowTiles = frequencies * Math.ceil(channels / 6);
      const again = Number(begin > 0);
      tensors.run(
        'winogradMultiplyCells',
        productShares(rowTiles, frequencies * count * pairs),
        cells,
        gradients,
        count,
        channels,
        dy.channels,
        sums,
        again,
      );
    }
    tensors.run('winogradFilterGradient', moveShares(pairs, frequencies * pairs), sums, filter, pairs);
  });
}

/** Bytes of transformed tiles at one frequency, as in winograd.simd.ts. */
function frequencySize(tiles: number, channels: number): number {
  return tiles * channels * float + 64;
}

function tilesOf({ height, width }: Output): number {
  return Math.ceil(height / 2) * Math.ceil(width / 2);
}
