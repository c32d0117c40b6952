/**
 * @file Photographs of VOC's kind that can be made anywhere: JPEG files of 500 x 375 pixels with three objects each.
 */
import { vocClasses } from '../ssd';
import type { DataWorkerApi } from '../worker';

type VocSource = Extract<Parameters<DataWorkerApi['open']>[0], { kind: 'voc' }>;

const width = 500;
const height = 375;

/** A set of so many different images; its objects are the coloured rectangles. */
export async function photographs(count: number): Promise<VocSource> {
  const records: VocSource['set']['records'] = [];
  for (let i = 0; i < count; i++) records.push(await photograph(i));
  const all = records.map((_, i) => i);
  const allLists = { images: count, objects: 3 * count };
  const classes = [...vocClasses];
  const report = { findings: [], rejected: [], notes: [] };
  return { kind: 'voc', set: { records, classes, splits: { train: all, val: [] }, ...report, allLists } };
}

async function photograph(index: number): Promise<VocSource['set']['records'][number]> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('photographs: this browser gives no 2D canvas to draw on');
  // Ripples in both directions: as much detail as a photograph has, so that decoding costs what it costs there.
  const picture = context.createImageData(width, height);
  for (let p = 0; p < width * height; p++) {
    const [x, y] = [p % width, Math.floor(p / width)];
    for (let c = 0; c < 3; c++) {
      const wave = Math.sin(x * (0.11 + 0.03 * c) + index) + Math.sin(y * (0.17 + 0.02 * c)) + Math.sin(x * y * 0.003);
      picture.data[p * 4 + c] = 128 + 40 * wave;
    }
    picture.data[p * 4 + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
  const objects = [0, 1, 2].map((n) => {
    const [x, y] = [20 + 150 * n + ((index * 7) % 40), 40 + ((index * 13 + n * 80) % 160)];
    context.fillStyle = `hsl(${(index * 40 + n * 120) % 360} 70% 50%)`;
    context.fillRect(x, y, 120, 150);
    const className = vocClasses[(index + n) % vocClasses.length];
    const box: [number, number, number, number] = [x, y, x + 120, y + 150];
    return { className, box, difficult: false, truncated: null };
  });
  const image = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return { id: `photograph ${index}`, file: `${index}.jpg`, image, width, height, objects };
}
