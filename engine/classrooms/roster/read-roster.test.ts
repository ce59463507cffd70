import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Encoding, fileText } from './file-text.ts';
import { type RosterText, readRoster } from './read-roster.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (csv: string, more: Partial<RosterText> = {}) => readRoster({ csv, ...more });
const people = (csv: string, more: Partial<RosterText> = {}) =>
  read(csv, more).people.map(({ email, name, role }) => [email, name, role].join(' · '));
const inFile = (bytes: Uint8Array, as?: Encoding) => {
  const { text, encoding } = fileText(bytes, as);
  return { encoding, people: people(text) };
};

describe('a file', () => {
  test('of Excel is read as Windows wrote it, and anything else as it is said', () => {
    const bytes = latin1(
      'email;name;role\r\nrenee@oakwood.example;Ren\xe9e M\xfcller;student\r\nfrancois@oakwood.example;Fran\xe7ois Lef\xe8vre;student\r\n',
    );
    expect(inFile(bytes)).toEqual({
      encoding: 'windows-1252',
      people: [
        'renee@oakwood.example · Renée Müller · student',
        'francois@oakwood.example · François Lefèvre · student',
      ],
    });
    expect(inFile(latin1('a@b.example;\x80 O\x92Brien')).people).toEqual(['a@b.example · € O’Brien · ']);
    expect(inFile(latin1('a@b.example;\xa3ukasz'), 'windows-1250').people).toEqual(['a@b.example · Łukasz · ']);
  });

  test('is UTF-8 where it can be, with a mark or without, and UTF-16 by its mark or its zeros', () => {
    const csv = 'email\tname\r\nzoe@oakwood.example\tZoë Łuczak';
    const utf16 = (mark: string, swap: boolean) => {
      const bytes = Buffer.from(mark + csv, 'utf16le');
      return new Uint8Array(swap ? bytes.swap16() : bytes);
    };
    for (const [encoding, bytes] of [
      ['utf-8', utf8(csv)],
      ['utf-8', utf8(`\ufeff${csv}\x1a`)],
      ['utf-16le', utf16('\ufeff', false)],
      ['utf-16be', utf16('\ufeff', true)],
      ['utf-16le', utf16('', false)],
      ['utf-16be', utf16('', true)],
    ] as const)
      expect(inFile(bytes)).toEqual({ encoding, people: ['zoe@oakwood.example · Zoë Łuczak · '] });
  });

  test.each<[Encoding, string, string]>([
    ['windows-1250', 'email;name\r\na@b.example;Jan \x8a\x9dastn\xfd', 'Jan Šťastný'],
    ['shift_jis', '\x83\x81\x81[\x83\x8b,\x8e\x81\x96\xbc\r\na@b.example,\x96{\x93c \x83|\x81[\x83\x8b', '本田 ポール'],
    ['gb18030', '\xd3\xca\xcf\xe4,\xd0\xd5\xc3\xfb\r\na@b.example,\xe7\xf7\x81@', '琪丂'],
  ])('with bytes that Windows knows in the West for no letter is read as %s', (encoding, text, name) => {
    expect(inFile(latin1(text))).toEqual({ encoding, people: [`a@b.example · ${name} · `] });
  });

  test.each([
    ['a workbook', latin1('PK\x03\x04 and so on'), 'workbook'],
    ['a picture', latin1('\xff\xd8\xff\xe0\x00\x10JFIF'), 'no text'],
    ['zeros', new Uint8Array(100), 'no text'],
  ])('that is %s is refused', (_, bytes, why) => {
    expect(() => fileText(bytes)).toThrow(why);
  });
});

