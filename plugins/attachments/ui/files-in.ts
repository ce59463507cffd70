/** The files that something was dropped or pasted with; a folder is none. Asked while the event is told: it forgets them after. */
export function filesIn(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry?.()?.isDirectory) return [];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}

export const bringsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;
