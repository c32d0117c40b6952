/**
 * @file A chart as a PNG that looks as on screen: its figure, drawn or of HTML, with all styles written into it, becomes
 * an SVG image and that a canvas. No library: one function of the platform does each step.
 */

const density = 2;
const margin = 16;

/** What a still picture has no use for: buttons, sliders, the values under the pointer. */
const notInPictures = '[data-not-in-pictures]';

/**
 * @param figure  as it stands in the page
 * @param caption printed below it
 * @throws Error if the browser cannot draw it, such as for want of memory
 */
export async function pictureOf(figure: HTMLElement, caption: string): Promise<Blob> {
  const { width } = figure.getBoundingClientRect();
  const copy = inlined(figure);
  const page = getComputedStyle(document.body);
  const words = document.createElement('p');
  words.textContent = caption;
  words.style.cssText = `margin:8px 0 0;font:13px/20px ${page.fontFamily};color:${page.color};overflow-wrap:anywhere`;
  copy.append(words);
  const height = heightOf(copy, width);
  const image = new Image();
  const markup = new XMLSerializer().serializeToString(copy);
  image.src = `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<foreignObject width="100%" height="100%">${markup}</foreignObject></svg>`,
  )}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((width + 2 * margin) * density);
  canvas.height = Math.ceil((height + 2 * margin) * density);
  const context = canvas.getContext('2d')!;
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, margin * density, margin * density, width * density, height * density);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gave no PNG of the chart')))),
  );
}

/** A copy that needs no style sheet. */
function inlined(figure: HTMLElement): HTMLElement {
  const copy = figure.cloneNode(true) as HTMLElement;
  const copies = [copy, ...copy.querySelectorAll<HTMLElement>('*')];
  [figure, ...figure.querySelectorAll('*')].forEach((original, i) => {
    const style = getComputedStyle(original);
    copies[i].style.cssText = [...style].map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
    copies[i].removeAttribute('class');
  });
  for (const element of copy.querySelectorAll(notInPictures)) element.remove();
  // As high as what is left in it, however high its place in the page is.
  Object.assign(copy.style, { height: 'auto', blockSize: 'auto', margin: '0' });
  return copy;
}

/** Laid out out of sight, and taken away again before the next frame. */
function heightOf(copy: HTMLElement, width: number): number {
  const place = document.createElement('div');
  place.style.cssText = `position:fixed;left:-10000px;top:0;width:${width}px;visibility:hidden`;
  document.body.append(place);
  place.append(copy);
  const { height } = copy.getBoundingClientRect();
  place.remove();
  return Math.ceil(height);
}
