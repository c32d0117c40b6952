/** @file The overlay of the Anchors stage on a canvas: heat map, grids, anchors by their role, objects with handles. */
import { type BoxScale, type DrawnBox, drawBoxes } from '../../images/draw';
import { anchorsOfCell, bestIouPerCell, cellCentre } from './cells';
import { handlesOf } from './hit';
import { drawMark, MarkSheet } from './mark-sheet';
import { roleOf } from './matched';
import { Outlines } from './outlines';
import { markedAnchors, markOf, type Scene, shownCell } from './scene';
import { casing, roleOrder, type Scale } from './strokes';

type Context = CanvasRenderingContext2D;

/** Draws the scene over the whole canvas, which is cleared first. @param density canvas pixels a CSS pixel */
export function drawScene(canvas: HTMLCanvasElement, scene: Scene, density: number): void {
  const context = canvas.getContext('2d');
  if (context === null || canvas.width === 0) return;
  const by: Scale = { scale: canvas.width / scene.spec.inputSize, density };
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (scene.heat !== null) drawHeat(context, scene, scene.heat, by);
  for (const map of scene.grids) drawGrid(context, scene, map, by);
  drawAnchors(context, scene, by);
  drawObjects(context, scene, by);
}

/** Best IoU per cell: the lighter, the larger, with the number where it fits; an outline from the threshold on. */
function drawHeat(context: Context, { spec, anchors, targets, iouThreshold }: Scene, map: number, by: Scale): void {
  const layer = anchors.layers[map];
  const heat = bestIouPerCell(layer, targets.bestIou);
  const side = spec.steps[map] * by.scale;
  const limit = Math.fround(iouThreshold);
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.font = `600 ${11 * by.density}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = Math.max(1, Math.round(by.density));
  context.strokeStyle = '#ffffff';
  for (const [cell, value] of heat.entries()) {
    if (value === 0) continue;
    const [x, y] = [(cell % layer.width) * side, Math.floor(cell / layer.width) * side];
    context.fillStyle = `rgb(190 165 255 / ${Math.round(value * 95)}%)`;
    context.fillRect(x, y, side, side);
    if (value >= limit) context.strokeRect(x + 1, y + 1, side - 2, side - 2);
    if (side < 32 * by.density) continue;
    context.fillStyle = value > 0.5 ? '#000000' : '#ffffff';
    context.fillText(value.toFixed(2), x + side / 2, y + side / 2);
  }
  context.textAlign = 'start';
}

/** The centres of the cells, larger on a coarser map. */
function drawGrid(context: Context, { spec, anchors }: Scene, map: number, { scale, density }: Scale): void {
  const { height, width } = anchors.layers[map];
  const radius = Math.min(4, 1.25 + 0.55 * map) * density;
  const dots = new Path2D();
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const { x, y } = cellCentre(spec, { map, row, column });
      dots.moveTo(x * scale + radius, y * scale);
      dots.arc(x * scale, y * scale, radius, 0, 2 * Math.PI);
    }
  }
  context.setLineDash([]);
  context.lineWidth = 1.5 * density;
  context.strokeStyle = casing;
  context.stroke(dots);
  context.fillStyle = '#ffffff';
  context.fill(dots);
}

/** Marks of all shown anchors; boxes of the positives, of the shown cell, and of the one in focus. */
function drawAnchors(context: Context, scene: Scene, by: Scale): void {
  const { anchors, targets, hard, focusedObject, focusedAnchor, selectedAnchor } = scene;
  // With an anchor in focus the others step back, and with an object those of the others.
  const [near, aside] = focusedAnchor === null ? [1, 0.55] : [0.5, 0.4];
  const positives = new Outlines();
  const marks = new Map(roleOrder.map((role) => [role, { inFocus: [] as number[], others: [] as number[] }]));
  for (const a of markedAnchors(scene)) {
    const role = roleOf(a, targets, hard);
    const focused = focusedObject === null || targets.match[a] === focusedObject;
    const { x, y } = markOf(anchors, a, by.density / by.scale);
    marks.get(role)![focused ? 'inFocus' : 'others'].push(x * by.scale, y * by.scale);
    if (targets.rule[a] > 0 && focused) positives.add(role, anchors.corners, a, by);
  }
  const sheet = emptySheet(context.canvas);
  for (const [role, { inFocus, others }] of marks) {
    sheet.add(role, others, by.density, aside);
    sheet.add(role, inFocus, by.density, near);
  }
  drawCell(context, scene, by);
  positives.draw(context, by, near);
  sheet.draw(context);
  const larger = { ...by, density: by.density * 1.5 };
  for (const a of new Set([focusedAnchor, selectedAnchor])) if (a !== null) drawFocus(context, scene, a, larger);
}

let lastSheet: MarkSheet | null = null;

/** The sheet of the last drawing, cleared, if it is as large as the canvas. */
function emptySheet({ width, height }: HTMLCanvasElement): MarkSheet {
  if (lastSheet?.fits(width, height)) lastSheet.clear();
  else lastSheet = new MarkSheet(width, height);
  return lastSheet;
}

/** One anchor, larger than the others. */
function drawFocus(context: Context, { anchors, targets, hard }: Scene, a: number, by: Scale): void {
  const role = roleOf(a, targets, hard);
  const outline = new Outlines();
  outline.add(role, anchors.corners, a, by);
  outline.draw(context, by);
  const { x, y } = markOf(anchors, a, by.density / 1.5 / by.scale);
  context.save();
  context.translate(x * by.scale, y * by.scale);
  drawMark(context, role, by.density);
  context.restore();
}

/** The cell of the selected anchor with all its shapes. */
function drawCell(context: Context, scene: Scene, by: Scale): void {
  const cell = shownCell(scene);
  if (cell === null) return;
  const { anchors, spec, targets, hard } = scene;
  const side = spec.steps[cell.map] * by.scale;
  context.fillStyle = 'rgb(255 255 255 / 25%)';
  context.fillRect(cell.column * side, cell.row * side, side, side);
  const shapes = new Outlines();
  for (const a of anchorsOfCell(anchors.layers, cell)) shapes.add(roleOf(a, targets, hard), anchors.corners, a, by);
  shapes.draw(context, by, 0.7);
}

/** The ground truth, named and numbered, the selected one over the others and with handles. */
function drawObjects(context: Context, { objects, labels, selectedObject }: Scene, { scale, density }: Scale): void {
  const by = { scaleX: scale, scaleY: scale, density };
  const boxes = objects.map(
    ({ box }, i): DrawnBox => ({ box, stroke: 'solid', label: labels[i].text, colour: labels[i].colour }),
  );
  const resting = boxes.filter((_, i) => i !== selectedObject);
  drawResting(context, resting, by);
  if (selectedObject === null || selectedObject >= objects.length) return;
  drawBoxes(context, [boxes[selectedObject]], by);
  const half = 4 * density;
  context.lineWidth = density;
  context.strokeStyle = casing;
  context.fillStyle = '#ffffff';
  for (const { x, y } of handlesOf(objects[selectedObject].box, density / scale)) {
    context.fillRect(x * scale - half, y * scale - half, 2 * half, 2 * half);
    context.strokeRect(x * scale - half, y * scale - half, 2 * half, 2 * half);
  }
}

let lastResting: { key: readonly unknown[]; canvas: OffscreenCanvas } | null = null;

/** Boxes that stay as they are under a drag, drawn anew only when one of them changes. */
function drawResting(context: Context, boxes: readonly DrawnBox[], by: BoxScale): void {
  const { width, height } = context.canvas;
  const key = [width, height, by.density, ...boxes.flatMap(({ box, label }) => [...box, label])];
  if (lastResting?.key.length !== key.length || !key.every((item, i) => item === lastResting?.key[i])) {
    const canvas = new OffscreenCanvas(width, height);
    drawBoxes(canvas.getContext('2d')!, boxes, by);
    lastResting = { key, canvas };
  }
  context.drawImage(lastResting.canvas, 0, 0);
}
