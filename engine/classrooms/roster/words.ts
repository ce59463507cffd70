import { foldName } from '../../names.ts';
import type { ClassRole } from '../../roles/roles.ts';

/** What a column can hold. `lastFirst` is a whole name with the family name first. */
export const COLUMNS = ['email', 'userName', 'name', 'lastFirst', 'first', 'middle', 'last', 'role'] as const;
export type Column = (typeof COLUMNS)[number];

// As programs of schools write them; compared without case, marks, blanks and signs. English, French, Spanish, German,
// Italian, Portuguese, Catalan, Dutch, Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Romanian, the Baltic and the
// Nordic languages, Welsh, Turkish, Russian, Ukrainian, Bulgarian, Greek, Arabic, Persian, Hebrew, Hindi, Indonesian,
// Vietnamese, Chinese, Japanese, Korean, Thai.
const HEADINGS: Readonly<Record<Column, string>> = {
  email: `email, mail, e-mail address, mail address, email id, school email, student email, pupil email, user email,
    adresse e-mail, adresse mail, adresse de courriel, adresse électronique, courriel, mél, correo, correo electrónico,
    dirección de correo, dirección de correo electrónico, mailadresse, e-mail-adresse, emailadressen, indirizzo e-mail,
    indirizzo mail, posta elettronica, endereço de e-mail, correio eletrónico, correio eletrônico, e-mailadres, mailadres,
    adres e-mail, adres mail, adres email, poczta, poczta elektroniczna, e-post, e-postadress, e-postadresse, epostadresse,
    sähköposti, sähköpostiosoite, e-posta, e-posta adresi, почта, эл. почта, электронная почта, адрес электронной почты,
    имейл, ηλεκτρονικό ταχυδρομείο, البريد الإلكتروني, البريد, الايميل, דוא"ל, דואר אלקטרוני, אימייל, מייל, 邮箱, 电子邮件,
    電子郵件, 电子邮箱, メール, メールアドレス, eメール, 이메일, 이메일 주소, 전자우편, อีเมล, ईमेल,
    correu electrònic, correu, adreça electrònica, adresă de e-mail, e-pasts, el. paštas, el. pašto adresas, surel, thư điện tử,
    електронна пошта, ел. пошта, пошта, адреса електронної пошти, електронна поща, ایمیل, پست الکترونیک, رایانامه`,
  userName: `user name, user names, login, login name, account name, user id, nom d'utilisateur, identifiant, benutzername,
    anmeldename, nombre de usuario, usuario, nome utente, nome de usuário, nome de utilizador, utilizador, gebruikersnaam,
    nazwa użytkownika, brukernavn, användarnamn, käyttäjätunnus, käyttäjänimi, kullanıcı adı, имя пользователя, логин,
    όνομα χρήστη, اسم المستخدم, שם משתמש, 用户名, 使用者名稱, ユーザー名, 사용자 이름, 아이디, ชื่อผู้ใช้,
    login id, sis login id, sis id, user principal name, upn, sign-in name, uživatelské jméno, používateľské meno,
    uporabniško ime, korisničko ime, felhasználónév, nume de utilizator, lietotājvārds, naudotojo vardas, kasutajanimi,
    nom d'usuari, enw defnyddiwr, ім'я користувача, потребителско име, نام کاربری, nama pengguna, tên đăng nhập, tên người dùng`,
  name: `name, names, namen, schülername, schülernamen, schüler/in, name des schülers, kind, kinder, nom de l'élève, noms, nombres y apellidos,
    nombre del alumno, nome do aluno, nome dell'alunno, naam leerling, leerlingen, full name, display name, student name, pupil name, student, pupil, nom, nom complet, prénom nom,
    prénom et nom, élève, nombre, nombre completo, nombre y apellidos, nombre y apellido, alumno, alumna, vollständiger name,
    vor- und nachname, vorname nachname, vorname und nachname, schüler, nome, nome completo, nome e cognome, nominativo,
    naam, volledige naam, leerling, imię i nazwisko, navn, fullt navn, namn, nimi, ad soyad, adı soyadı, isim, имя и фамилия,
    имя фамилия, ονοματεπώνυμο, όνομα, الاسم, الاسم الكامل, שם, שם מלא, 姓名, 名字, 名前, 氏名, 이름, 성명, ชื่อ, ชื่อ-นามสกุล, नाम,
    nom i cognoms, jméno, celé jméno, jméno a příjmení, meno, celé meno, meno a priezvisko, ime, ime in priimek, ime i prezime,
    név, teljes név, tanuló neve, tanuló, nume, nume complet, nume și prenume, elev, eleva, vārds uzvārds, vārds un uzvārds,
    vardas pavardė, vardas ir pavardė, täisnimi, ees- ja perekonnanimi, nafn, fullt nafn, enw, enw llawn, ім'я,
    ім'я та прізвище, повне ім'я, име, име и фамилия, نام, نام و نام خانوادگی, पूरा नाम, nama, nama lengkap, nama siswa,
    họ và tên, họ tên, họ và tên học sinh`,
  lastFirst: `last name first name, last first, surname first name, surname forename, name (last first),
    nom prénom, nom et prénom, nom prénoms, nachname vorname, nachname und vorname, name vorname, apellidos nombre,
    apellidos y nombre, apellidos y nombres, apellido y nombre, cognome nome, cognome e nome, apelido nome, achternaam voornaam,
    nazwisko imię, nazwisko i imię, фамилия имя, фамилия и имя, фио, ф.и.о., επώνυμο όνομα,
    cognoms nom, cognoms i nom, příjmení jméno, příjmení a jméno, priezvisko meno, priezvisko a meno, priimek in ime,
    prezime i ime, nume prenume, uzvārds vārds, pavardė vardas, прізвище ім'я, прізвище та ім'я, піб, фамилия и име`,
  first: `first, first name, first names, given name, given names, forename, forenames, preferred name, preferred first name, preferred forename, prénom, prénoms,
    nombres, nombre de pila, vorname, vornamen, rufname, primeiro nome, voornaam, voornamen, roepnaam, imię, imiona, fornavn,
    förnamn, etunimi, ad, adı, имя, الاسم الأول, שם פרטי, 名,
    křestní jméno, krstné meno, keresztnév, utónév, prenume, prenumele, vārds, vardas, eesnimi, eiginnafn, enw cyntaf,
    नाम पहला, पहला नाम, nama depan, tên, ชื่อจริง, ชื่อตัว`,
  middle: `middle name, middle names, second name, tussenvoegsel, tussenvoegsels, voorvoegsel, отчество, mellomnavn, drugie imię,
    по батькові, бащино име, اسم الأب, tên đệm, nama tengah, ชื่อกลาง`,
  last: `last, last name, last names, surname, surnames, family name, nom de famille, apellido, apellidos, primer apellido,
    nachname, familienname, zuname, cognome, sobrenome, apelido, apelidos, achternaam, nazwisko, etternavn, efternavn,
    efternamn, sukunimi, soyad, soyadı, фамилия, επώνυμο, اسم العائلة, اللقب, שם משפחה, 姓, 성,
    cognoms, primer cognom, příjmení, priezvisko, priimek, prezime, vezetéknév, családnév, numele, nume de familie, uzvārds,
    pavardė, perekonnanimi, perenimi, kenninafn, cyfenw, прізвище, نام خانوادگی, उपनाम, nama belakang, nama keluarga,
    họ, họ đệm, họ và tên đệm, 姓氏, นามสกุล`,
  role: `role, rôle, rolle, rol, ruolo, papel, função, funktion, fonction, statut, tipo, type, user type, funkcja, rola, roll,
    rooli, rolü, роль, ρόλος, الدور, תפקיד, 角色, 役割, 역할, บทบาท,
    funció, szerep, szerepkör, vloga, uloga, úloha, funcție, rol în clasă, loma, vaidmuo, hlutverk, rôl, роля, نقش, भूमिका,
    peran, vai trò`,
};

