/** @file What answers about a model are made from. */
import type { EngineInfo } from '../../engine';
import type { RunConfig } from '../../experiments';
import type { DataPool } from '../data-pool';
import type { DataSummary, LabEvent } from '../protocol';
import type { Session } from '../session';
import type { Turns } from '../turns';

/** Data and engine that fit a configuration. */
export interface Ground {
  pool: DataPool;
  data: DataSummary;
  engine: EngineInfo;
}

/** The lab, as far as questions need it. */
export interface Host {
  /** @throws Error if another engine or other data are open */
  ground(config: RunConfig): Ground;
  session(): Session | null;
  turns: Turns;
  emit(event: LabEvent): void;
  /** Aborts when the reader cancels. */
  signal(): AbortSignal;
}
