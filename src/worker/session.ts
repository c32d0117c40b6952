/**
 * @file A run, or several in lock-step on the same batches: training and evaluation behind play, pause, step and stop.
 */
import { resetPeak } from '../engine';
import { byTraining, requireLockStep } from '../experiments';
import type { Network } from '../model';
import { anchorSpecOf } from '../ssd';
import { evaluate, NonFiniteLossError, type TrainingBatch } from '../training';
import { type BatchQueue, shared } from './batch-queue';
import { wholeCheckpoints } from './checkpoints';
import { reportFault } from './fault';
import { smallerSteps } from './memory';
import type { EvalPoint, Failure, Progress, RunInfo, RunRequest, RunStatus, SeenImage } from './protocol';
import { endRun, type SessionData, type SessionHost } from './session-host';
import { onViews, Trainee } from './trainee';
import { yieldToMessages } from './yield-to-messages';

/** Val images shown with their detections while the model learns. */
const shownImages = 8;
/** Evaluation batches: large enough for the engine, small enough to stop quickly. */
const evalBatch = 16;

/** Milliseconds between two checkpoints, and how many times as long as it took to read one from the device. */
const checkpointEvery = 10_000;
const checkpointShare = 20;

let sessions = 0;

export class Session {
  /** Sessions of this worker so far. */
  readonly id = ++sessions;
  readonly #data: SessionData;
  readonly #host: SessionHost;
  readonly #trainees: readonly Trainee[];
  readonly #batches: BatchQueue;
  readonly #batchOf: (step: number) => Promise<TrainingBatch>;
  #status: RunStatus = 'preparing';
  /** The step at which to pause; Infinity while playing. */
  #runUntil = 0;
  #wake: (() => void) | null = null;
  #stopped = false;
  #endStatus: 'finished' | 'failed' = 'finished';
  #abort = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #nextCheckpoint = performance.now() + checkpointEvery;
  #writing: Promise<void> | null = null;
  #toldThatFull = false;
  #faultyStep = 0;

  /**
   * Builds and checks the models.
   *
   * @param runs at least one; the first is the one that the panels ask about
   * @throws StepLimitError if a step at this batch does not fit the device; ConfigError if runs cannot share batches
   */
  constructor(runs: readonly RunRequest[], data: SessionData, host: SessionHost) {
    this.#data = data;
    this.#host = host;
    requireLockStep(runs.map(({ config }) => config));
    if (data.trainImages === 0) throw new Error('The train split has no images; choose a list that names some.');
    const [{ config }] = runs;
    this.#batches = data.pool.trainingBatches(config, data.trainImages, anchorSpecOf(config));
    const groups = byTraining(runs);
    const batchOf = shared((step) => this.#batches.take(step));
    this.#batchOf = batchOf;
    const { classes, trainImages } = data;
    const { engine, emit } = host;
    const trainees: Trainee[] = [];
    try {
      for (const group of groups) {
        trainees.push(new Trainee(group, { classes, trainImages, engine, trainees: groups.length, batchOf, emit }));
      }
    } catch (error) {
      for (const trainee of trainees) trainee.dispose();
      throw error;
    }
    this.#trainees = trainees;
    resetPeak();
  }

  /** Of the first run. */
  get network(): Network {
    return this.#trainees[0].network;
  }

  /** Of the first run. */
  get info(): RunInfo {
    return this.#trainees[0].info;
  }

  /** Steps done. */
  get stepsDone(): number {
    return Math.max(...this.#trainees.map(({ training }) => training.step));
  }

  /**
   * Goes on from the newest step of which all models have a whole checkpoint.
   *
   * @returns that step; 0 if there is none, and the runs begin anew
   */
  async resume(): Promise<number> {
    const { checkpoints } = this.#host;
    const kept = await Promise.all(this.#trainees.map(({ runs }) => wholeCheckpoints(checkpoints, runs[0].id)));
    const steps = kept[0].map(({ checkpoint }) => checkpoint.step);
    const at = (step: number) => kept.map((list) => list.find(({ checkpoint }) => checkpoint.step === step));
    const step = steps.find((candidate) => at(candidate).every((found) => found !== undefined)) ?? 0;
    if (step === 0) return 0;
    await this.#host.turns.take(async () => {
      for (const [t, found] of at(step).entries()) this.#trainees[t].restore(found as NonNullable<typeof found>);
    });
    return step;
  }

  /** Begins to train, or waits for play, step or epoch. */
  begin(paused: boolean): void {
    this.#runUntil = paused ? 0 : Number.POSITIVE_INFINITY;
    this.#done = this.#drive();
  }

  play(): void {
    this.#resume(Number.POSITIVE_INFINITY);
  }

  pause(): void {
    this.#runUntil = this.stepsDone;
  }

  step(): void {
    this.#resume(this.stepsDone + 1);
  }

  epoch(): void {
    const { stepsPerEpoch } = this.info;
    this.#resume(Math.ceil((Math.floor(this.stepsDone / stepsPerEpoch + 1e-9) + 1) * stepsPerEpoch - 1e-9));
  }

  /** Ends the run after the step under way; the models stay for inspection. */
  async stop(status: 'finished' | 'failed' = 'finished'): Promise<void> {
    this.#stopped = true;
    this.#endStatus = status;
    this.#abort.abort(new Error('The run was stopped.'));
    this.#wake?.();
    await this.#done;
  }

  setLearningRate(learningRate: number | null): void {
    for (const { training } of this.#trainees) training.learningRateOverride = learningRate;
  }

  /** Keeps a checkpoint now, as before the page may be closed. It resolves when it is written. */
  async checkpoint(): Promise<void> {
    if (this.#writing === null && this.stepsDone > 0 && this.#alive().length > 0) {
      const began = performance.now();
      const step = this.stepsDone;
      const files = await this.#host.turns.take(() =>
        Promise.all(this.#alive().map(async (trainee) => [trainee.runs, await trainee.checkpoint()] as const)),
      );
      this.#nextCheckpoint =
        performance.now() + Math.max(checkpointEvery, checkpointShare * (performance.now() - began));
      this.#writing = this.#write(files, step).finally(() => {
        this.#writing = null;
      });
    }
    await this.#writing;
  }

