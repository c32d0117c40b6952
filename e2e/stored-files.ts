/** @file What OPFS holds of data sets, past the page, and ways to spoil it. */
import type { Page } from '@playwright/test';

/** Paths of all files below `sets`, and of folders that are empty. */
export function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const [name, handle] of folder.entries()) {
        const inside = handle instanceof FileSystemDirectoryHandle ? await walk(handle, `${path}${name}/`) : [];
        found.push(...(inside.length > 0 ? inside : [path + name]));
      }
      return found;
    };
    return walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('sets', { create: true }), '');
  });
}

/**
 * Spoils the one set that is kept: other bytes in its index, a pack cut short, or, where there is none, what a crash
 * leaves.
 */
export function damageStoredSet(page: Page, how: 'text' | 'cut' | 'unfinished'): Promise<void> {
  return page.evaluate(async (how) => {
    const sets = await (await navigator.storage.getDirectory()).getDirectoryHandle('sets', { create: true });
    if (how === 'unfinished') await sets.getDirectoryHandle('abc', { create: true });
    for await (const set of sets.values()) {
      if (!(set instanceof FileSystemDirectoryHandle)) continue;
      const handle = await set.getFileHandle('pack', { create: true });
      const { size } = await handle.getFile();
      const file = await handle.createWritable({ keepExistingData: true });
      if (how === 'cut') await file.truncate(size - 10);
      else await file.write({ type: 'write', position: Math.max(0, size - 100), data: 'noise' });
      await file.close();
    }
  }, how);
}
