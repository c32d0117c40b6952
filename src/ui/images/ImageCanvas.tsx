/** @file One image with its boxes, sharp at any pixel ratio. Drawn in an animation frame, and only while in view. */
import { useEffect, useRef } from 'react';
import { drawPicture, type Picture } from './draw';
import styles from './ImageCanvas.module.css';

interface Props extends Picture {
  width: number;
  height: number;
  /** What the image shows, in words. */
  label: string;
}

export function ImageCanvas({ bitmap, boxes, width, height, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<Picture>({ bitmap, boxes });
  const redraw = useRef(() => {});

  useEffect(() => {
    const element = canvas.current!;
    let frame = 0;
    let visible = false;
    let stale = true;
    const draw = () => {
      frame = 0;
      stale = false;
      drawPicture(element, picture.current, element.width / Math.max(1, element.clientWidth));
    };
    const request = () => {
      stale = true;
      if (visible && frame === 0) frame = requestAnimationFrame(draw);
    };
    redraw.current = request;
    const seen = new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      if (visible && stale) request();
    });
    const sized = new ResizeObserver(([entry]) => {
      const [size] = entry.devicePixelContentBoxSize ?? entry.contentBoxSize;
      element.width = Math.round(size.inlineSize);
      element.height = Math.round(size.blockSize);
      // Setting the size clears the canvas; drawn at once, it does not flicker.
      if (visible) draw();
      else stale = true;
    });
    seen.observe(element);
    sized.observe(element, { box: 'device-pixel-content-box' });
    return () => {
      seen.disconnect();
      sized.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);

  useEffect(() => {
    picture.current = { bitmap, boxes };
    redraw.current();
  }, [bitmap, boxes]);

  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      style={{ aspectRatio: `${width} / ${height}` }}
      role="img"
      aria-label={label}
    />
  );
}
