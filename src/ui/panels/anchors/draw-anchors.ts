/** @file The overlay of the Anchors stage on a canvas: heat map, grids, anchors by their role, objects with handles. */
import { type DrawnBox, drawBoxes } from '../../images/draw';
import { anchorsOfCell, bestIouPerCell, cellCentre } from './cells';
import { handlesOf } from './hit';
import { type AnchorRole, roleOf } from './matched';
import { markedAnchors, markOf, type Scene, shownCell } from './scene';
import { casing, looks, type RoleLook } from './strokes';

type Context = CanvasRenderingContext2D;

/** The scale of a drawing. */
interface Scale {
  /** Canvas pixels a pixel of the network input. */
  scale: number;
  /** Canvas pixels a CSS pixel. */
  density: number;
}

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

/** Paths by role: what is drawn alike is drawn at once. */
class Layer {
  readonly boxes = new Map<AnchorRole, Path2D>();
  readonly marks = new Map<AnchorRole, Path2D>();

  static #of(paths: Map<AnchorRole, Path2D>, role: AnchorRole): Path2D {
    const path = paths.get(role) ?? new Path2D();
    paths.set(role, path);
    return path;
  }

  box(role: AnchorRole, { anchors }: Scene, a: number, { scale }: Scale): void {
    const [x1, y1, x2, y2] = anchors.corners.subarray(a * 4, a * 4 + 4);
    Layer.#of(this.boxes, role).rect(x1 * scale, y1 * scale, (x2 - x1) * scale, (y2 - y1) * scale);
  }

  mark(role: AnchorRole, { anchors }: Scene, a: number, { scale, density }: Scale): void {
    const { x, y } = markOf(anchors, a, density / scale);
    Layer.#of(this.marks, role).addPath(markPath(role), new DOMMatrix([density, 0, 0, density, x * scale, y * scale]));
  }

  draw(context: Context, by: Scale, opacity = 1): void {
    context.globalAlpha = opacity;
    for (const role of roleOrder) {
      const [boxes, marks] = [this.boxes.get(role), this.marks.get(role)];
      if (boxes) strokeCased(context, boxes, looks[role], by);
      if (marks) drawMarks(context, marks, looks[role], by);
    }
    context.globalAlpha = 1;
  }
}

/** The rarest on top. */
const roleOrder: readonly AnchorRole[] = ['ignored', 'hard negative', 'threshold', 'tie', 'bipartite'];

const markPaths = new Map<AnchorRole, Path2D>();
function markPath(role: AnchorRole): Path2D {
  const path = markPaths.get(role) ?? new Path2D(looks[role].mark);
  markPaths.set(role, path);
  return path;
}

/** Marks of all shown anchors; boxes of the positives, of the shown cell, and of the one in focus. */
function drawAnchors(context: Context, scene: Scene, by: Scale): void {
  const { targets, hard, focusedObject, focusedAnchor, selectedAnchor } = scene;
  const [behind, shown, focus] = [new Layer(), new Layer(), new Layer()];
  for (const a of markedAnchors(scene)) {
    const role = roleOf(a, targets, hard);
    const aside = focusedObject !== null && targets.match[a] !== focusedObject;
    const layer = aside ? behind : shown;
    layer.mark(role, scene, a, by);
    if (targets.rule[a] > 0 && !aside) layer.box(role, scene, a, by);
  }
  behind.draw(context, by, 0.55);
  drawCell(context, scene, by);
  // With an anchor in focus the others step back.
  shown.draw(context, by, focusedAnchor === null ? 1 : 0.5);
  for (const a of new Set([focusedAnchor, selectedAnchor])) {
    if (a === null) continue;
    focus.box(roleOf(a, targets, hard), scene, a, by);
    focus.mark(roleOf(a, targets, hard), scene, a, by);
  }
  focus.draw(context, { ...by, density: by.density * 1.5 });
}

/** The cell of the selected anchor with all its shapes. */
function drawCell(context: Context, scene: Scene, by: Scale): void {
  const cell = shownCell(scene);
  if (cell === null) return;
  const side = scene.spec.steps[cell.map] * by.scale;
  context.fillStyle = 'rgb(255 255 255 / 25%)';
  context.fillRect(cell.column * side, cell.row * side, side, side);
  const shapes = new Layer();
  for (const a of anchorsOfCell(scene.anchors.layers, cell)) {
    shapes.box(roleOf(a, scene.targets, scene.hard), scene, a, by);
  }
  shapes.draw(context, by, 0.7);
}

function strokeCased(context: Context, path: Path2D, { colour, width, dash }: RoleLook, { density }: Scale): void {
  context.setLineDash(dash.map((length) => length * density));
  context.lineCap = 'butt';
  for (const [extra, ink] of [
    [1.5, casing],
    [0, colour],
  ] as const) {
    context.lineWidth = (width + extra) * density;
    context.strokeStyle = ink;
    context.stroke(path);
  }
  context.setLineDash([]);
}

function drawMarks(context: Context, path: Path2D, { colour, filled }: RoleLook, { density }: Scale): void {
  context.lineWidth = (filled ? 2 : 4) * density;
  context.strokeStyle = casing;
  context.stroke(path);
  if (filled) {
    context.fillStyle = colour;
    context.fill(path);
  } else {
    context.lineWidth = 1.75 * density;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

/** The ground truth, named and numbered, the selected one with handles. */
function drawObjects(context: Context, { objects, labels, selectedObject }: Scene, { scale, density }: Scale): void {
  const boxes = objects.map(
    ({ box }, i): DrawnBox => ({ box, stroke: 'solid', label: labels[i].text, colour: labels[i].colour }),
  );
  drawBoxes(context, boxes, { scaleX: scale, scaleY: scale, density });
  if (selectedObject === null || selectedObject >= objects.length) return;
  const half = 4 * density;
  context.lineWidth = density;
  context.strokeStyle = casing;
  context.fillStyle = '#ffffff';
  for (const { x, y } of handlesOf(objects[selectedObject].box, density / scale)) {
    context.fillRect(x * scale - half, y * scale - half, 2 * half, 2 * half);
    context.strokeRect(x * scale - half, y * scale - half, 2 * half, 2 * half);
  }
}
