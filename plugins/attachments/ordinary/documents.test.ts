import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCompound } from '../hostile/make-compound-trial.ts';
import { makeOffice, makeOpenDocument, makeZip, type ZipPart } from '../hostile/make-zip-trial.ts';
import { type Doors, startDoors } from '../tus-trial.ts';

// Documents as office programs write them: what is normal inside is let in, and what runs is told by its place.
let doors: Doors;
beforeAll(async () => {
  doors = await startDoors();
});
afterAll(() => doors?.server.stop());

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (...all: readonly (readonly [type: string, target: string])[]): ZipPart => ({
  name: 'word/_rels/document.xml.rels',
  data: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(
      ([type, target], n) =>
        `<Relationship Id="rId${n}" Type="${RELATIONS}/${type}" Target="${target}" TargetMode="External"/>`,
    )
    .join('')}<Relationship Id="rId99" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
});

const svg = (inside: string, before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 96 96" overflow="hidden">${inside}</svg>`;
const ICON = svg(
  '<defs><clipPath id="clip0"><rect x="0" y="0" width="96" height="96"/></clipPath></defs><g clip-path="url(#clip0)"><path d="M8 8h80v80H8z"/></g>',
);
const INKSCAPE = svg(
  `<g inkscape:export-filename="D:\\Ana\\icon.png" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"/><title>Cell &amp; wall &lt;1&gt;</title><!-- drawn --><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work xmlns:cc="http://creativecommons.org/ns#" rdf:about=""><dc:type xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata><style type="text/css"><![CDATA[ .a { fill: url('#g'); stroke: #000 } ]]></style><linearGradient id="g"/><a xlink:href="https://example.org/cells"><use xlink:href="#p"/></a><image xlink:href="data:image/png;base64,iVBORw0KGgo="/>`,
  `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with Inkscape -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n`,
);
const EMF = Buffer.concat([Buffer.from('01000000', 'hex'), Buffer.alloc(200)]);
const FORMULA = makeCompound([{ name: '\u0001Ole' }, { name: 'Equation Native', data: Buffer.alloc(4_096, 7) }]);

describe('let in:', () => {
  const cases: readonly (readonly [what: string, name: string, bytes: Buffer])[] = [
    ['a presentation with an icon', 'talk.pptx', makeOffice('pptx', [{ name: 'ppt/media/image2.svg', data: ICON }])],
    [
      'a document with a drawing of Inkscape',
      'essay.docx',
      makeOffice('docx', [{ name: 'word/media/a.SVG', data: INKSCAPE }]),
    ],
    [
      'a drawing in UTF-16',
      'a.docx',
      makeOffice('docx', [{ name: 'a.svg', data: Buffer.from(`\ufeff${ICON}`, 'utf16le') }]),
    ],
    ['a sheet with a drawing', 'marks.xlsx', makeOffice('xlsx', [{ name: 'xl/media/image1.svg', data: ICON }])],
    ['an open document with a drawing', 'essay.odt', makeOpenDocument([{ name: 'Pictures/1.svg', data: ICON }])],
    ['old pictures of Windows', 'a.docx', makeOffice('docx', [{ name: 'word/media/a.emf', data: EMF }])],
    [
      'a picture of one colour',
      'a.docx',
      makeOffice('docx', [{ name: 'word/media/a.bmp', data: Buffer.alloc(9_000_000) }]),
    ],
    ['a font', 'talk.pptx', makeOffice('pptx', [{ name: 'ppt/fonts/font1.fntdata', data: Buffer.alloc(900, 1) }])],
    [
      'the table behind a chart',
      'talk.pptx',
      makeOffice('pptx', [{ name: 'ppt/embeddings/a.xlsx', data: makeOffice('xlsx') }]),
    ],
    [
      'a formula of an older program',
      'a.docx',
      makeOffice('docx', [{ name: 'word/embeddings/oleObject1.bin', data: FORMULA }]),
    ],
    [
      'an object of an open document',
      'a.odt',
      makeOpenDocument([{ name: 'Object 1', data: FORMULA }, { name: 'Pictures/' }]),
    ],
    [
      'settings of a printer',
      'a.xlsx',
      makeOffice('xlsx', [{ name: 'xl/printerSettings/printerSettings1.bin', data: 'x' }]),
    ],
    [
      'links, and what a link shows',
      'a.docx',
      makeOffice('docx', [
        relations(
          ['hyperlink', 'https://www.bbc.co.uk/bitesize?a=1&amp;b=2'],
          ['hyperlink', 'mailto:office@oakwood.example'],
          ['hyperlink', 'chapter 2.docx'],
          ['image', 'https://oakwood.example/logo.png'],
          ['video', 'https://www.youtube.com/embed/abc'],
          ['attachedTemplate', 'file:///C:\\Users\\Ana\\Templates\\Report.dotx'],
          ['oleObject', 'file:///C:\\Users\\Ana\\Marks.xlsx!Sheet1!R1C1'],
          ['externalLinkPath', 'https://oakwood.sharepoint.example/Marks.xlsx'],
        ),
      ]),
    ],
  ];

  test.each(cases)('%s', async (_what, name, bytes) => {
    const { code, message } = await doors.ana.upload(name, bytes);
    expect([code, message]).toEqual([undefined, undefined]);
  });

  test('the presentation with an icon from a report', async () => {
    const bytes = await readFile(join(import.meta.dirname, 'inputs/icons.pptx'));
    const { code, id } = await doors.ana.upload('icons.pptx', bytes);
    expect(code).toBeUndefined();
    const { headers } = await doors.ana.ask(`/files/${id}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="icons.pptx"/);
  });
});

describe('what is wrong is told by its place:', () => {
  test.each([
    ['macros', 'unsafe', makeOffice('docx', [{ name: 'word/vbaProject.bin', data: 'x' }]), 'word/vbaProject.bin'],
    [
      'a script in a drawing of a table behind a chart',
      'unsafe',
      makeOffice('docx', [
        {
          name: 'word/embeddings/a.xlsx',
          data: makeOffice('xlsx', [{ name: 'xl/media/a.svg', data: svg('<script/>') }]),
        },
      ]),
      'word/embeddings/a.xlsx › xl/media/a.svg',
    ],
    ['a password', 'encrypted', makeCompound(['EncryptedPackage']), 'essay.docx'],
    [
      'a name that hides',
      'unsafe',
      makeOffice('docx', [{ name: `word/${'a'.repeat(200)}\u202e.exe` }]),
      `…${'a'.repeat(74)}_.exe`,
    ],
  ])('%s', async (_what, code, bytes, entry) => {
    const answer = await doors.ana.upload('essay.docx', bytes);
    expect(answer.code).toBe(`attachments.${code}`);
    expect(answer.message).toContain(` ${entry}`);
  });
});

test('a document is looked into in bounded time, whatever its drawings are made of', async () => {
  const deep = svg(`${'<g a="'.repeat(200_000)}`);
  const long = svg(`<path d="${'M1 1 '.repeat(200_000)}"/>`);
  const many = svg('<rect x="1" y="2"/>'.repeat(50_000));
  const began = performance.now();
  const answers = [];
  for (const data of [deep, long, many])
    answers.push((await doors.ana.upload('a.docx', makeOffice('docx', [{ name: 'a.svg', data }]))).code);
  expect(answers).toEqual(['attachments.unsafe', undefined, undefined]);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('an archive is no document, whatever it is called', async () => {
  const { code } = await doors.ana.upload('essay.docx', makeZip([{ name: 'a.txt', data: 'x' }]));
  expect(code).toBe('attachments.not-offered');
});
