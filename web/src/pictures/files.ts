/** A file with the folder that it lay in. */
export interface Found {
  file: File;
  /** Folders and name below what was dropped or chosen, for example mission/kitchen/1.jpg. */
  path: string;
}

const pictures = /\.(jpe?g|jfif|png|webp|avif|gif|bmp|heic|heif)$/i;

export const isPicture = (file: File) => file.type.startsWith('image/') || pictures.test(file.name);

/** Files of an input: of a folder with their paths. */
export const chosen = (files: FileList): Found[] => [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));

/** Files of a drop, folders opened; must be called before the event is over. */
export async function dropped(data: DataTransfer): Promise<Found[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  if (entries.length === 0) return chosen(data.files);
  return (await Promise.all(entries.map((entry) => walk(entry)))).flat();
}

/** Pictures on the clipboard. */
export const pasted = (data: DataTransfer | null): Found[] => (data ? chosen(data.files) : []).filter(({ file }) => isPicture(file));

async function walk(entry: FileSystemEntry): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Found[] = [];
  // A reader gives a hundred at a time.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const inner of entries) found.push(...(await walk(inner)));
  }
}
