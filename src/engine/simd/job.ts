/**
 * @file How the threads share one kernel call: a block of shared memory that the caller fills, and the loop that takes
 * parts from it.
 *
 * The ticket holds the number of the call and, in its low bits, how many parts are still to be taken. A thread takes one
 * by lowering the ticket with a compare-exchange, so one that was late for a call can never take a part of the next with
 * the arguments of the last: the ticket has changed, and the exchange fails.
 */

/** The control block: i32 fields, then the arguments. */
export interface Job {
  fields: Int32Array;
  args: Float64Array;
}

/** Indices into `fields`. `kernel` is an index into the sorted names of the exports. */
export const field = { ticket: 0, done: 1, parts: 2, kernel: 3, argCount: 4 } as const;

export const partBits = 12;
const partMask = (1 << partBits) - 1;
const argLimit = 32;
const argOffset = 32;

export type Kernels = Record<string, (part: number, parts: number, ...args: number[]) => void>;

/** The memory of a job block: shared where there are threads to share it with. */
export function jobMemory(shared: boolean): ArrayBufferLike {
  const bytes = argOffset + argLimit * Float64Array.BYTES_PER_ELEMENT;
  return shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

export function jobOf(memory: ArrayBufferLike): Job {
  return { fields: new Int32Array(memory, 0, argOffset / 4), args: new Float64Array(memory, argOffset) };
}

/** The kernels of an instance, and their names in the order by which a job numbers them. */
export function kernelsOf(instance: WebAssembly.Instance): { kernels: Kernels; names: string[] } {
  const kernels = instance.exports as unknown as Kernels;
  return { kernels, names: Object.keys(kernels).sort() };
}

/** Takes parts and computes them until none is left. @returns the ticket that says so: a new call changes it */
export function takeParts({ fields, args }: Job, kernels: Kernels, names: readonly string[]): number {
  for (;;) {
    const ticket = Atomics.load(fields, field.ticket);
    const left = ticket & partMask;
    if (left === 0) return ticket;
    const kernel = fields[field.kernel];
    const values = args.slice(0, fields[field.argCount]);
    const parts = fields[field.parts];
    if (Atomics.compareExchange(fields, field.ticket, ticket, ticket - 1) !== ticket) continue;
    kernels[names[kernel]](left - 1, parts, ...values);
    Atomics.add(fields, field.done, 1);
  }
}
