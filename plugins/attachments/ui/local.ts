const addresses = new Map<string, string>();

/** Remembers a file of this page that was uploaded: its sender sees it at once, whatever is still made of it. */
export const rememberLocal = (fileId: string, address: string): void => void addresses.set(fileId, address);

/** Where the browser has a file at hand that this page uploaded. */
export const localOf = (fileId: string): string | undefined => addresses.get(fileId);
