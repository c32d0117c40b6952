/**
 * @file The conformance worker: runs fixtures through the tensors of a real back end, and checks that none is left over.
 */
import { expose } from 'comlink';
import { type CaseResult, runFixture, tensorSubject } from '../conformance';
import * as engine from '../engine';

export interface ConformanceApi {
  /**
   * Runs every case of a fixture file. A tensor that is left alive and a fault of the device fail one more, `engine`.
   *
   * @param fixture the parsed JSON
   * @throws Error if the back end cannot start
   */
  run(backend: engine.EngineInfo['backend'], fixture: unknown): Promise<CaseResult[]>;
}

let open: engine.EngineInfo['backend'] | null = null;

const api: ConformanceApi = {
  async run(backend, fixture) {
    if (open !== backend) {
      open = null;
      await engine.openEngine(backend);
      open = backend;
    }
    const faults: Error[] = [];
    const stopListening = engine.onEngineFault((error) => faults.push(error));
    const before = engine.liveTensors();
    const results = await runFixture(fixture, tensorSubject(engine));
    await engine.finishQueue();
    stopListening();
    const left = engine.liveTensors() - before;
    const complaints = [
      ...(left === 0 ? [] : [`${left} tensors are left alive; expected none`]),
      ...faults.map((fault) => fault.message),
    ];
    if (complaints.length > 0) open = null;
    return [...results, ...complaints.map((message) => ({ id: 'engine', passed: false, message }))];
  },
};

expose(api);
