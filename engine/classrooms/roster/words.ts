import { foldName } from '../../names.ts';
import type { ClassRole } from '../../roles/roles.ts';

/** What a column can hold. `lastFirst` is a whole name with the family name first. */
export const COLUMNS = ['email', 'userName', 'name', 'lastFirst', 'first', 'middle', 'last', 'role'] as const;
export type Column = (typeof COLUMNS)[number];

// As programs of schools write them; compared without case, marks, blanks and signs. English, French, Spanish, German,
// Italian, Portuguese, Dutch, Polish, the Nordic languages, Turkish, Russian, Greek, Arabic, Hebrew, Chinese, Japanese,
// Korean, Thai.
const HEADINGS: Readonly<Record<Column, string>> = {
  email: `email, mail, e-mail address, mail address, email id, school email, student email, pupil email, user email,
    adresse e-mail, adresse mail, adresse de courriel, adresse électronique, courriel, mél, correo, correo electrónico,
    dirección de correo, dirección de correo electrónico, mailadresse, e-mail-adresse, emailadressen, indirizzo e-mail,
    indirizzo mail, posta elettronica, endereço de e-mail, correio eletrónico, correio eletrônico, e-mailadres, mailadres,
    adres e-mail, adres mail, adres email, poczta, poczta elektroniczna, e-post, e-postadress, e-postadresse, epostadresse,
    sähköposti, sähköpostiosoite, e-posta, e-posta adresi, почта, эл. почта, электронная почта, адрес электронной почты,
    имейл, ηλεκτρονικό ταχυδρομείο, البريد الإلكتروني, البريد, الايميل, דוא"ל, דואר אלקטרוני, אימייל, מייל, 邮箱, 电子邮件,
    電子郵件, 电子邮箱, メール, メールアドレス, eメール, 이메일, 이메일 주소, 전자우편, อีเมล, ईमेल`,
  userName: `user name, user names, login, login name, account name, user id, nom d'utilisateur, identifiant, benutzername,
    anmeldename, nombre de usuario, usuario, nome utente, nome de usuário, nome de utilizador, utilizador, gebruikersnaam,
    nazwa użytkownika, brukernavn, användarnamn, käyttäjätunnus, käyttäjänimi, kullanıcı adı, имя пользователя, логин,
    όνομα χρήστη, اسم المستخدم, שם משתמש, 用户名, 使用者名稱, ユーザー名, 사용자 이름, 아이디, ชื่อผู้ใช้`,
  name: `name, names, full name, display name, student name, pupil name, student, pupil, nom, nom complet, prénom nom,
    prénom et nom, élève, nombre, nombre completo, nombre y apellidos, nombre y apellido, alumno, alumna, vollständiger name,
    vor- und nachname, vorname nachname, vorname und nachname, schüler, nome, nome completo, nome e cognome, nominativo,
    naam, volledige naam, leerling, imię i nazwisko, navn, fullt navn, namn, nimi, ad soyad, adı soyadı, isim, имя и фамилия,
    имя фамилия, ονοματεπώνυμο, όνομα, الاسم, الاسم الكامل, שם, שם מלא, 姓名, 名字, 名前, 氏名, 이름, 성명, ชื่อ, ชื่อ-นามสกุล, नाम`,
  lastFirst: `last name first name, last first, surname first name, surname forename, name (last first),
    nom prénom, nom et prénom, nom prénoms, nachname vorname, nachname und vorname, name vorname, apellidos nombre,
    apellidos y nombre, apellidos y nombres, apellido y nombre, cognome nome, cognome e nome, apelido nome, achternaam voornaam,
    nazwisko imię, nazwisko i imię, фамилия имя, фамилия и имя, фио, ф.и.о., επώνυμο όνομα`,
  first: `first, first name, first names, given name, given names, forename, forenames, preferred name, prénom, prénoms,
    nombres, nombre de pila, vorname, vornamen, rufname, primeiro nome, voornaam, voornamen, roepnaam, imię, imiona, fornavn,
    förnamn, etunimi, ad, adı, имя, الاسم الأول, שם פרטי, 名`,
  middle: `middle name, middle names, second name, tussenvoegsel, tussenvoegsels, voorvoegsel, отчество, mellomnavn, drugie imię`,
  last: `last, last name, last names, surname, surnames, family name, nom de famille, apellido, apellidos, primer apellido,
    nachname, familienname, zuname, cognome, sobrenome, apelido, apelidos, achternaam, nazwisko, etternavn, efternavn,
    efternamn, sukunimi, soyad, soyadı, фамилия, επώνυμο, اسم العائلة, اللقب, שם משפחה, 姓, 성`,
  role: `role, rôle, rolle, rol, ruolo, papel, função, funktion, fonction, statut, tipo, type, user type, funkcja, rola, roll,
    rooli, rolü, роль, ρόλος, الدور, תפקיד, 角色, 役割, 역할, บทบาท`,
};

const ROLES: Readonly<Record<ClassRole, string>> = {
  student: `student, students, pupil, learner, child, s, élève, étudiant, étudiante, schüler, schülerin, schueler, schuelerin,
    alumno, alumna, alumno/a, estudiante, aluno, aluna, aluno/a, alunno, alunna, studente, studentessa, leerling, uczeń,
    uczennica, elev, oppilas, öğrenci, ученик, ученица, студент, студентка, μαθητής, μαθήτρια, طالب, طالبة, תלמיד, תלמידה,
    学生, 學生, 生徒, 학생, นักเรียน, छात्र`,
  teacher: `teacher, teachers, t, instructor, lehrer, lehrerin, lehrkraft, enseignant, enseignante, professeur, professeure,
    prof, profesor, profesora, docente, maestro, maestra, professor, professora, insegnante, leraar, lerares, docent,
    leerkracht, nauczyciel, nauczycielka, lärare, lærer, opettaja, öğretmen, учитель, учительница, преподаватель, καθηγητής,
    καθηγήτρια, δάσκαλος, δασκάλα, معلم, معلمة, مدرس, مدرسة, מורה, 老师, 教师, 老師, 教師, 先生, 교사, 선생님, ครู, शिक्षक`,
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

const columnOf = tableOf(HEADINGS);
const roleOf = tableOf(ROLES);

export const headingOf = (cell: string): Column | undefined => columnOf.get(squash(cell));
/** Columns by which somebody is called. */
export const NAMES: readonly Column[] = ['name', 'lastFirst', 'first', 'last'];
/** Whether a heading tells who somebody is, without an address. */
export const saysName = (cell: string): boolean => ['userName', ...NAMES].includes(headingOf(cell) ?? '');
export const roleIn = (cell: string): ClassRole | undefined => roleOf.get(squash(cell));
