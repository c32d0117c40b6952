import { expose, wrap } from 'comlink';
import { expect, it } from 'vitest';
import { type OnProgress, reporting } from './reporting';

it('drops a report that comes after the answer, and none before', async () => {
  const { port1, port2 } = new MessageChannel();
  let late: OnProgress = () => {};
  expose(
    {
      async count(report: OnProgress) {
        await report(1, 2);
        late = report;
        return 'counted';
      },
    },
    port1,
  );
  const remote = wrap<{ count(report: OnProgress): Promise<string> }>(port2);
  const reports: [number, number | null][] = [];
  expect(
    await reporting(
      (...progress) => reports.push(progress),
      (report) => remote.count(report),
    ),
  ).toBe('counted');
  await late(2, 2);
  expect(reports).toEqual([[1, 2]]);
  port1.close();
  port2.close();
});
