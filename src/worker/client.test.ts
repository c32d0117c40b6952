import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connectLab } from './client';
import type { LabEvent } from './protocol';

/** A worker of which only the page's end exists. */
class SilentWorker extends EventTarget {
  static latest: SilentWorker;
  constructor() {
    super();
    SilentWorker.latest = this;
  }
  postMessage(): void {}
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message, filename: 'lab.worker.js', lineno: 3 }));
  }
}

beforeEach(() => vi.stubGlobal('Worker', SilentWorker));

describe('a worker that cannot start', () => {
  test('rejects the commands that would wait for ever', async () => {
    const opening = connectLab().openEngine('auto');
    SilentWorker.latest.fail('Unexpected token');
    await expect(opening).rejects.toThrow('Unexpected token');
  });

  test('is a failure event with the place', () => {
    const events: LabEvent[] = [];
    connectLab().subscribe((event) => events.push(event));
    SilentWorker.latest.fail('Unexpected token');
    expect(events).toEqual([
      {
        type: 'failure',
        failure: { title: 'The lab worker did not start', message: 'Unexpected token (lab.worker.js:3)' },
      },
    ]);
  });
});

test('a message that the browser cannot read is a failure event', () => {
  const events: LabEvent[] = [];
  connectLab().subscribe((event) => events.push(event));
  SilentWorker.latest.dispatchEvent(new Event('messageerror'));
  expect(events[0]).toMatchObject({ type: 'failure', failure: { title: 'A message was lost' } });
});
