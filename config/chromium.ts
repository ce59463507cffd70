/** How tests start the browser: the machine's own Chromium, which never calls home, without what draws its windows. */
export const chromium = {
  executablePath: '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The whole of it, which takes twice the machine: only it shows notifications. */
export const wholeChromium = { ...chromium, executablePath: '/usr/bin/chromium' };
