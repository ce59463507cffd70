import '../../app.css';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { RoomState } from '../../../engine/client.ts';
import Composer from './Composer.svelte';
import { ROOM, RoomStore } from './room.svelte.ts';
import type { RoomClient } from './room-client.ts';
import { message } from './testing/message.ts';
import { Writing } from './writing.svelte.ts';

const me = { id: 'ana', name: 'Ana Lima', avatar: null, role: 'student' } as const;
async function draw(writing = new Writing(null)) {
  // A room that is never opened: the composer only asks it for names.
  const noop = () => {};
  const store = new RoomStore({ client: {} as RoomClient, roomId: 'room', me, onseen: noop, onrefused: noop });
  const done: string[] = [];
  const props = {
    writing,
    placeholder: 'Message Class room',
    label: 'Message to Class room',
    onsend: () => done.push(`send ${writing.take().text}`),
    onsave: () => done.push(`save ${writing.text}`),
    oneditlast: () => done.push('edit last'),
  };
  const screen = await render(Composer, { props, context: new Map([[ROOM, store]]) });
  const field = screen.getByRole('textbox');
  const element = field.element() as HTMLTextAreaElement;
  return { screen, field, element, writing, done };
}
const press = (element: HTMLElement, key: string, more: KeyboardEventInit = {}) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

describe('sending', () => {
  test('Enter sends and empties the field', async () => {
    const { field, element, done } = await draw();
    await field.fill('hello');
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['send hello']);
    await expect.poll(() => element.value).toBe('');
  });

  test('Shift and Enter makes a new line, and the field grows', async () => {
    const { field, element, done } = await draw();
    const height = element.offsetHeight;
    await field.fill('one');
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}two{Shift>}{Enter}{/Shift}three');
    expect(element.value).toBe('one\ntwo\nthree');
    expect(done).toEqual([]);
    await expect.poll(() => element.offsetHeight).toBeGreaterThan(height);
  });

  test('blanks in front of the first words are sent, blank lines are not', async () => {
    const { field, done } = await draw();
    await field.fill(' \n    Shall I\n  compare \n\n');
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['send     Shall I\n  compare']);
  });

  test('nothing but spaces is not sent', async () => {
    const { screen, field, done } = await draw();
    await field.fill('   \n ');
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual([]);
    await expect.element(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  test('Enter that ends the composition of a character does not send', async () => {
    const { field, element, done } = await draw();
    await field.fill('にほん');
    press(element, 'Enter', { isComposing: true });
    press(element, 'Enter', { keyCode: 229 });
    expect(done).toEqual([]);
    press(element, 'Enter');
    expect(done).toEqual(['send にほん']);
  });

  test('10,000 characters are sent and 10,001 are not; the counter says how many are too many', async () => {
    const { screen, writing, element, done } = await draw();
    writing.text = '👋'.repeat(10_001);
    await expect.element(screen.getByText('1 character too many')).toBeVisible();
    press(element, 'Enter');
    expect(done).toEqual([]);
    writing.text = '👋'.repeat(10_000);
    await expect.element(screen.getByText('0 characters left')).toBeVisible();
    press(element, 'Enter');
    expect(done).toHaveLength(1);
  });

  test('a plugin that is not ready holds sending back', async () => {
    const { field, element, writing, done } = await draw();
    await field.fill('with a picture');
    writing.hold('pictures', true);
    press(element, 'Enter');
    expect(done).toEqual([]);
    writing.hold('pictures', false);
    press(element, 'Enter');
    expect(done).toEqual(['send with a picture']);
  });
});

describe('editing and quoting', () => {
  test('arrow up in an empty field edits the last message, in a written one it moves the caret', async () => {
    const { field, done } = await draw();
    await field.click();
    await userEvent.keyboard('{ArrowUp}');
    expect(done).toEqual(['edit last']);
    await field.fill('words');
    await userEvent.keyboard('{ArrowUp}');
    expect(done).toEqual(['edit last']);
  });

  test('while a later message is on its way there is none to edit: the words go to no other message', () => {
    const noop = () => {};
    const store = new RoomStore({ client: {} as RoomClient, roomId: 'room', me, onseen: noop, onrefused: noop });
    const own = { person: me, role: 'member', joinedAt: message.at, leftAt: null, lastSeenAt: null };
    store.timeline.state = { room: { archived: false }, participants: { ana: own } } as unknown as RoomState;
    expect(store.lastOwn([message], null)).toBe(message);
    store.outbox.add({ text: 'and more', quote: null, threadRoot: null });
    expect(store.lastOwn([message], null)).toBeUndefined();
    expect(store.lastOwn([message], 'm0')).toBe(message);
  });

  test('Escape leaves the edit and gives back what was being written', async () => {
    const { screen, field, element, writing } = await draw();
    await field.fill('half a thought');
    writing.edit(message);
    await expect.poll(() => element.value).toBe('what I said');
    await expect.element(screen.getByText('Editing your message')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element.value).toBe('half a thought');
  });

  test('Enter saves while editing', async () => {
    const { field, writing, done } = await draw();
    writing.edit(message);
    await field.fill('what I meant');
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['save what I meant']);
  });

  test('Escape takes a quote away and keeps the text', async () => {
    const { screen, field, element, writing } = await draw();
    writing.reply(message);
    await expect.element(screen.getByText('Replying to Ana Lima')).toBeVisible();
    await field.fill('I agree');
    await userEvent.keyboard('{Escape}');
    expect(writing.quote).toBeNull();
    expect(element.value).toBe('I agree');
  });
});

