const ENGINE = [
  /^engine\/(contract|client|names|views|text|wall-clock)\.ts$/,
  /^engine\/classrooms\/roster\/(file-text|limits)\.ts$/,
  /^engine\/client\//,
  /^engine\/errors\/domain-error\.ts$/,
  /^engine\/events\/engine-events\.ts$/,
  /^engine\/plugin-host\/(contract|define-plugin-ui)\.ts$/,
  /^engine\/realtime\/(protocol|close-codes|frame-size|token-bucket)\.ts$/,
  /^engine\/(messages|rooms)\/(apply-[^/]+|code-in-text|moved|plain-of|room-state|trim-text|unread-replies)\.ts$/,
  /^engine\/roles\/[^/]+\.ts$/,
];
const PLUGIN = /^(plugins\/[^/]+|config\/plugin-template)\/(contract\.ts$|reduce\.ts$|shared\/|ui\/)/;
const UI = /^classroom-ui\/(?!e2e\/|hooks\.server\.ts$)/;

/**
 * Whether a file may be part of what browsers download, by its path from the root.
 * The list is short and written out, so that nothing of the server gets in by being imported.
 */
export function isBrowserFile(path: string): boolean {
  if (/\.test(-d)?\.ts$/.test(path) && !path.endsWith('.ui.test.ts')) return false;
  return UI.test(path) || PLUGIN.test(path) || ENGINE.some((file) => file.test(path));
}
