/**
 * @file One thread of the SIMD kernels: it waits for calls and takes parts of them until it is terminated.
 */
import { field, jobOf, kernelsOf, takeParts } from './job';

export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  job: ArrayBufferLike;
}

/** Looks at the ticket before the thread sleeps: kernels follow each other within microseconds, and waking takes 50. */
const looks = 2000;

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const { kernels, names } = kernelsOf(new WebAssembly.Instance(data.module, { env: { memory: data.memory } }));
  const job = jobOf(data.job);
  self.postMessage('ready');
  for (;;) {
    const ticket = takeParts(job, kernels, names);
    let look = 0;
    while (look < looks && Atomics.load(job.fields, field.ticket) === ticket) look++;
    if (look === looks) Atomics.wait(job.fields, field.ticket, ticket);
  }
};
