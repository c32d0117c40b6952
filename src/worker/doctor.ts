/**
 * @file What the page asks about its data: to see what a finding speaks of, and which anchors fit it.
 */
import type { RunConfig } from '../experiments';
import type { AnchorSpec } from '../ssd';

export interface DoctorApi {
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
