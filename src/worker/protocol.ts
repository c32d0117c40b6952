/**
 * @file What the page and the lab worker say to each other. Commands go down as promises, events come up; nothing else
 * crosses. Every value is structured-cloneable.
 */
import type { StoredSet } from '../data';
import type { EvalReport } from '../evaluation';
import type { BackendChoice, ImageRef, RunConfig } from '../experiments';
import type { FaultReport } from '../ssd';
import type { Bin } from './bins';
import type { DoctorApi } from './doctor';
import type { InspectApi, TrialCurve } from './inspection';

/** Commands. A rejected promise carries an Error whose message is fit to be shown. */
export interface LabApi extends InspectApi, DoctorApi {
  /** Events from now on; call once. */
  subscribe(listener: (event: LabEvent) => void): void;
  /** Opens (or re-opens) the compute engine and says which back end runs and why. */
  openEngine(choice: BackendChoice): Promise<EngineInfo>;
  /** Makes a data set current. VOC files are read as a stream; progress comes as events; `cancel` stops it. */
  loadData(source: DataSource): Promise<DataSummary>;
  /**
   * Examines the open VOC files with these repairs and no others: the value of the choice taken, by the id of the
   * finding. The files stay as they are. Ends a run, whose data it changes.
   */
  repair(repairs: Readonly<Record<string, string>>): Promise<DataSummary>;
  /** Samples of the current data set for display, in original size; the bitmaps are the caller's to close. */
  samples(request: SampleRequest): Promise<SampleView[]>;
  /**
   * Builds the models for the current data and begins to train; resolves when the first step may run. With `paused` the
   * run waits for play, step or epoch. Several runs are trained in lock-step on the same batches, and those that differ
   * in the decoder alone share a model. The panels ask about the first. With `resume` they go on from their last whole
   * checkpoint, and tell again what it holds.
   */
  start(runs: readonly RunRequest[], options?: { paused: boolean; resume?: boolean }): Promise<RunInfo>;
  /** Keeps a checkpoint of the run under way, if there is one, as before the page may be closed. */
  checkpoint(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Trains one step, or to the end of the present epoch, then pauses. */
  step(): Promise<void>;
  epoch(): Promise<void>;
  /** Ends the run and keeps the model for inspection; `reset` also drops the model. */
  stop(): Promise<void>;
  reset(): Promise<void>;
  /** Replaces the scheduled rate from the next step on; null returns to the schedule. */
  setLearningRate(learningRate: number | null): Promise<void>;
  /** Evaluates the present weights on val now. @returns the first run's */
  evaluate(): Promise<EvalPoint>;
  /** The images of the batch that the report of the failed run is about. The bitmaps are the caller's to close. */
  faultyBatch(): Promise<SeenImage[]>;
  /** Stops the import, the evaluation or the search for a fault under way. */
  cancel(): Promise<void>;
  /** What the browser keeps of data sets. */
  storedSets(): Promise<StoredSets>;
  /**
   * Keeps the open VOC data in the browser. Progress comes as `keeping` events, in bytes; `cancelKeeping` stops it. Where
   * it fails, nothing is left behind, and the data stay open.
   */
  keepData(): Promise<void>;
  cancelKeeping(): Promise<void>;
  /** Removes a kept set, which no tab may have open. */
  removeStored(id: string): Promise<void>;
}

/** What the worker answers beside the page's commands. */
export interface LabWorkerApi extends LabApi {
  /** The name of a lock that the worker holds as long as it lives. */
  identify(): Promise<string>;
}

export type LabEvent =
  | { type: 'engine'; engine: EngineInfo }
  | { type: 'data'; data: DataSummary }
  | { type: 'progress'; progress: Progress | null }
  | { type: 'keeping'; progress: Progress | null }
  | { type: 'status'; status: RunStatus }
  /** Steps since the last such event, oldest first; at most four events a second. */
  | { type: 'steps'; run: string; steps: StepMetrics[]; rate: RunRate }
  | { type: 'eval'; run: string; point: EvalPoint }
  /** A few val images under the present weights. */
  | { type: 'detections'; run: string; step: number; images: DetectionView[] }
  /** The run can go on from here, whatever happens. */
  | { type: 'checkpoint'; run: string; step: number }
  /** Something could not be kept; the run goes on. */
  | { type: 'not-kept'; message: string }
  /** Before the status changes. `weights` tells whether they are kept in the browser's storage. */
  | {
      type: 'run-ended';
      run: string;
      status: 'finished' | 'stopped' | 'failed';
      error: string | null;
      weights: boolean;
    }
  /** Why a run left the finite numbers, before its end is told. A run trained in lock-step with others has none. */
  | { type: 'fault'; run: string; report: FaultReport }
  /** The curves of a trial so far. */
  | { type: 'trial'; curves: TrialCurve[] }
  /** The worker ended, and all that it held is gone. A new one has taken its place. */
  | { type: 'lost' }
  /** A run or the engine failed; the lab goes on. */
  | { type: 'failure'; failure: Failure };

/** A run that is asked for. */
export interface RunRequest {
  /** Names it in events, and its weights in the storage. */
  id: string;
  config: RunConfig;
}

export interface EngineInfo {
  backend: 'webgpu' | 'wasm' | 'cpu';
  /** Device name as the adapter gives it, such as "nvidia hopper"; for wasm the thread count and SIMD. */
  adapter: string;
  /** True when WebGPU is emulated on the CPU. */
  software: boolean;
  /** One sentence: why this back end was chosen. */
  reason: string;
  threads: number;
  maxBindingBytes: number | null;
}

export type DataSource =
  | { kind: 'sprites'; config: Extract<RunConfig['data'], { kind: 'sprites' }>; model: RunConfig['model'] }
  /** A folder (files with their relative paths), or one .zip, .tar or .tar.gz. */
  | { kind: 'voc'; files: { path: string; file: File }[]; train: string; val: string }
  /** A set that the browser keeps. `lists` is null for those that it was kept with. */
  | { kind: 'stored'; id: string; lists: { train: string; val: string } | null };

export type { StoredSet };

export interface StoredSets {
  /** Newest first. */
  sets: StoredSet[];
  /** What the origin may still store; null if the browser does not tell. */
  freeBytes: number | null;
}

export interface SplitSummary {
  name: string;
  images: number;
  /** Images that the counts below are over: all of them, but the first 1,000 of a longer sprite split. */
  counted: number;
  objects: number;
  difficult: number;
  /** Objects per class, in the order of `DataSummary.classes`. */
  classCounts: number[];
}

export interface DataSummary {
  kind: 'sprites' | 'voc';
  name: string;
  /**
   * Of VOC files: the same id for the same files, whatever was repaired, and the bytes that keeping them takes. Null for
   * scenes, and where the page is not secure.
   */
  identity: { id: string; bytes: number } | null;
  /** Of VOC files, the lists that were chosen. */
  lists: { train: string; val: string } | null;
  classes: string[];
  train: SplitSummary;
  val: SplitSummary;
  /** The whole set, over all lists, each image once. */
  total: { images: number; objects: number };
  /** Square root of box area over square root of image area, train split, 10 equal bins over [0, 1]. */
  sizeHistogram: number[];
  /** Width over height of the boxes, train split, 12 bins of half an octave each around 1; the ends gather the rest. */
  aspectHistogram: number[];
  /** Objects an image, train split; index is the count, the last bin gathers 12 and more. */
  objectsPerImage: number[];
  /** All that was found in VOC files, repaired or not. */
  findings: Finding[];
  /** What is left out: the errors among the findings that are not repaired, and images that turn out not to decode. */
  rejected: Rejection[];
  /** What the import decided for the user, a sentence each: which root, which split, possible leakage. */
  notes: string[];
  credits: { name: string; licence: string; url: string }[];
}

export interface Rejection {
  file: string;
  /** One-based index of the object within its file, or null when the whole file is refused. */
  object: number | null;
  reason: string;
}

/** Something that the import found in the files. */
export interface Finding {
  /** The same for the same files, whatever was repaired before. */
  id: string;
  /** Path within the data set; a folder for what concerns the whole set. */
  file: string;
  /** One-based, where one line of the file is meant. */
  line: number | null;
  /** One-based index of the object within its file, or null. */
  object: number | null;
  /** What kind of problem, such as `box-outside`. */
  code: string;
  /** An error leaves something out, a warning may spoil the training, a note is worth knowing. */
  severity: 'error' | 'warning' | 'note';
  reason: string;
  /** Id of the image that shows it, or null. */
  image: string | null;
  /** Null where only a person can tell. */
  repair: {
    /** The ways to repair it, the likeliest first. */
    choices: { value: string; label: string }[];
    /** Value of the choice that was taken, or null. */
    applied: string | null;
    /** What the choice taken (or else the likeliest) changes, in the words of the file. */
    patches: Patch[];
  } | null;
}

/** One change; null is something that was not there, or is dropped. */
export interface Patch {
  file: string;
  object: number | null;
  before: Readonly<Record<string, string | number | boolean | null>> | null;
  after: Readonly<Record<string, string | number | boolean | null>> | null;
}

export interface SampleRequest {
  split: 'train' | 'val' | 'test-style';
  offset: number;
  count: number;
  /** Show the sample as the network of this configuration gets it: after its augmentation, at its input size. */
  augmented?: RunConfig;
  /** Only images with an object of this class. */
  className?: string;
  /** Only images that count in this bin of a histogram, themselves or by an object. */
  bin?: Bin;
}

export interface ViewBox {
  className: string;
  /** Corner form, pixels of the shown bitmap. */
  box: [number, number, number, number];
}

export interface SampleView {
  ref: ImageRef;
  id: string;
  bitmap: ImageBitmap;
  width: number;
  height: number;
  objects: (ViewBox & { difficult: boolean; truncated?: boolean | null })[];
}

/** An image of a training batch as the network gets it. */
export interface SeenImage {
  id: string;
  bitmap: ImageBitmap;
  /** Height and width. */
  size: number;
  /** `box` in pixels of the bitmap; one-based place and box of the annotation. */
  objects: (ViewBox & { place: number; annotated: ViewBox['box'] })[];
}

export interface DetectionView extends SampleView {
  /** By descending score. `match` tells how the evaluation counts it at IoU 0.5. */
  detections: (ViewBox & { score: number; match: 'true-positive' | 'false-positive' | 'ignored' })[];
}

export interface RunInfo {
  /** The step that the run goes on from; 0 if it begins. */
  resumedFrom: number;
  parameters: number;
  anchors: number;
  stepsPerEpoch: number;
  layers: { name: string; shape: number[]; parameters: number }[];
}

export type RunStatus = 'idle' | 'preparing' | 'running' | 'evaluating' | 'paused' | 'finished' | 'failed';

export interface StepMetrics {
  /** Counted from 1. */
  step: number;
  epoch: number;
  learningRate: number;
  /** Per positive anchor of the batch under either normalization, so that runs compare: sum(CE) / N and sum(smooth L1) / N. */
  confidence: number;
  localization: number;
  /** The scalar that was differentiated, under the run's own normalization. */
  total: number;
  positives: number;
  hardNegatives: number;
  /** Unnormalised sums of each image of the batch, in its order: either normalization is a division away. */
  perImage: { id: string; confidence: number; localization: number; positives: number }[];
  /** Digest of the batch, 32 bits: runs that saw the same batch have the same. */
  batch: number;
  /** Wall time of the step without pauses. */
  ms: number;
  /** Tensors alive as the step began and as it ended. */
  liveTensorsBefore: number;
  liveTensors: number;
}

export interface RunRate {
  msPerStep: number;
  imagesPerSecond: number;
  etaMs: number | null;
  /**
   * Milliseconds a step by stage, recent mean: wait for data, upload, forward, loss, backward, update, replay, queue. On
   * a GPU `queue` is the wait for earlier steps, and the other stages only record commands; `replay` is for commands that
   * are recorded already and only queued again, those of `forward` to `update` together.
   */
  stages: { name: string; ms: number }[];
  tensorBytes: number;
  peakBytes: number;
}

export interface EvalPoint {
  step: number;
  report: EvalReport;
  images: number;
  ms: number;
}

export interface Progress {
  task: string;
  done: number;
  /** Null while unknown. */
  total: number | null;
  etaMs: number | null;
  cancellable: boolean;
  /** What is counted, where it is not things. */
  unit?: 'bytes';
}

export interface Failure {
  /** What failed, such as "Training stopped at step 812". */
  title: string;
  /** What was found and what to do. */
  message: string;
  /** Micro-batches a step with which it would fit the memory. */
  accumulate?: number;
}