  /** A full disk stops no run: it goes on with the checkpoints that it has, and says so once until one is written again. */
  async #write(files: readonly (readonly [Trainee['runs'], Uint8Array<ArrayBuffer>])[], step: number): Promise<void> {
    try {
      for (const [[{ id }], bytes] of files) await this.#host.checkpoints.write(id, bytes);
      for (const { id } of files.flatMap(([runs]) => runs)) this.#host.emit({ type: 'checkpoint', run: id, step });
      this.#toldThatFull = false;
    } catch (error) {
      if (this.#toldThatFull) return;
      this.#toldThatFull = true;
      const message = `The run goes on, without its checkpoint of step ${step}: ${(error as Error).message}`;
      this.#host.emit({ type: 'not-kept', message });
    }
  }

  cancelEvaluation(): void {
    this.#abort.abort(new Error('The evaluation was cancelled.'));
    this.#abort = new AbortController();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.#host.turns.take(async () => {
      for (const trainee of this.#trainees) trainee.dispose();
    });
  }

  /** VOC average precision on val of every run under its present weights. @returns that of the first run */
  async evaluate(): Promise<EvalPoint> {
    const { pool, classes, valImages } = this.#data;
    const { signal } = this.#abort;
    const { anchors } = this.network.spec;
    const began = performance.now();
    let images = 0;
    const onBatch = (count: number) => {
      images += count;
      const etaMs = ((performance.now() - began) / images) * (valImages - images);
      this.#progress({ task: 'Evaluating', done: images, total: valImages, etaMs, cancellable: true });
    };
    const alive = this.#alive();
    const trainees = alive.length === 0 ? this.#trainees : alive;
    try {
      const reports = await this.#host.turns.take(() => {
        const batches = pool.inOrder('val', valImages, evalBatch, anchors);
        const detectors = trainees.map(({ detector }) => detector);
        return evaluate(detectors, batches, classes, { signal, onBatch });
      });
      const ms = performance.now() - began;
      const point = (t: number, r: number) => {
        const { step } = trainees[t].training;
        return { step, report: reports[t][r], images, ms };
      };
      for (const [t, trainee] of trainees.entries()) trainee.tell((r) => point(t, r));
      return point(0, 0);
    } finally {
      this.#progress(null);
    }
  }

  async #drive(): Promise<void> {
    try {
      await this.#compile();
      const showing = this.#show();
      this.#batches.prepare(this.stepsDone + 1);
      await showing;
      const { steps } = this.#trainees[0].config;
      while (!this.#stopped && this.stepsDone < steps) {
        if (this.stepsDone >= this.#runUntil) {
          await this.#rest();
          continue;
        }
        this.#setStatus('running');
        await this.#inLockStep((trainee) => this.#host.turns.take(() => trainee.next()));
        await this.#afterStep(this.stepsDone);
        if (performance.now() >= this.#nextCheckpoint && this.#writing === null) await this.#beginCheckpoint();
        await yieldToMessages();
      }
      await this.#inLockStep((trainee) => trainee.finish(this.stepsDone < steps ? 'stopped' : 'finished'));
      await this.#tellEnds();
      this.#setStatus(this.#endStatus);
    } catch (error) {
      for (const trainee of this.#alive()) await trainee.fail(error as Error);
      await this.#explain(error).catch(() => {});
      await this.#tellEnds();
      this.#setStatus('failed');
      const { step, error: message } = this.#trainees[0].end ?? { step: this.stepsDone + 1, error: null };
      const title = `Training stopped at step ${step}`;
      const failure = { title, message: message ?? (error as Error).message, ...this.wayOut(error as Error) };
      this.#host.emit({ type: 'failure', failure });
    }
  }

  /** What may help where a step does not fit the memory. */
  wayOut(error: Error): Pick<Failure, 'accumulate'> {
    const accumulate = smallerSteps(error, this.#trainees[0].config);
    return accumulate === undefined ? {} : { accumulate };
  }

  /** What the batch that the report is about is made from. @throws Error if there is no report */
  async faultyBatch(): Promise<SeenImage[]> {
    if (this.#faultyStep === 0) throw new Error('There is no report of this run; it failed otherwise, or not at all.');
    return this.#seen(this.#faultyStep);
  }

  #seen(step: number): Promise<SeenImage[]> {
    const { config, network } = this.#trainees[0];
    const { pool, trainImages } = this.#data;
    return pool.seen(config, trainImages, network.spec.anchors, step);
  }

  /** Finds out why a run left the finite numbers. In a lock-step the other runs would wait for it. */
  async #explain(error: unknown): Promise<void> {
    const [trainee, ...others] = this.#trainees;
    if (!(error instanceof NonFiniteLossError) || others.length > 0) return;
    const { checkpoints, turns } = this.#host;
    const report = await turns.take(() =>
      reportFault(trainee, error, {
        checkpoints,
        batchOf: this.#batchOf,
        seen: (step) => this.#seen(step),
        progress: (progress) => this.#progress(progress),
        signal: this.#abort.signal,
      }),
    );
    if (report === null) return;
    this.#faultyStep = report.step;
    for (const { id } of trainee.runs) this.#host.emit({ type: 'fault', run: id, report });
  }

  /** Of every model that is still trained. One that fails leaves the others to go on. @throws the error of the last one */
  async #inLockStep(work: (trainee: Trainee) => Promise<unknown>): Promise<void> {
    for (const trainee of this.#alive()) {
      try {
        await work(trainee);
      } catch (error) {
        if (this.#alive().length === 1) throw error;
        await trainee.fail(error as Error);
      }
    }
  }

  #alive(): Trainee[] {
    return this.#trainees.filter(({ end }) => end === null);
  }

  async #tellEnds(): Promise<void> {
    for (const { runs, network, end } of this.#trainees) {
      if (end !== null) for (const run of runs) await endRun(this.#host, run, network, end);
    }
  }

  /** Training goes on while it is written. A loss that is not finite is met by the next step. */
  async #beginCheckpoint(): Promise<void> {
    this.checkpoint().catch(() => {});
  }

  async #compile(): Promise<void> {
    const { valImages } = this.#data;
    const detected = [shownImages, evalBatch].map((count) => Math.min(count, valImages)).filter((count) => count > 0);
    try {
      for (const trainee of this.#trainees) {
        await this.#host.turns.take(() =>
          trainee.compile(detected, (done, total) => {
            if (total > 0) this.#progress({ task: 'Compiling kernels', done, total, etaMs: null, cancellable: false });
          }),
        );
      }
    } finally {
      this.#progress(null);
    }
  }

  async #afterStep(step: number): Promise<void> {
    const { evalEvery, steps } = this.#trainees[0].config;
    const last = step === steps;
    const due = last || (evalEvery > 0 && step % evalEvery === 0);
    const showEvery = Math.max(1, Math.round((evalEvery || steps) / 5));
    if (due && this.#data.valImages > 0) {
      await this.#inLockStep((trainee) => trainee.settle());
      this.#setStatus('evaluating');
      const { signal } = this.#abort;
      await this.evaluate().catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
    if (due || step % showEvery === 0) await this.#show();
  }

  /** Sends the detections of every run in a few val images. */
  async #show(): Promise<void> {
    const { pool, valImages } = this.#data;
    const count = Math.min(shownImages, valImages);
    if (count === 0) return;
    const indices = Int32Array.from({ length: count }, (_, i) => i);
    const { anchors } = this.network.spec;
    const batch = await pool.batch({ split: 'val', indices, anchors, augment: null, seedWords: [], exclude: [] });
    if (batch.count === 0) return;
    for (const trainee of this.#alive()) {
      const { step } = trainee.training;
      for (const shown of await this.#host.turns.take(() => trainee.detect(batch))) {
        // Every event has pixels of its own: they are the receiver's to free.
        const images = onViews(shown, await pool.first.views('val', indices, null));
        this.#host.emit({ type: 'detections', run: shown.run, step, images });
      }
    }
  }

  async #rest(): Promise<void> {
    await this.#inLockStep((trainee) => trainee.settle());
    this.#setStatus('paused');
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }

  #resume(until: number): void {
    this.#runUntil = until;
    this.#wake?.();
  }

  #setStatus(status: RunStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#host.emit({ type: 'status', status });
  }

  #progress(progress: Progress | null): void {
    this.#host.emit({ type: 'progress', progress });
  }
}
