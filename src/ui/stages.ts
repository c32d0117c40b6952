/** @file The stages of the lab, in the order of the work. A panel joins the lab by a row here. */
import type { ComponentType } from 'react';
import type { IconName } from './controls/Icon';
import { AnchorsInspector } from './panels/anchors/AnchorsInspector';
import { AnchorsPanel } from './panels/anchors/AnchorsPanel';
import { CompareInspector } from './panels/compare/CompareInspector';
import { ComparePanel } from './panels/compare/ComparePanel';
import { DataInspector } from './panels/data/DataInspector';
import { DataPanel } from './panels/data/DataPanel';
import { DecodeInspector } from './panels/decode/DecodeInspector';
import { DecodePanel } from './panels/decode/DecodePanel';
import { InitInspector } from './panels/init/InitInspector';
import { InitPanel } from './panels/init/InitPanel';
import { LossInspector } from './panels/loss/LossInspector';
import { LossPanel } from './panels/loss/LossPanel';
import { TrainInspector } from './panels/train/TrainInspector';
import { TrainPanel } from './panels/train/TrainPanel';
import type { PanelId } from './store/state';

export interface Stage {
  id: PanelId;
  label: string;
  icon: IconName;
  /** What the inspector shows while nothing is selected; the name of the button that opens it on a narrow screen. */
  inspector: string;
  Panel: ComponentType;
  Inspector: ComponentType;
}

export const stages: readonly Stage[] = [
  { id: 'data', label: 'Data', icon: 'data', inspector: 'Data set', Panel: DataPanel, Inspector: DataInspector },
  {
    id: 'anchors',
    label: 'Anchors',
    icon: 'anchors',
    inspector: 'Matching',
    Panel: AnchorsPanel,
    Inspector: AnchorsInspector,
  },
  { id: 'loss', label: 'Loss', icon: 'loss', inspector: 'Batch', Panel: LossPanel, Inspector: LossInspector },
  { id: 'init', label: 'Init', icon: 'init', inspector: 'Initializer', Panel: InitPanel, Inspector: InitInspector },
  { id: 'train', label: 'Train', icon: 'train', inspector: 'Settings', Panel: TrainPanel, Inspector: TrainInspector },
  {
    id: 'decode',
    label: 'Decode',
    icon: 'decode',
    inspector: 'Decoder',
    Panel: DecodePanel,
    Inspector: DecodeInspector,
  },
  {
    id: 'compare',
    label: 'Compare',
    icon: 'compare',
    inspector: 'Details',
    Panel: ComparePanel,
    Inspector: CompareInspector,
  },
];
