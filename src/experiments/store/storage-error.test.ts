import { expect, test } from 'vitest';
import { attempt, StorageError } from './storage-error';

test.each([
  ['QuotaExceededError', 'full', 'put run a: the storage of this browser is full; delete runs'],
  ['SecurityError', 'refused', 'put run a: this browser does not allow it'],
  ['VersionError', 'refused', 'put run a: this browser does not allow it'],
  ['UnknownError', 'damaged', 'put run a: the storage of this browser cannot be read or written'],
])('a %s of the browser is storage that is %s', async (name, reason, message) => {
  const cause = new DOMException('no', name);
  const failed = attempt('put run a', () => Promise.reject(cause));
  await expect(failed).rejects.toBeInstanceOf(StorageError);
  await expect(failed).rejects.toMatchObject({ reason, cause, message: expect.stringContaining(message) });
});

test('an error that is not of the storage stays as it is', async () => {
  const own = new RangeError('no run');
  await expect(attempt('put run a', () => Promise.reject(own))).rejects.toBe(own);
});
