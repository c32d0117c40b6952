import { expect, test } from 'vitest';
import { BufferPool } from './buffer-pool';

const MiB = 2 ** 20;
const usage = 128;

/** A pool over a device that only notes what happens to its buffers. */
function openPool() {
  const log: string[] = [];
  const device = {
    createBuffer: ({ size, usage: given }: GPUBufferDescriptor) => {
      log.push(`create ${size / MiB}`);
      const buffer = {
        size,
        usage: given,
        mapState: 'mapped',
        mapAsync: async () => {
          buffer.mapState = 'mapped';
        },
        destroy: () => log.push(`destroy ${size / MiB}`),
      };
      return buffer;
    },
  };
  const pool = new BufferPool(device as unknown as GPUDevice, 0.2, () => log.push('submit'));
  return { pool, log };
}

test('a freed buffer serves the next tensor of its size and usage, and no other', () => {
  const { pool } = openPool();
  const first = pool.acquireBuffer(MiB, usage);
  pool.releaseBuffer(first);
  expect(pool.acquireBuffer(MiB, usage + 1)).not.toBe(first);
  expect(pool.acquireBuffer(2 * MiB, usage)).not.toBe(first);
  expect(pool.acquireBuffer(MiB, usage, false, false)).not.toBe(first);
  expect(pool.acquireBuffer(MiB, usage)).toBe(first);
  expect([pool.getNumUsedBuffers(), pool.getNumFreeBuffers()]).toEqual([4, 0]);
});

test('tensors of many sizes, one after the other, hold a fifth more than two of them', () => {
  const { pool, log } = openPool();
  let previous = pool.acquireBuffer(300 * MiB, usage);
  for (let size = 301; size <= 330; size++) {
    const next = pool.acquireBuffer(size * MiB, usage);
    pool.releaseBuffer(previous);
    previous = next;
  }
  expect(pool.numBytesUsed).toBe(330 * MiB);
  expect(pool.peakBytesAllocated).toBeLessThanOrEqual(1.2 * (329 + 330) * MiB);
  expect(log.filter((line) => line.startsWith('destroy')).length).toBeGreaterThan(25);
});

test('a staging buffer is mapped again for the next upload of its size, up to 64 MiB of them', async () => {
  const { pool, log } = openPool();
  const mapWrite = 2;
  const stage = (size: number) => pool.acquireBuffer(size * MiB, mapWrite, true, false);
  const first = stage(40);
  pool.releaseBuffer(first, false);
  expect(stage(40)).toBe(first);
  pool.releaseBuffer(first, false);
  const second = stage(30);
  pool.releaseBuffer(second, false);
  expect(log).toEqual(['create 40', 'create 30', 'destroy 40']);
  expect(pool.numBytesAllocated).toBe(30 * MiB);
  (second as { mapState: string }).mapState = 'pending';
  expect(stage(30)).not.toBe(second);
  pool.dispose();
  expect(log.filter((line) => line === 'destroy 30')).toHaveLength(2);
});

test('small buffers stay: up to 32 MiB are spare', () => {
  const { pool, log } = openPool();
  for (let size = 1; size <= 7; size++) pool.releaseBuffer(pool.acquireBuffer(size * MiB, usage));
  expect(pool.numBytesAllocated).toBe(28 * MiB);
  expect(log).not.toContain('submit');
});

test('recorded commands are submitted before a buffer that they may use is destroyed, the largest first', () => {
  const { pool, log } = openPool();
  const buffers = [30, 50, 20].map((size) => pool.acquireBuffer(size * MiB, usage));
  for (const buffer of buffers) pool.releaseBuffer(buffer);
  log.length = 0;
  pool.acquireBuffer(60 * MiB, usage);
  expect(log).toEqual(['submit', 'destroy 50', 'create 60']);
  expect(pool.numBytesAllocated).toBe(110 * MiB);
});

test('a reset of the peak frees what is not in use and measures anew', () => {
  const { pool } = openPool();
  const kept = pool.acquireBuffer(MiB, usage);
  pool.releaseBuffer(pool.acquireBuffer(400 * MiB, usage));
  expect(pool.peakBytesAllocated).toBe(401 * MiB);
  pool.resetPeak();
  expect([pool.numBytesAllocated, pool.peakBytesAllocated]).toEqual([MiB, MiB]);
  pool.releaseBuffer(kept, false);
  expect(pool.numBytesAllocated).toBe(0);
});

test('buffers that come back after the end are ignored', () => {
  const { pool } = openPool();
  const buffer = pool.acquireBuffer(MiB, usage);
  pool.dispose();
  pool.releaseBuffer(buffer);
  expect([pool.numBytesUsed, pool.numBytesAllocated]).toEqual([0, 0]);
});
