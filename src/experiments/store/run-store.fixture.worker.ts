/**
 * @file A worker that keeps a run and answers with what it reads of it.
 */
import { storedRun } from '../stored-run.fixture';
import { openRunStore } from './run-store';

const store = await openRunStore({ name: 'store-test' });
await store.putStored(storedRun('a'));
self.postMessage(await store.stored('a'));
store.close();
