/**
 * @file The conformance worker: runs fixtures through the tensors of a real back end, and checks that none is left over.
 */
import { expose } from 'comlink';
import { type CaseResult, runFixture, tensorSubject } from '../conformance';
import * as engine from '../engine';

export interface ConformanceApi {
  /**
   * Runs every case of a fixture file, and one more that no tensor is left alive.
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
    const after = engine.liveTensors();
    if (after !== before || faults.length > 0) open = null;
    return [
      ...results,
      verdict('live tensors', after === before, `${before} before the cases and ${after} after; expected as many`),
      verdict('engine faults', faults.length === 0, faults.map((fault) => fault.message).join('; ')),
    ];
  },
};

function verdict(id: string, passed: boolean, complaint: string): CaseResult {
  return { id, passed, message: passed ? '' : complaint };
}

expose(api);
