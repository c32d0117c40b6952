/** @file The image, large, with what the matching makes of it. Boxes are buttons for the keyboard, pixels for the pointer. */
import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef } from 'react';
import { plural } from '../../format';
import type { DrawnBox } from '../../images/draw';
import { ImageCanvas } from '../../images/ImageCanvas';
import { useActions } from '../../use-lab';
import styles from './AnchorCanvas.module.css';
import { pixels } from './arithmetic';
import { useDisplay } from './display';
import { drawScene } from './draw-anchors';
import { dragBox, keyboardDrag } from './edit';
import { areaOf } from './hit';
import type { Scene } from './scene';
import { describeMatching, positivesOf } from './summary';
import { useBoxes } from './use-boxes';
import type { Matching } from './use-matching';
import { usePointer } from './use-pointer';
import { useScene } from './use-scene';

const none: readonly DrawnBox[] = [];

export function AnchorCanvas({ matching }: { matching: Matching }) {
  const { subject, summary, spec, object, classNames } = matching;
  const { drawing, keyStep } = useDisplay();
  const { look } = useActions();
  const boxes = useBoxes(matching);
  const scene = useScene(matching);
  const frame = useRef<HTMLDivElement>(null);
  const focusBox = useRef((index: number) => {
    // A box that was just drawn has its button after the next render.
    setTimeout(() =>
      frame.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  }).current;
  const { cursor, ...pointer } = usePointer(matching, scene, focusBox);
  const size = spec.inputSize;

  function onKeyDown(event: KeyboardEvent): void {
    const index = boxIndex(event);
    if (index === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const drag = keyboardDrag(event.key, event.shiftKey, keyStep);
    if (drag !== null) {
      boxes.place(index, dragBox(subject.objects[index].box, drag.handle, drag.dx, drag.dy, size));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      boxes.remove(index);
      focusBox(Math.max(0, Math.min(index, subject.objects.length - 2)));
    } else if (event.key === 'n' || event.key === 'p') {
      look({ anchor: neighbour(matching, index, event.key === 'n' ? 1 : -1) });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and these are boxes on an image
    <div
      ref={frame}
      className={styles.frame}
      style={{ cursor, ...(drawing && { touchAction: 'none' }) }}
      data-testid="anchor-canvas"
      role="group"
      aria-label="Boxes of the image"
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
      onFocus={(event) => look({ object: boxIndex(event) })}
      {...pointer}
    >
      <ImageCanvas
        bitmap={subject.image.bitmap}
        boxes={none}
        width={1}
        height={1}
        label={describeMatching(subject.image.id, summary)}
      />
      <Overlay scene={scene} />
      {subject.objects.map(({ box: [x1, y1, x2, y2], classId }, i) => (
        <BoxButton
          // biome-ignore lint/suspicious/noArrayIndexKey: a box has no identity beyond its place, and keeps its focus by it
          key={i}
          {...{ x1, y1, x2, y2, size }}
          index={i}
          name={classNames[classId]}
          positives={summary.objects[i].positives}
          selected={i === object}
        />
      ))}
    </div>
  );
}

/** Which box the event is about. */
function boxIndex({ target }: { target: EventTarget }): number | null {
  const index = (target as HTMLElement).dataset.index;
  return index === undefined ? null : Number(index);
}

interface BoxProps {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Side of the network input. */
  size: number;
  index: number;
  name: string | undefined;
  positives: number;
  selected: boolean;
}

/** A box for the keyboard. Under a dragged box the others stay as they are. */
const BoxButton = memo(function BoxButton({ x1, y1, x2, y2, size, index, name, positives, selected }: BoxProps) {
  const percent = (value: number) => `${(100 * value) / size}%`;
  return (
    <button
      type="button"
      className={styles.box}
      data-index={index}
      data-testid="anchor-box"
      aria-pressed={selected}
      aria-label={`Box ${index + 1}, ${name}, ${[x1, y1, x2, y2].map(pixels).join(' ')}; ${plural(positives, 'positive')}`}
      aria-describedby="box-keys"
      style={{
        left: percent(x1),
        top: percent(y1),
        width: percent(x2 - x1),
        height: percent(y2 - y1),
        // The smaller lies on top, as the pointer finds it.
        zIndex: 1 + Math.round(1000 * (1 - areaOf([x1, y1, x2, y2]) / size ** 2)),
      }}
    />
  );
});

/** The positive after or before the selected anchor among those of an object; it begins anew at the end. */
function neighbour({ targets, anchor }: Matching, object: number, by: 1 | -1): number | null {
  const positives = positivesOf(targets, object);
  const at = anchor === null ? -1 : positives.indexOf(anchor);
  if (positives.length === 0) return null;
  return positives[at < 0 ? (by > 0 ? 0 : positives.length - 1) : (at + by + positives.length) % positives.length];
}

/** The drawing over the image, in step with the render that asked for it. */
function Overlay({ scene }: { scene: Scene }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(scene);
  /** Canvas pixels a CSS pixel; asking for a width here would lay out the page in the middle of a frame. */
  const density = useRef(1);
  useLayoutEffect(() => {
    newest.current = scene;
    drawScene(canvas.current!, scene, density.current);
  }, [scene]);
  useEffect(() => {
    const element = canvas.current!;
    const sized = new ResizeObserver(([{ devicePixelContentBoxSize, contentBoxSize }]) => {
      const [{ inlineSize, blockSize }] = devicePixelContentBoxSize ?? contentBoxSize;
      element.width = Math.round(inlineSize);
      element.height = Math.round(blockSize);
      density.current = inlineSize / Math.max(1, contentBoxSize[0].inlineSize);
      drawScene(element, newest.current, density.current);
    });
    sized.observe(element, { box: 'device-pixel-content-box' });
    return () => sized.disconnect();
  }, []);
  return (
    <div className={styles.overlay} aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}
