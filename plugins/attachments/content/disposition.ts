/** What browsers draw or play by themselves, and can hold nothing that runs. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|video\/|audio\/)/;

/**
 * How a browser is to take a file: everything that is not a picture, a film or a sound is only ever saved. RFC 6266, with
 * the name in both forms: plain letters for the oldest programs, and as it is.
 */
export function dispositionOf(name: string, type: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${SHOWN.test(type) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
