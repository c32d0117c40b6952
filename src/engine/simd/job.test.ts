import { expect, test } from 'vitest';
import { field, type Job, jobMemory, jobOf, type Kernels, partBits, takeParts } from './job';

const names = ['first', 'second'];

function post(job: Job, call: number, kernel: string, parts: number, ...args: number[]): void {
  job.args.set(args);
  job.fields[field.kernel] = names.indexOf(kernel);
  job.fields[field.argCount] = args.length;
  job.fields[field.parts] = parts;
  job.fields[field.done] = 0;
  Atomics.store(job.fields, field.ticket, (call << partBits) | parts);
}

test('every part of a call is computed once, with the arguments of the call', () => {
  const job = jobOf(jobMemory(true));
  const calls: number[][] = [];
  const kernels: Kernels = { first: () => expect.fail('the wrong kernel'), second: (...args) => calls.push(args) };
  post(job, 1, 'second', 3, 7.5, -2);
  const spent = takeParts(job, kernels, names);
  expect(calls).toEqual([
    [2, 3, 7.5, -2],
    [1, 3, 7.5, -2],
    [0, 3, 7.5, -2],
  ]);
  expect(job.fields[field.done]).toBe(3);
  expect(spent).toBe(Atomics.load(job.fields, field.ticket));
});

test('threads share the parts: what another took is left alone', () => {
  const job = jobOf(jobMemory(true));
  const taken: number[] = [];
  const kernels: Kernels = {
    first: (part) => {
      taken.push(part);
      // Another thread takes the next part while this one computes.
      if (part === 4) Atomics.sub(job.fields, field.ticket, 1);
    },
  };
  post(job, 1, 'first', 5);
  takeParts(job, kernels, names);
  expect(taken).toEqual([4, 2, 1, 0]);
});

test('a thread that was late for a call takes no part of it under the number of the next', () => {
  const job = jobOf(jobMemory(true));
  const seen: [number, number][] = [];
  const kernels: Kernels = { first: (part, parts) => seen.push([part, parts]) };
  post(job, 1, 'first', 2);
  // Between the reading of the ticket and the exchange, others finish the call and the next one is posted.
  const load = Atomics.load;
  let posted = false;
  Atomics.load = ((array: Int32Array, index: number) => {
    const ticket = load(array, index);
    if (!posted) {
      posted = true;
      post(job, 2, 'first', 4);
    }
    return ticket;
  }) as typeof Atomics.load;
  try {
    takeParts(job, kernels, names);
  } finally {
    Atomics.load = load;
  }
  expect(seen).toEqual([
    [3, 4],
    [2, 4],
    [1, 4],
    [0, 4],
  ]);
});

test('a spent ticket is returned unchanged when there is nothing to do', () => {
  const job = jobOf(jobMemory(false));
  post(job, 9, 'first', 0);
  expect(takeParts(job, {}, names)).toBe(9 << partBits);
});
