const ACCEPTED = {
  image: 'image/jpeg,image/png,image/gif,image/webp',
  video: 'video/mp4,video/quicktime,video/webm',
  audio: 'audio/*',
  pdf: '.pdf',
  document: '.docx,.xlsx,.pptx,.ppsx,.odt,.ods,.odp,.odg',
  text: '.txt,.md,.csv,.tsv,.log',
} as const;

/**
 * Opens the system's own window, and answers what was picked there. It offers what the school does; without HEIC among it
 * a phone hands its pictures over as JPEG.
 */
export function pickFiles(types: readonly (keyof typeof ACCEPTED)[]): Promise<File[]> {
  const input = document.createElement('input');
  const accept = types.map((type) => ACCEPTED[type]).join(',');
  Object.assign(input, { type: 'file', multiple: true, hidden: true, accept });
  // A browser may forget an input that stands nowhere, and with it what was picked.
  document.body.append(input);
  return new Promise<File[]>((picked) => {
    input.addEventListener('change', () => picked([...(input.files ?? [])]));
    input.addEventListener('cancel', () => picked([]));
    input.click();
  }).finally(() => input.remove());
}
