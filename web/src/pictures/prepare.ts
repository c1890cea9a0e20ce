/** A picture as it is sent. */
export interface Prepared {
  body: Blob;
  /** What was changed before it is sent; absent if nothing. */
  note?: string;
}

/** What the service takes unless it is configured otherwise (protos/roomtype/v1/recognize.proto), with room for a form's own bytes. */
export const mostBytes = 4_400_000;

const taken = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** The models see 224 x 224 pixels: what is more than ten times that is only bytes. */
const longestSide = 2048;

/**
 * Reads the bytes: a file may be moved after it was chosen, which a browser that sends it cannot tell from a service that is not there.
 */
async function read(file: Blob, type = file.type) {
  try {
    return new Blob([await file.arrayBuffer()], { type });
  } catch {
    throw new Error('The file cannot be read any more: it was moved or changed.');
  }
}

/** As it is where the service takes it so; else as a smaller JPEG where this browser can read it. */
export async function prepare(file: Blob, most = mostBytes): Promise<Prepared> {
  if (file.size <= most && taken.has(file.type)) return { body: await read(file) };
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    // The service tells why, better than the browser does.
    return { body: await read(file.slice(0, most), taken.has(file.type) ? file.type : 'image/jpeg') };
  }
  const body = await scaled(bitmap, longestSide);
  const why = taken.has(file.type) ? `${(file.size / 1e6).toFixed(1)} MB is over what one request takes` : `${file.type || 'this kind of file'} is not what the service reads`;
  return { body, note: `Sent as a JPEG of ${Math.round(body.size / 1e3)} KB: ${why}.` };
}

async function scaled(bitmap: ImageBitmap, side: number) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d')!;
  // JPEG has no transparency.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made smaller.'))), 'image/jpeg', 0.92));
}