describe('marks', () => {
  test('Ctrl B and Ctrl I wrap what is selected, and again unwrap it', async () => {
    const { field, element } = await draw();
    await field.fill('make this bold');
    element.setSelectionRange(10, 14);
    await userEvent.keyboard('{Control>}b{/Control}');
    expect(element.value).toBe('make this **bold**');
    await userEvent.keyboard('{Control>}b{/Control}');
    expect(element.value).toBe('make this bold');
    await userEvent.keyboard('{Control>}i{/Control}');
    expect(element.value).toBe('make this _bold_');
  });

  test('the browser can undo a mark', async () => {
    const { field, element } = await draw();
    await field.click();
    await userEvent.keyboard('bold');
    element.setSelectionRange(0, 4);
    await userEvent.keyboard('{Control>}b{/Control}');
    expect(element.value).toBe('**bold**');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(element.value).toBe('bold');
  });
});

describe('on a screen keyboard', () => {
  const touch = (enabled: boolean) => cdp().send('Emulation.setTouchEmulationEnabled', { enabled });
  beforeAll(() => touch(true));
  afterAll(() => touch(false));

  test('Enter makes a new line, and a screen reader is told so', async () => {
    await expect.poll(() => matchMedia('(pointer: coarse) and (hover: none)').matches).toBe(true);
    const { field, element, done } = await draw();
    await field.fill('one');
    await userEvent.keyboard('{Enter}two');
    expect(element.value).toBe('one\ntwo');
    expect(done).toEqual([]);
    await expect.element(field).toHaveAccessibleDescription('Enter makes a new line, the Send button sends');
  });
});

test('a screen reader is told that Enter sends where there is a keyboard', async () => {
  const { field } = await draw();
  await expect.element(field).toHaveAccessibleDescription('Enter sends, Shift and Enter makes a new line');
});

test('an edit that says something else in another tab shows what that is', async () => {
  const writing = new Writing(null);
  writing.edit(message);
  writing.contest('other **words**');
  const { screen } = await draw(writing);
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('In another tab you write something else: other words');
});