const ROLES: Readonly<Record<ClassRole, string>> = {
  student: `student, students, pupil, pupils, learner, learners, child, children, s, élève, étudiant, étudiante, schüler, schülerin, schueler, schuelerin,
    alumno, alumna, alumno/a, estudiante, aluno, aluna, aluno/a, alunno, alunna, studente, studentessa, leerling, uczeń,
    uczennica, elev, oppilas, öğrenci, ученик, ученица, студент, студентка, μαθητής, μαθήτρια, طالب, طالبة, תלמיד, תלמידה,
    学生, 學生, 生徒, 학생, นักเรียน, छात्र,
    élèves, étudiants, schüler:in, schüler*in, schülerinnen, alumnos, alumnado, alunos, alunni, leerlingen, uczniowie, žák, žákyně,
    žiak, žiačka, študent, študentka, učenec, učenka, dijak, učenik, učenica, tanuló, diák, elevă, elevi, elever, alumne, alumna, estudiant,
    skolēns, mokinys, mokinė, õpilane, nemandi, disgybl, учень, учениця, ученичка, دانش‌آموز, siswa, murid, học sinh`,
  teacher: `teacher, teachers, t, instructor, lehrer, lehrerin, lehrkraft, enseignant, enseignante, professeur, professeure,
    prof, profesor, profesora, docente, maestro, maestra, professor, professora, insegnante, leraar, lerares, docent,
    leerkracht, nauczyciel, nauczycielka, lärare, lærer, opettaja, öğretmen, учитель, учительница, преподаватель, καθηγητής,
    καθηγήτρια, δάσκαλος, δασκάλα, معلم, معلمة, مدرس, مدرسة, מורה, 老师, 教师, 老師, 教師, 先生, 교사, 선생님, ครู, शिक्षक,
    lehrer:in, lehrer*in, lehrkräfte, učitel, učitelka, učiteľ, učiteľka, učitelj, učiteljica, nastavnik, tanár, tanárnő,
    profesoară, profesori, skolotājs, skolotāja, mokytojas, mokytoja, õpetaja, kennari, athro, athrawes, вчитель, вчителька, учител, учителка,
    معلمان, guru, giáo viên, mestre, mestra`,
  assistant: `assistant, assistants, teaching assistant, ta, aide, assistante, assistent, assistentin, asistente, auxiliar,
    assistente, onderwijsassistent, asystent, asystentka, assistentti, asistan, ассистент, помощник, βοηθός, مساعد, עוזר, עוזרת,
    助教, 助理, 助手, 조교, ผู้ช่วยครู`,
  guardian: `guardian, guardians, parent, parents, mother, father, mum, mom, dad, carer, eltern, elternteil, mutter, vater,
    erziehungsberechtigte, erziehungsberechtigter, parent d'élève, responsable légal, padre, madre, apoderado, apoderada, tutor legal,
    pai, mãe, encarregado de educação, responsável, genitore, ouder, verzorger, rodzic, opiekun, opiekunka, förälder, vårdnadshavare,
    forelder, foresatt, huoltaja, veli, родитель, γονέας, κηδεμόνας, ولي أمر, ولي الأمر, הורה, 家长, 家長, 保護者, 학부모, ผู้ปกครอง`,
};

