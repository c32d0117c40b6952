/**
 * @file Mouse, pen and touch on the canvas: hover, pick an anchor or a cell, drag, resize and draw boxes. The store is
 * written once an animation frame.
 */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { DraftObject } from '../../../experiments';
import { useActions } from '../../use-lab';
import { bestOfCell, type Cell, cellCentre } from './cells';
import { displayStore, hover } from './display';
import { boxBetween, dragBox, type Handle, mostObjects, withBox, withObject } from './edit';
import { handleAt, nearestWithin, objectAt, type Point } from './hit';
import { markedAnchors, markOf, type Scene } from './scene';
import { newClass } from './use-boxes';
import type { Matching } from './use-matching';

/** What a press takes hold of. */
type Grab = { kind: 'box'; index: number; handle: Handle } | { kind: 'new' } | null;

interface Press {
  start: Point;
  at: Point;
  grab: Grab;
  /** The objects as the press found them. */
  objects: readonly DraftObject[];
  /** Class of a box that the press draws. */
  classId: number;
  moved: boolean;
}

/** CSS pixels that a press may wander before it is a drag, and that the pointer may miss a mark or a dot by. */
const slack = 4;
const reach = 9;

/** @param focusBox gives a box the keyboard */
export function usePointer(matching: Matching, scene: Scene, focusBox: (index: number) => void) {
  const { draft, look } = useActions();
  const press = useRef<Press | null>(null);
  const frame = useRef(0);
  const [cursor, setCursor] = useState('crosshair');
  const { subject, spec, anchors, targets, object } = matching;
  const size = spec.inputSize;
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  function locate({ clientX, clientY, currentTarget }: PointerEvent): { point: Point; pixel: number } {
    const { left, top, width } = currentTarget.getBoundingClientRect();
    const pixel = size / width;
    return { point: { x: (clientX - left) * pixel, y: (clientY - top) * pixel }, pixel };
  }

  function grabAt(point: Point, pixel: number, mayDraw: boolean): Grab {
    const { objects } = subject;
    if (displayStore.getState().drawing) return { kind: 'new' };
    const handle = object === null ? null : handleAt(objects[object].box, point, pixel);
    if (object !== null && handle !== null) return { kind: 'box', index: object, handle };
    const index = objectAt(objects, point);
    if (index !== null) return { kind: 'box', index, handle: 'move' };
    return mayDraw ? { kind: 'new' } : null;
  }

  function anchorAt(point: Point, pixel: number): number | null {
    const marked = markedAnchors(scene);
    const marks = marked.map((a) => markOf(anchors, a, pixel));
    const nearest = nearestWithin(marks, point, (reach / 2) * pixel);
    return nearest === null ? null : marked[nearest];
  }

  function cellAt({ x, y }: Point, pixel: number): Cell | null {
    const cells = scene.grids.map((map): Cell => {
      const { height, width } = anchors.layers[map];
      const index = (value: number, count: number) => Math.min(count - 1, Math.floor(value / spec.steps[map]));
      return { map, row: index(y, height), column: index(x, width) };
    });
    const nearest = nearestWithin(
      cells.map((cell) => cellCentre(spec, cell)),
      { x, y },
      reach * pixel,
    );
    return nearest === null ? null : cells[nearest];
  }

  /** Puts the press into the objects, where the pointer is now. */
  function apply(): void {
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    if (press.current === null || !press.current.moved) return;
    const { grab, start, at, objects, classId } = press.current;
    if (grab === null) return;
    if (grab.kind === 'new') {
      draft(subject.ref, withObject(objects, { classId, box: boxBetween(start.x, start.y, at.x, at.y, size) }));
    } else {
      const box = dragBox(objects[grab.index].box, grab.handle, at.x - start.x, at.y - start.y, size);
      draft(subject.ref, withBox(objects, grab.index, box));
    }
  }

  function pickAt(point: Point, pixel: number): void {
    const anchor = anchorAt(point, pixel);
    const cell = anchor === null ? cellAt(point, pixel) : null;
    if (anchor !== null) {
      const matched = targets.match[anchor];
      look({ anchor, object: matched >= 0 ? matched : object });
    } else if (cell !== null) look({ anchor: bestOfCell(anchors.layers, cell, targets.bestIou) });
    else look({ anchor: null, object: objectAt(subject.objects, point) });
  }

  return {
    cursor,
    onPointerDown(event: PointerEvent): void {
      if (event.button !== 0 || press.current !== null) return;
      const { point, pixel } = locate(event);
      const grab = grabAt(point, pixel, event.pointerType === 'mouse');
      const { objects } = subject;
      const classId = newClass(objects, object);
      press.current = { start: point, at: point, grab, objects, classId, moved: false };
      if (grab !== null) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent): void {
      const { point, pixel } = locate(event);
      const held = press.current;
      if (held === null) {
        const handle = grabAt(point, pixel, true);
        const anchor = anchorAt(point, pixel);
        setCursor(cursorOf(handle, anchor));
        hover(anchor === null ? objectAt(subject.objects, point) : null, anchor);
        return;
      }
      held.at = point;
      if (!held.moved && Math.hypot(point.x - held.start.x, point.y - held.start.y) < slack * pixel) return;
      if (held.grab?.kind === 'new' && held.objects.length >= mostObjects) return;
      if (!held.moved) {
        held.moved = true;
        hover(null, null);
        if (held.grab?.kind === 'box') focusBox(held.grab.index);
        if (held.grab?.kind === 'new') look({ object: held.objects.length });
      }
      frame.current ||= requestAnimationFrame(apply);
    },
    onPointerUp(event: PointerEvent): void {
      const held = press.current;
      if (held === null) return;
      const { point, pixel } = locate(event);
      held.at = point;
      apply();
      press.current = null;
      if (!held.moved) {
        pickAt(held.start, pixel);
        const touched = objectAt(subject.objects, held.start);
        if (touched !== null) focusBox(touched);
      } else if (held.grab?.kind === 'new') {
        displayStore.setState({ drawing: false });
        focusBox(held.objects.length);
      }
    },
    onPointerCancel(): void {
      apply();
      press.current = null;
    },
    onPointerLeave(): void {
      if (press.current === null) hover(null, null);
    },
  };
}

function cursorOf(grab: Grab, anchor: number | null): string {
  if (grab?.kind !== 'box') return anchor === null ? 'crosshair' : 'pointer';
  if (grab.handle === 'move') return anchor === null ? 'move' : 'pointer';
  return `${grab.handle}-resize`;
}
