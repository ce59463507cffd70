/** Addresses of the UI's pages that mails lead to. */
export interface Links {
  home(): string;
  invitation(token: string): string;
  reset(token: string): string;
  forgot(): string;
  /** What follows `#` stays in the browser: it is in no log, and no page learns it by a referrer. */
  card(code: string): string;
}

export function createLinks(publicUrl: string): Links {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    home: () => `${base}/`,
    invitation: (token) => `${base}/invitation?token=${token}`,
    reset: (token) => `${base}/reset?token=${token}`,
    forgot: () => `${base}/forgot`,
    card: (code) => `${base}/card#${code}`,
  };
}
