const ACCEPTED = {
  image: 'image/jpeg,image/png,image/gif,image/webp',
  video: 'video/mp4,video/quicktime,video/webm',
  audio: 'audio/*',
  pdf: '.pdf',
  document: '.docx,.xlsx,.pptx,.ppsx,.odt,.ods,.odp,.odg',
  text: '.txt,.md,.csv,.tsv,.log',
  // The list of endings is the server's, and a dialog that hides files is worse than one that shows too many.
  code: '',
  archive: '.zip,.sb3,.ggb',
  book: '.epub',
  legacy: '.rtf,.doc,.xls,.ppt,.pps',
} as const;

/**
 * Opens the system's own window, and answers what was picked there. It offers what the school does; without HEIC among it
 * a phone hands its pictures over as JPEG.
 */
export function pickFiles(types: readonly (keyof typeof ACCEPTED)[]): Promise<File[]> {
  const input = document.createElement('input');
  const accept = types.includes('code') ? '' : types.map((type) => ACCEPTED[type]).join(',');
  Object.assign(input, { type: 'file', multiple: true, hidden: true, accept });
  // A browser may forget an input that stands nowhere, and with it what was picked.
  document.body.append(input);
  return new Promise<File[]>((picked) => {
    input.addEventListener('change', () => picked([...(input.files ?? [])]));
    input.addEventListener('cancel', () => picked([]));
    input.click();
  }).finally(() => input.remove());
}
