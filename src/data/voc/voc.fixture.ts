/** @file Small VOC sets for the tests. */

/** The markers of a JPEG around no picture: enough for the import, which reads headers only. */
export function bareJpeg(width: number, height: number, frame = 0xc0, precision = 8, channels = 3): number[] {
  const exif = [0xff, 0xe1, 0x00, 0x04, 0x00, 0x00];
  const components = Array.from({ length: channels }, (_, i) => [i + 1, 0x11, 0]).flat();
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const sof = [0xff, frame, 0x00, 8 + components.length, precision, ...size, channels, ...components];
  return [0xff, 0xd8, ...exif, ...sof, 0xff, 0xda, 0x00, 0x02, 1, 2, 3, 0xff, 0xd9];
}

export function file(path: string, ...parts: (string | number[])[]): { path: string; file: Blob } {
  return { path, file: new Blob(parts.map((part) => (typeof part === 'string' ? part : Uint8Array.from(part)))) };
}

/** `name xmin ymin xmax ymax`, each as VOC writes it. */
export function object(description: string): string {
  const [name, ...box] = description.split(' ');
  const sides = ['xmin', 'ymin', 'xmax', 'ymax'].map((side, i) => `<${side}>${box[i]}</${side}>`);
  return `<object><name>${name}</name><bndbox>${sides.join('')}</bndbox></object>`;
}

export function annotation(objects: readonly string[], width = 100, height = 80): string {
  const size = `<size><width>${width}</width><height>${height}</height><depth>3</depth></size>`;
  return `<annotation><folder>VOC</folder>${size}${objects.map(object).join('\n')}</annotation>`;
}

/** A 100 x 80 image of its own with its annotation. */
export function pair(id: string, ...objects: string[]): { path: string; file: Blob }[] {
  return [file(`VOC/Annotations/${id}.xml`, annotation(objects)), picture(id)];
}

/** A picture whose bytes no other id has: anything may follow the end mark. */
export function picture(id: string): { path: string; file: Blob } {
  return file(`VOC/JPEGImages/${id}.jpg`, bareJpeg(100, 80), id);
}

export function list(name: string, ...ids: string[]): { path: string; file: Blob } {
  return file(`VOC/ImageSets/Main/${name}.txt`, ids.map((id) => `${id}\n`).join(''));
}