const squash = (text: string): string => foldName(text).replace(/[^\p{L}\p{N}]/gu, '');

const tableOf = <K extends string>(lists: Readonly<Record<K, string>>): ReadonlyMap<string, K> =>
  new Map(
    (Object.entries(lists) as [K, string][]).flatMap(([key, list]) =>
      list.split(',').map((word) => [squash(word), key] as const),
    ),
  );

/** Headings over family names, in languages that put them first. */
const FAMILY_FIRST = new Set(['vezetéknév', 'családnév', 'họ', 'họ đệm', 'họ và tên đệm'].map(squash));
export const saysFamilyFirst = (heading: string): boolean => FAMILY_FIRST.has(squash(heading));

const columnOf = tableOf(HEADINGS);
const roleOf = tableOf(ROLES);

/** "[Required]", "(school)", "E-Mail 1", "Student's first name": what programs write around their words. */
const AROUND = /\[[^\]]*\]|\([^)]*\)|\d+\s*$|^\s*(?:student|pupil|learner|child|user|legal)(?:'s|’s|s)?[\s_-]/giu;
const LONGEST_HEADING = 80;
/** A word that begins so stands in the headings of many languages, and begins no name. */
const MAIL = /(?<!\p{L})e-?mail/u;

export function headingOf(cell: string): Column | undefined {
  if (cell.length > LONGEST_HEADING) return undefined;
  const known = columnOf.get(squash(cell)) ?? columnOf.get(squash(cell.replace(AROUND, '')));
  return known ?? (MAIL.test(foldName(cell)) ? 'email' : undefined);
}
/** Whether nothing but a known word stands in a heading. */
export const isPlainHeading = (cell: string): boolean => cell.length <= LONGEST_HEADING && columnOf.has(squash(cell));
/** Columns by which somebody is called. */
export const NAMES: readonly Column[] = ['name', 'lastFirst', 'first', 'last'];
/** Whether a heading tells who somebody is, without an address. */
export const saysName = (cell: string): boolean => ['userName', ...NAMES].includes(headingOf(cell) ?? '');
export const roleIn = (cell: string): ClassRole | undefined =>
  cell.length > LONGEST_HEADING ? undefined : roleOf.get(squash(cell));
