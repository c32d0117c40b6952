/** @file The scene of the canvas from what is matched, selected and under the pointer. */
import { useMemo } from 'react';
import { classColour } from '../../images/classes';
import { useDisplay } from './display';
import type { Scene } from './scene';
import type { Matching } from './use-matching';

export function useScene(matching: Matching): Scene {
  const { grids, heat, positives, hardNegatives, hoveredObject, hoveredAnchor } = useDisplay();
  const { spec, anchors, targets, hard, subject, classNames, iouThreshold, object, anchor } = matching;
  const { objects } = subject;
  return useMemo(() => {
    const ofAnchor = hoveredAnchor === null ? null : targets.match[hoveredAnchor];
    const exists = (map: number) => map < anchors.layers.length;
    return {
      spec,
      anchors,
      targets,
      hard,
      objects,
      labels: objects.map(({ classId }, i) => ({
        text: `${i + 1} ${classNames[classId]}`,
        colour: classColour(classNames[classId] ?? ''),
      })),
      iouThreshold,
      grids: grids.filter(exists),
      heat: heat !== null && exists(heat) ? heat : null,
      positives,
      hardNegatives,
      focusedObject: hoveredObject ?? (ofAnchor === null || ofAnchor < 0 ? object : ofAnchor),
      selectedObject: object,
      focusedAnchor: hoveredAnchor ?? (hoveredObject === null ? anchor : null),
      selectedAnchor: anchor,
    };
  }, [
    spec,
    anchors,
    targets,
    hard,
    objects,
    classNames,
    iouThreshold,
    object,
    anchor,
    grids,
    heat,
    positives,
    hardNegatives,
    hoveredObject,
    hoveredAnchor,
  ]);
}
