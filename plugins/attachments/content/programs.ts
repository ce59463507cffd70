const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Endings that a machine runs when somebody opens the file. */
const PROGRAMS = list(`
  exe com scr pif bat cmd ps1 ps1xml ps2 psm1 psd1 msh vb vbs vbe jse wsf wsh wsc hta msi msp mst msix appx appxbundle cpl
  dll ocx sys drv gadget jar jnlp apk aab ipa app dmg pkg mpkg deb rpm run command workflow scpt applescript lnk url webloc
  desktop inf reg scf sct chm hlp iso img vhd vhdx xll swf xbap application appref-ms settingcontent-ms msc diagcab
  docm dotm xlsm xltm xlam pptm potm ppsm ppam sldm accdb accde mdb mde`);
/** Those that also mislead before another ending. `com` is not among them: it ends addresses, too. */
const MISLEADS =
  /(\.(?:exe|scr|pif|bat|cmd|ps1|psm1|vbs|vbe|jse|wsf|wsh|hta|msi|msp|lnk|jar|apk|dmg|dll|cpl))[\s.\u200c\u200d]*\./iu;

export const isProgramEnding = (ending: string): boolean => PROGRAMS.has(ending);

/** The ending of a program that stands before the one a name shows. */
export const misleadingIn = (name: string): string | undefined => MISLEADS.exec(name)?.[1];

const SIGNATURES: readonly (readonly [hex: string, what: string])[] = [
  ['4d5a', 'a program of Windows'],
  ['7f454c46', 'a program of Linux'],
  ['feedface', 'a program of a Mac'],
  ['feedfacf', 'a program of a Mac'],
  ['cefaedfe', 'a program of a Mac'],
  ['cffaedfe', 'a program of a Mac'],
  ['4c0000000114020000000000c000000000000046', 'a link to a program'],
  ['4d534346', 'an installer of Windows'],
];

/** What kind of program begins so; undefined for what is none. A text may begin like one, and holds no NUL. */
export function programIn(head: Buffer): string | undefined {
  if (!head.subarray(0, 1_024).includes(0)) return undefined;
  // A class of Java begins as a program for several kinds of Macs does, which says for how many.
  if (head.toString('hex', 0, 4) === 'cafebabe' && head.readUInt32BE(4) < 20) return 'a program of a Mac';
  return SIGNATURES.find(([hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)?.[1];
}
