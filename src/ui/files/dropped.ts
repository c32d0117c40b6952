/** @file Files from a drop or a picker, each with its path. Folders are walked without reading any content. */
import type { DataFile, FileReader } from '../store/data-actions';

/** A reader of what was dropped. To be called within the drop event: the browser forgets its entries afterwards. */
export function droppedFiles(transfer: DataTransfer): FileReader {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  // A drop that a script makes has files but no entries.
  if (entries.length === 0) return pickedFiles([...transfer.files]);
  return async (found, signal) => {
    const files: DataFile[] = [];
    for (const entry of entries) {
      for await (const file of walk(entry, signal)) {
        files.push(file);
        if (files.length % 100 === 0) found(files.length);
      }
    }
    return files;
  };
}

/** A reader of what a file or folder picker returned. */
export function pickedFiles(files: readonly File[]): FileReader {
  return async () => files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Depth first, a folder's entries together: one by one, 30,000 files take a minute. */
async function* walk(entry: FileSystemEntry, signal: AbortSignal): AsyncGenerator<DataFile> {
  if (signal.aborted) return;
  if (isFile(entry)) yield await opened(entry);
  else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (let batch = await nextEntries(reader); batch.length > 0; batch = await nextEntries(reader)) {
      if (signal.aborted) return;
      yield* await Promise.all(batch.filter(isFile).map(opened));
      for (const folder of batch.filter(isFolder)) yield* walk(folder, signal);
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function opened(entry: FileSystemFileEntry): Promise<DataFile> {
  return new Promise((resolve, reject) => {
    entry.file((file) => resolve({ path: entry.fullPath.replace(/^\//, ''), file }), reject);
  });
}

function nextEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