describe('a list', () => {
  test.each([
    [
      'semicolons with commas in names',
      'email;name;role\r\njansen@oakwood.example;Jansen, Piet;student\r\nvries@oakwood.example;de Vries, Els;student\r\n',
      ['jansen@oakwood.example · Piet Jansen · student', 'vries@oakwood.example · Els de Vries · student'],
    ],
    [
      'stray quotes',
      'q1@oakwood.example,Robert "Bob" Stone,student\nq2@oakwood.example,Fine Person,student\n',
      ['q1@oakwood.example · Robert "Bob" Stone · student', 'q2@oakwood.example · Fine Person · student'],
    ],
    [
      'a quote at the beginning of a cell',
      'q1@oakwood.example,"Bob" Stone,student',
      ['q1@oakwood.example · "Bob" Stone · student'],
    ],
    ['headings of another language', 'E-Mail;Name;Rolle\na@b.example;Ana;Lehrerin', ['a@b.example · Ana · Lehrerin']],
    [
      'another order of columns',
      'Rôle;Prénom;Nom;Classe;Courriel\nélève;Zoë;Lefèvre;7B;zoe@b.example',
      ['zoe@b.example · Zoë Lefèvre · élève'],
    ],
    [
      'apellidos',
      'Apellidos;Nombre;Correo electrónico\nGarcía Pérez;José;jose@b.example',
      ['jose@b.example · José García Pérez · '],
    ],
    [
      'tussenvoegsel',
      'Voornaam,Tussenvoegsel,Achternaam,E-mailadres\nEls,de,Vries,e@b.example\nPiet,,Jansen,p@b.example',
      ['e@b.example · Els de Vries · ', 'p@b.example · Piet Jansen · '],
    ],
    ['imię i nazwisko', 'Imię i nazwisko\tAdres e-mail\nŁukasz Żak\tl@b.example', ['l@b.example · Łukasz Żak · ']],
    ['Name beside Vorname', 'Name;Vorname;E-Mail\nMüller;Jörg;j@b.example', ['j@b.example · Jörg Müller · ']],
    [
      'a heading that says the order',
      'Last Name, First Name;Email\n"Lopez, Ana";a@b.example\nBen;b@b.example',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Ben · '],
    ],
    [
      'no heading, and the address last',
      'student|Ana Lopez|a@b.example\nstudent|Ben|b@b.example',
      ['a@b.example · Ana Lopez · student', 'b@b.example · Ben · student'],
    ],
    [
      'two names without a heading',
      'a@b.example,Ana,Lopez\nb@b.example,Ben,Moss',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Ben Moss · '],
    ],
    [
      'two names without a heading, in scripts that put the family name first',
      'a@b.example,김,철수\nb@b.example,王,小明',
      ['a@b.example · 김철수 · ', 'b@b.example · 王小明 · '],
    ],
    [
      'columns nobody needs',
      'a@b.example,Ana Lopez,7B,12345,x\nb@b.example,Ben Moss,7B,12346,y',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Ben Moss · '],
    ],
    [
      'Name <mail>',
      'Ana Lopez <a@b.example>\n"Moss, Ben" <b@b.example>;\n\nCho <c@b.example>',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Moss, Ben · ', 'c@b.example · Cho · '],
    ],
    [
      'Name <mail> in one line',
      'Ana Lopez <a@b.example>, Ben <b@b.example>; <c@b.example>',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Ben · ', 'c@b.example ·  · '],
    ],
    [
      'Name <mail> beside addresses alone',
      'c@b.example; Ana Lopez <a@b.example>, d@b.example;\nBen <b@b.example>; e@b.example',
      [
        'c@b.example ·  · ',
        'a@b.example · Ana Lopez · ',
        'd@b.example ·  · ',
        'b@b.example · Ben · ',
        'e@b.example ·  · ',
      ],
    ],
    [
      'numbers where the name is looked for',
      'Leerling;Voornaam;Achternaam;E-mailadres\n1021;Els;Bakker;e@b.example',
      ['e@b.example · Els Bakker · '],
    ],
    [
      'Name <mail> in a cell',
      'Lopez, Ana <a@b.example>\nMoss, Ben <b@b.example>',
      ['a@b.example · Ana Lopez · ', 'b@b.example · Ben Moss · '],
    ],
    ['mailto:', 'mailto:a@b.example,Ana', ['a@b.example · Ana · ']],
    [
      'comments, blank and empty lines, and old line ends',
      '# 7B\r\r a@b.example , Ana\r;;;\r,,\r b@b.example , Ben',
      ['a@b.example · Ana · ', 'b@b.example · Ben · '],
    ],
    ['what Excel says of itself', 'sep=;\nemail;name\na@b.example;Ana', ['a@b.example · Ana · ']],
    ['a title over the headings', 'Class 7B\nemail,name\na@b.example,Ana', ['a@b.example · Ana · ']],
    [
      'a cell of several lines',
      'email,name,address\na@b.example,Ana,"1 High Street\n\nOakwood"\nb@b.example,Ben,x',
      ['a@b.example · Ana · ', 'b@b.example · Ben · '],
    ],
    [
      'a suffix that is no first name',
      'a@b.example;Stone, Jr.\nb@b.example;Moss, Ben',
      ['a@b.example · Stone, Jr. · ', 'b@b.example · Moss, Ben · '],
    ],
    [
      'lines that were quoted twice',
      '"email,name,role"\n"a@b.example,""Lopez, Ana"",student"\n"b@b.example,""Moss, Ben"",student"',
      ['a@b.example · Ana Lopez · student', 'b@b.example · Ben Moss · student'],
    ],
    [
      'other quotes around cells',
      "'a@b.example','Conan O'Brien'\n“b@b.example”,“Ben”\n„c@b.example“,«Cho»\n'd@b.example,Dora\n=\"e@b.example\",=\"Eve\"",
      [
        ...["a@b.example · Conan O'Brien · ", 'b@b.example · Ben · ', 'c@b.example · Cho · '],
        ...['d@b.example · Dora · ', 'e@b.example · Eve · '],
      ],
    ],
    ['commas of Chinese', 'メール，氏名\na@b.example，山田太郎', ['a@b.example · 山田太郎 · ']],
    ['semicolons of Arabic', 'الاسم؛البريد؛الدور\nفاطمة؛a@b.example؛طالبة', ['a@b.example · فاطمة · طالبة']],
    [
      'an address beside its name',
      'Ana Lopez a@b.example\nb@b.example: Ben\nCho (c@b.example)\nDora – d@b.example\n<e@b.example> Eve',
      [
        ...['a@b.example · Ana Lopez · ', 'b@b.example · Ben · ', 'c@b.example · Cho · '],
        ...['d@b.example · Dora · ', 'e@b.example · Eve · '],
      ],
    ],
    ['rules between its lines', '| Email | Name |\n|:--|---|\n| a@b.example | Ana |\n=====', ['a@b.example · Ana · ']],
    ['nobody', '\n\n# nothing\n', []],
  ])('with %s', (_, csv, found) => {
    expect(people(csv)).toEqual(found);
  });

  test.each([
    ['Czech', 'Příjmení;Jméno;E-mailová adresa\nNovák;Jan;a@b.example', 'Jan Novák'],
    ['Catalan', 'Cognoms;Nom;Correu electrònic\nPuig;Jordi;a@b.example', 'Jordi Puig'],
    ['Romanian', 'Nume;Prenume;Adresa de e-mail\nPopescu;Ion;a@b.example', 'Ion Popescu'],
    ['Ukrainian', "Прізвище;Ім'я;Електронна пошта\nШевченко;Оля;a@b.example", 'Оля Шевченко'],
    ['Thai', 'ชื่อ,นามสกุล,อีเมล\nน้ำฝน,ใจดี,a@b.example', 'น้ำฝน ใจดี'],
    ['Hungarian, the family name first', 'Keresztnév;Vezetéknév;E-mail cím\nÉva;Nagy;a@b.example', 'Nagy Éva'],
    ['Vietnamese, the family name first', 'Email,Tên,Họ và tên đệm\na@b.example,Ánh,Nguyễn Thị', 'Nguyễn Thị Ánh'],
    ['Chinese, without a blank', '名,姓,邮箱\n小明,王,a@b.example', '王小明'],
    ['Korean, without a blank', '성,이름,이메일\n김,철수,a@b.example', '김철수'],
    [
      'Google',
      'First Name [Required],Last Name [Required],Email Address [Required]\nAna,Lopez,a@b.example',
      'Ana Lopez',
    ],
    ['Microsoft', 'Username,First name,Last name\na@b.example,Ana,Lopez', 'Ana Lopez'],
    ['Canvas', 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lopez, Ana",1,a7,a@b.example,7B', 'Ana Lopez'],
    [
      'OneRoster',
      'sourcedId,role,username,givenName,familyName,email\n1,student,al,Ana,Lopez,a@b.example',
      'Ana Lopez',
    ],
    ['somebody with two addresses', "Student's name;E-Mail 1;E-Mail 2\nAna Lopez;a@b.example;p@b.example", 'Ana Lopez'],
  ])('with headings of %s', (_, csv, name) => {
    expect(read(csv).people).toMatchObject([{ line: 2, email: 'a@b.example', name }]);
  });

  test('takes nobody for a heading whose name begins like one', () => {
    expect(people('Mailin;a@b.example\nIsmail Emailov;b@b.example')).toHaveLength(2);
    expect(people('Ismail;student\nAna;student;a@b.example')).toHaveLength(2);
  });

  test('keeps a line to itself: a quote that is never closed spoils no other', () => {
    const csv =
      'a@b.example,"Ana,student\nb@b.example,Ben,student\nc@b.example,"Cho"x"y,student\nd@b.example,Dora,student';
    expect(read(csv).people.map(({ line, email }) => [line, email])).toEqual([
      [1, 'a@b.example'],
      [2, 'b@b.example'],
      [3, 'c@b.example'],
      [4, 'd@b.example'],
    ]);
    expect(people(csv)[0]).toBe('a@b.example · Ana · student');
  });

  test.each([
    ['under their heading', 'Name\nAna Lopez\nMoss, Ben', ['Ana Lopez ·  · ', 'Moss, Ben ·  · ']],
    ['with the family name first', 'Name;;\nLopez, Ana;;\n"Moss, Ben"', ['Ana Lopez ·  · ', 'Ben Moss ·  · ']],
    ['with a role', 'Nom;Rôle\nAna;élève', ['Ana ·  · élève']],
    ['with user names', 'Benutzername,Vorname,Nachname\nal7,Ana,Lopez', ['Ana Lopez · al7 · ']],
    ['with user names alone', 'User name\nal7\nbm7', [' · al7 · ', ' · bm7 · ']],
    ['with an address here and there', 'Name,Email\nAna,\nBen,b@b.example', ['Ana ·  · ', 'Ben ·  · ']],
  ])('may be of pupils without addresses, %s', (_, csv, found) => {
    expect(read(csv).people.map(({ name, userName, role }) => [name, userName, role].join(' · '))).toEqual(found);
  });

  test('is read otherwise when it is said how', () => {
    const csv = 'a@b.example;Ana, Maria;p@b.example';
    expect(people(csv, { lastFirst: false })).toEqual(['a@b.example · Ana, Maria · ']);
    expect(people(csv, { columns: [null, 'name', 'email'], lastFirst: false })).toEqual([
      'p@b.example · Ana, Maria · ',
    ]);
    expect(read(csv, { delimiter: ',' }).columns).toHaveLength(2);
  });

  test.each([
    ['one column', 'a@b.example\nb@b.example', 'one column'],
    ['addresses in one line', 'a@b.example, b@b.example; c@b.example', 'one column'],
    ['names alone', 'Ana,student\nBen,student', 'No line of this list has an email address.'],
    ['two headings', 'email,name\na@b.example,Ana\nemail,name\nb@b.example,Ben', 'Line 3 is a second heading.'],
    [
      'two columns of one heading',
      'email,name,E-Mail\na@b.example,Ana,b@b.example',
      '"email" and "E-Mail" say the same.',
    ],
    ['its heading further down', 'a@b.example,Ana\nemail,name\nb@b.example,Ben', 'Line 2 is a heading'],
    ['too many lines', 'a@b.example,Ana\n'.repeat(1_001), 'At most 1,000 people at once.'],
    ['far too many lines', '",\n'.repeat(100_000), 'At most 1,000 people at once.'],
  ])('of %s is refused whole, with the reason', (_, csv, why) => {
    expect(() => read(csv)).toThrow(why);
  });

  test('is read whatever delimiter, quotes and line ends it has', () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÿ"'ł-]{1,8} [A-Za-zÀ-ÿ,;|"ł-]{1,8}[a-z]$/);
    const listed = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), name), {
      selector: ([address]) => address,
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        listed,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        (list, delimiter, end) => {
          const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
          const lines = list.map(([address, called]) =>
            [`${address}@b.example`, quoted(called), 'student'].join(delimiter),
          );
          const csv = [['E-Mail', 'Name', 'Rolle'].join(delimiter), ...lines].join(end);
          expect(people(csv, { lastFirst: false })).toEqual(
            list.map(([address, called]) => `${address}@b.example · ${called} · student`),
          );
        },
      ),
    );
  });

  test('of any text is read or refused, in no time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@<>,;|"'()：，؛“\t\n\r# é\u200b-]{0,400}$/), (csv) => {
        try {
          expect(read(csv).people.length).toBeLessThanOrEqual(1_000);
        } catch (error) {
          expect(error).toMatchObject({ fault: 'invalid', data: { field: 'csv' } });
        }
      }),
      { numRuns: 500 },
    );
    for (const csv of ['<', '>', ' ', '"', '@', ',', 'a@b<', '\n"', '<a@b> ', 'a ', '(', '(@', '"",', ' - a@b'].map(
      (part) => part.repeat(400_000 / part.length),
    ))
      expect(() => read(csv).people.slice(1_000).map(String).join()).not.toThrow(RangeError);
  });
});
