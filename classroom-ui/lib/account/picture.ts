/** Longer sides than this are made smaller before they travel; the server cuts its own sizes from what arrives. */
const LONGEST = 1_024;

/**
 * A picture file as base64 without the `data:` head, made smaller by the browser where it can. Throws when the browser cannot
 * read it as a picture. Drawing it anew also leaves behind where and when it was taken.
 */
export async function pictureAsBase64(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL('image/jpeg', 0.9).replace(/^data:[^,]*,/, '');
}
