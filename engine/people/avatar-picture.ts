import { invalid } from '../errors/domain-error.ts';

/** Bytes of a picture handed in. */
const LARGEST = 1_024 * 1_024;
/** A small file may unfold to a huge picture: more pixels than any phone's camera makes are not decoded. */
const MOST_PIXELS = 50_000_000;
const SIDE = 256;
export const AVATAR_TYPE = 'image/webp';

/**
 * Makes a person's picture of what they handed in: upright, square, 256 pixels a side, WebP. Nothing of the file survives
 * but its pixels: no place, no camera, no second meaning.
 * @throws DomainError `people.avatar-too-large`, `people.avatar-unreadable`
 */
export async function avatarPicture(file: Buffer): Promise<Buffer> {
  if (file.length > LARGEST) throw invalid('image', 'A picture has at most 1 MB.', 'people.avatar-too-large');
  if (!isPhoto(file)) throw unreadable();
  // Loaded when first needed: it is the largest library of all.
  const { default: sharp } = await import('sharp');
  // Each picture is made once: what the library keeps of it would only be held.
  sharp.cache(false);
  return sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .timeout({ seconds: 10 })
    .autoOrient()
    .resize(SIDE, SIDE, { fit: 'cover' })
    .webp({ quality: 82 })
    .toBuffer()
    .catch(() => Promise.reject(unreadable()));
}

const unreadable = () => invalid('image', 'Please take a JPEG, PNG or WebP picture.', 'people.avatar-unreadable');

/** By its first bytes, never by what it calls itself: the decoders of other kinds (SVG, PDF) are not to be reached. */
const isPhoto = (file: Buffer): boolean =>
  file.subarray(0, 3).equals(JPEG) ||
  file.subarray(0, 8).equals(PNG) ||
  (file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP');

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
