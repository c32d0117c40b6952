/**
 * @file What the page asks about its VOC data: to repair it, to see what a finding speaks of, and which anchors fit it.
 */
import type { RunConfig } from '../experiments';
import type { AnchorSpec } from '../ssd';
import type { DataSummary } from './protocol';

export interface DoctorApi {
  /**
   * Examines the open VOC files with these repairs and no others: the value of the choice taken, by the id of the
   * finding. The files stay as they are. Ends a run, whose data it changes.
   */
  repair(repairs: Readonly<Record<string, string>>): Promise<DataSummary>;
  /** An image of the open VOC files, used or not. The bitmap is the caller's to close. */
  picture(id: string): Promise<{ bitmap: ImageBitmap; width: number; height: number }>;
  /** How well the anchors fit the train split, and others of the same maps that may fit it better. */
  adviseAnchors(request: { config: RunConfig; iouThreshold: number }): Promise<AnchorAdvice>;
}

export interface AnchorAdvice {
  images: number;
  objects: number;
  present: AnchorFit;
  suggested: AnchorFit;
}

export interface AnchorFit {
  anchors: AnchorSpec;
  /** Objects that some anchor overlaps by the threshold. */
  reached: number;
  /** Mean over the objects of the best IoU. */
  meanBestIou: number;
  /** Objects that an anchor of the map overlaps by the threshold; one may be reached by several maps. */
  byMap: number[];
  byClass: { className: string; objects: number; reached: number }[];
}
