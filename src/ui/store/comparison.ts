/** @file What the page knows of kept runs and of experiments, and what can be done with them. No React and no DOM here. */
import type { ComparePlan, Experiment, RunCurves, RunRecord, Snapshot } from '../../experiments';
import type { SampleView } from '../../worker';

export const compareViews = ['setup', 'runs', 'side', 'verdict'] as const;
export type CompareView = (typeof compareViews)[number];

/** What was read of a run, or grows with it while it is trained. */
export interface KeptRun {
  curves: RunCurves;
  snapshots: readonly Snapshot[];
  /** The images that the snapshots are of, with their ground truth. */
  pictures: readonly SampleView[];
}

export interface Comparison {
  /** `unavailable`: the browser refuses storage, so runs last as long as the page. */
  storage: 'opening' | 'ready' | 'unavailable';
  /** Newest first; those whose deletion can be undone are here too. */
  records: readonly RunRecord[];
  /** Newest first. */
  experiments: readonly Experiment[];
  /** By id of the run; a run that is not here was not asked for yet. */
  kept: Readonly<Record<string, KeptRun>>;
  /** Ids of the runs that are compared, A first. */
  selected: readonly string[];
  view: CompareView;
  /** The experiment whose verdict is shown; null is the newest. */
  experiment: string | null;
  /** The step at which detections are shown side by side; null is the last. */
  step: number | null;
  /** Runs that were deleted last, while that can be undone. */
  undoable: readonly string[];
}

export const noComparison: Comparison = {
  storage: 'opening',
  records: [],
  experiments: [],
  kept: {},
  selected: [],
  view: 'setup',
  experiment: null,
  step: null,
  undoable: [],
};

export interface ComparisonActions {
  /** Puts an experiment into the queue, which begins at once if nothing is trained. */
  queueExperiment(name: string, plan: ComparePlan): Promise<void>;
  /** A paused experiment keeps what is finished; the runs under way are stopped, and will go on from there. */
  pauseExperiment(id: string): Promise<void>;
  resumeExperiment(id: string): Promise<void>;
  /** Takes what did not begin out of the queue; what is finished stays. */
  cancelExperiment(id: string): Promise<void>;
  /** Chooses what is looked at: view, experiment, step, selected runs. */
  showComparison(change: Partial<Pick<Comparison, 'view' | 'experiment' | 'step' | 'selected'>>): void;
  /** Reads curves, snapshots and pictures of runs that are not in `kept` yet. */
  readRuns(ids: readonly string[]): Promise<void>;
  renameRun(id: string, name: string): Promise<void>;
  tagRun(id: string, tags: readonly string[]): Promise<void>;
  deleteRuns(ids: readonly string[]): Promise<void>;
  undoDelete(): Promise<void>;
  /** The bytes of one bundle with all that is kept of the runs; a notice and null if it cannot be made. */
  exportRuns(ids: readonly string[]): Promise<Blob | null>;
  /** Bundles, and results of the headless command; each file that cannot be used is named with its reason. */
  importRuns(files: readonly File[]): Promise<void>;
}
