/** Addresses of the UI's pages that mails lead to. */
export interface Links {
  home(): string;
  invitation(token: string): string;
  reset(token: string): string;
  forgotten(): string;
}

/** The token stands after the `#`: browsers keep that part from every server's and proxy's log. */
export function createLinks(publicUrl: string): Links {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    home: () => `${base}/`,
    invitation: (token) => `${base}/invitation#token=${token}`,
    reset: (token) => `${base}/reset#token=${token}`,
    forgotten: () => `${base}/forgotten`,
  };
}
