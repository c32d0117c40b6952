/** @file The stages of the lab, in the order of the work. A panel joins the lab by a row here. */
import type { ComponentType } from 'react';
import type { IconName } from './controls/Icon';
import { DataInspector } from './panels/data/DataInspector';
import { DataPanel } from './panels/data/DataPanel';
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
  { id: 'train', label: 'Train', icon: 'train', inspector: 'Settings', Panel: TrainPanel, Inspector: TrainInspector },
];
