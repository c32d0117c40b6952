/**
 * @file The walk over a convolution that its plain loops share.
 */
import type { ConvGeometry } from './geometry';

/**
 * Visits every pair of an output cell and a filter tap whose input cell lies inside the map; output cells in order.
 *
 * @param visit gets the tap (ky * filterWidth + kx) and the two cells as numbers over the whole batch
 */
export function forEachTap(g: ConvGeometry, visit: (tap: number, inCell: number, outCell: number) => void): void {
  let outCell = 0;
  for (let b = 0; b < g.batch; b++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      for (let ox = 0; ox < g.outWidth; ox++, outCell++) {
        for (let ky = 0; ky < g.filterHeight; ky++) {
          const y = oy * g.stride - g.padTop + ky * g.dilation;
          if (y < 0 || y >= g.inHeight) continue;
          for (let kx = 0; kx < g.filterWidth; kx++) {
            const x = ox * g.stride - g.padLeft + kx * g.dilation;
            if (x < 0 || x >= g.inWidth) continue;
            visit(ky * g.filterWidth + kx, (b * g.inHeight + y) * g.inWidth + x, outCell);
          }
        }
      }
    }
  }
}