describe('a table that is pasted from a spreadsheet', () => {
  const HTML = '<table><tr><td>Name</td><td>Mark</td></tr><tr><td>Ana | Ben</td><td> 12\n</td></tr></table>';
  const TEXT = 'Name\tMark\r\nAna | Ben\t12\r\n';
  const TABLE = '| Name | Mark |\n| --- | --- |\n| Ana \\| Ben | 12 |\n\n';
  const paste = (element: HTMLElement, html = HTML, text = TEXT) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', text);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    // What the browser does with a real one.
    document.execCommand('insertText', false, text.replaceAll('\r\n', '\n'));
  };

  test('becomes a table, on lines of its own', async () => {
    const { field, element } = await draw();
    await field.fill('Marks:');
    paste(element);
    await expect.poll(() => element.value).toBe(`Marks:\n\n${TABLE}`);
  });

  test.each([
    [
      'Google Sheets',
      '<meta charset="utf-8"><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #ccc;}br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" dir="ltr"><colgroup><col width="100"><col width="100"></colgroup><tbody><tr><td data-sheets-value="{}">Name</td><td>Mark</td></tr><tr><td>Ana<br>Duarte</td><td>12</td></tr></tbody></table>',
      'Name\tMark\n"Ana\nDuarte"\t12',
      '| Name | Mark |\n| --- | --- |\n| Ana Duarte | 12 |\n\n',
    ],
    [
      'Excel, with merged cells',
      '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {padding: 0}</style></head><body link="#0563C1"><table border=0><!--StartFragment--><col width=64 span=3><tr height=20><td rowspan=2>Group</td><td colspan=2>Marks</td></tr><tr><td>1st</td><td>2nd</td></tr><tr><td>A</td><td>3</td><td>4</td></tr><!--EndFragment--></table></body></html>',
      'Group\tMarks\t\r\n\t1st\t2nd\r\nA\t3\t4\r\n',
      '| Group | Marks |  |\n| --- | --- | --- |\n|  | 1st | 2nd |\n| A | 3 | 4 |\n\n',
    ],
    [
      'Word',
      '<html><body lang=EN-GB><!--StartFragment--><table class=MsoTableGrid><tr><td><p class=MsoNormal>Name<o:p></o:p></p></td><td><p class=MsoNormal>first</p><p class=MsoNormal>second</p></td></tr></table><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>',
      'Name\tfirst\nsecond',
      '| Name | first second |\n| --- | --- |\n\n',
    ],
    [
      'LibreOffice, its first cell empty',
      '<html><head><title></title><style>body {}</style></head><body><table><colgroup width="85"></colgroup><tr><td><br></td><td>Mon</td></tr><tr><td>8:00</td><td>Art</td></tr></table></body></html>',
      '\tMon\n8:00\tArt\n',
      '|  | Mon |\n| --- | --- |\n| 8:00 | Art |\n\n',
    ],
  ])('of %s becomes a table', async (_of, html, text, table) => {
    const { field, element } = await draw();
    await field.click();
    paste(element, html, text);
    await expect.poll(() => element.value).toBe(table);
  });

  test('is its plain text again after undo', async () => {
    const { field, element } = await draw();
    await field.click();
    paste(element);
    await expect.poll(() => element.value).toBe(TABLE);
    document.execCommand('undo');
    expect(element.value).toBe(TEXT.replaceAll('\r\n', '\n'));
  });

  test('stays columns in a block of code', async () => {
    const { field, element } = await draw();
    await field.fill('```\n');
    paste(element);
    await expect.poll(() => element.value).toContain('Name\tMark');
    await import('./pasted-table.ts');
    expect(element.value).toBe(`\`\`\`\n${TEXT.replaceAll('\r\n', '\n')}`);
  });

  test('is left to the browser where it is words around a table, or no table', async () => {
    const { field, element } = await draw();
    await field.click();
    paste(element, `<p>See</p>${HTML}`, `See\n${TEXT}`);
    await expect.poll(() => element.value).toBe(`See\n${TEXT.replaceAll('\r\n', '\n')}`);
  });
});
