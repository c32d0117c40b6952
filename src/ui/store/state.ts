/** @file All that the page knows, as one plain value. No React and no DOM here. */
import { type RunConfig, sameImage, type View } from '../../experiments';
import type { FaultReport } from '../../ssd';
import type {
  Bin,
  DataSummary,
  DetectionView,
  EngineInfo,
  EvalPoint,
  Failure,
  Progress,
  RunInfo,
  RunRate,
  RunStatus,
  SampleRequest,
  SampleView,
  StepMetrics,
  StoredSets,
  TrialCurve,
} from '../../worker';
import { type Comparison, noComparison } from './comparison';

export const panelIds = ['data', 'anchors', 'loss', 'init', 'train', 'decode', 'compare'] as const;
export type PanelId = (typeof panelIds)[number];

/** One run: what was asked, and what came of it so far. */
export interface Run {
  /** Runs since the page was opened, this one included. */
  id: number;
  /** Id of its record. */
  record: string;
  config: RunConfig;
  info: RunInfo | null;
  steps: readonly StepMetrics[];
  rate: RunRate | null;
  evals: readonly EvalPoint[];
  detections: { step: number; images: readonly DetectionView[] } | null;
  /** Where the learning rate was changed by hand; null returns to the schedule. */
  rateMarks: readonly { step: number; learningRate: number | null }[];
  /** Why it left the finite numbers, if it did. */
  fault: FaultReport | null;
}

/** Where a failure came from decides which way out is offered. */
export type NoticeSource = 'link' | 'engine' | 'data' | 'run' | 'storage';
export interface Notice extends Failure {
  id: number;
  source: NoticeSource;
  /** A run that can go on from its checkpoint. */
  resume?: string;
}

/** `awaiting-files`: the link names VOC data, which only the reader can bring. */
export type DataStatus = 'loading' | 'ready' | 'failed' | 'awaiting-files';

export interface Lists {
  train: string;
  val: string;
}

/** The repairs of imported files: the value of the choice taken, by the id of the finding. */
export type Repairs = Readonly<Record<string, string>>;

/** Which samples are looked at: the split, its page, one class or bin or all, as stored or as the network gets them. */
export interface Browse {
  split: SampleRequest['split'];
  page: number;
  className: string | null;
  /** Of a histogram. */
  bin: Bin | null;
  augmented: boolean;
}

export interface Samples {
  status: 'loading' | 'ready' | 'failed';
  views: readonly SampleView[];
}

export interface LabState {
  config: RunConfig;
  engine: EngineInfo | null;
  engineOpening: boolean;
  dataStatus: DataStatus;
  data: DataSummary | null;
  /** The lists that the next import of VOC data takes. */
  lists: Lists;
  /** The repairs of the imported files, one after another; the last are those of `data`. */
  repairs: readonly Repairs[];
  progress: Progress | null;
  /** What the browser keeps of data sets; null until it is known, and where it keeps none. */
  stored: StoredSets | null;
  /** How far the open set has been written, while it is. */
  keeping: Progress | null;
  browse: Browse;
  samples: Samples;
  /** Val images with their ground truth, shown before a run has detections. */
  preview: readonly SampleView[];
  status: RunStatus;
  run: Run | null;
  notices: readonly Notice[];
  /** What a screen reader is told, politely. */
  announcement: string;
  panel: PanelId;
  /** What the panels look at together. */
  view: View;
  /** The curves of the last trial of several starts. */
  trial: readonly TrialCurve[];
  /** Kept runs and experiments. */
  comparison: Comparison;
  /** On a narrow screen the inspector is a sheet; on a wide one it is always there. */
  sheetOpen: boolean;
}

export const samplesPerPage = 24;

export function initialState(config: RunConfig, panel: PanelId, view: View): LabState {
  return {
    config,
    engine: null,
    engineOpening: true,
    dataStatus: config.data.kind === 'voc' ? 'awaiting-files' : 'loading',
    data: null,
    lists:
      config.data.kind === 'voc' ? { train: config.data.train, val: config.data.val } : { train: 'train', val: 'val' },
    repairs: [],
    progress: null,
    stored: null,
    keeping: null,
    browse: { split: 'train', augmented: false, page: 0, className: null, bin: null },
    samples: { status: 'loading', views: [] },
    preview: [],
    status: 'idle',
    run: null,
    notices: [],
    announcement: '',
    panel,
    view,
    trial: [],
    comparison: noComparison,
    sheetOpen: false,
  };
}

/** A run is under way: its model, data and settings are not to be changed. */
export function isActive(status: RunStatus): boolean {
  return status === 'preparing' || status === 'running' || status === 'evaluating' || status === 'paused';
}

/** Steps are being taken, or will be as soon as the evaluation ends. */
export function isMoving(status: RunStatus): boolean {
  return status === 'running' || status === 'evaluating';
}

/** The image in the inspector, in its newest version; null when nothing that is still on show is selected. */
export function selectedView(state: LabState): SampleView | DetectionView | null {
  return shownViews(state).find(({ ref }) => sameImage(ref, state.view.image)) ?? null;
}

/**
 * The images that the inspector of the panel can show: a page of samples, or val images with what is detected in them.
 * The panels of the tricks show the selected image themselves.
 */
export function shownViews({ panel, samples, run, preview }: LabState): readonly SampleView[] {
  if (panel === 'data') return samples.views;
  return panel === 'train' ? (run?.detections?.images ?? preview) : [];
}
