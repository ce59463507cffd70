/** The files that something was dropped or pasted with; a folder is none. Asked while the event is told: it forgets them after. */
export function filesIn(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry?.()?.isDirectory) return [];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}

export const bringsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

const ACCEPTED = {
  image: 'image/jpeg,image/png,image/gif,image/webp',
  video: 'video/mp4,video/quicktime,video/webm',
  audio: 'audio/*',
  pdf: '.pdf',
  document: '.docx,.xlsx,.pptx,.ppsx,.odt,.ods,.odp,.odg',
  text: '.txt,.md,.csv,.tsv,.log',
} as const;

/** What the system's own window offers. Without HEIC in it a phone hands its pictures over as JPEG. */
export const acceptFor = (types: readonly (keyof typeof ACCEPTED)[]): string =>
  types.map((type) => ACCEPTED[type]).join(',');
