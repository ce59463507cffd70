import type { TRPCClient } from '@trpc/client';
import type { Component } from 'svelte';
import type { ClassRole, RoomRole } from '../roles/roles.ts';
import type {
  BrowsedRoomView,
  MessageView,
  MyRoomView,
  ParticipantView,
  PersonView,
  RoomView,
  SentMessage,
} from '../views.ts';
import type { AnyPlugin, ContractOf, RouterOf } from './any-plugin.ts';
import type { Accepted, OwnEvent, Payload, Permission, PluginContract, Settings, Shown } from './contract.ts';

/** Who looks at the screen. */
export interface Me extends PersonView {
  /** What they are in the room the slot stands in; null outside a room. */
  readonly roomRole: RoomRole | null;
}

/** What every contribution is handed, wherever it stands. */
export interface Everywhere<C extends PluginContract = PluginContract> {
  readonly me: Me;
  readonly settings: Readonly<Settings<C>>;
  /**
   * Whether this person's role in the room the slot stands in holds one of the plugin's permissions; false outside a room.
   * It says what to offer: the server decides again.
   */
  can(permission: Permission<C>): boolean;
  /**
   * Hears a passing event of this plugin, told to this person or to the room the component stands in. Answers how to stop,
   * as an effect does.
   */
  on<E extends OwnEvent<C>>(event: E, hear: (payload: Payload<C, E>) => void): () => void;
  /** Calls whenever the connection is there again: what passed meanwhile was not heard. */
  onLive(hear: () => void): () => void;
  /** Goes to a room this person is in, also one they have just come into; at a message of it, or of one of its threads. */
  openRoom(roomId: string, at?: Pick<MessageView, 'seq' | 'threadRoot'>): Promise<void>;
  readonly storage: PluginStorage;
}

/**
 * What the plugin stores on this device for this person. It is sealed: nobody else who uses the device can read it, and the
 * person gets it back at their next sign-in within a week. Where the browser denies storage nothing is stored. A plugin
 * must store nothing in the browser by other means.
 */
export interface PluginStorage {
  /** What was written under a key: JSON or a File; undefined when there is nothing. */
  read(key: string): Promise<unknown>;
  /** Writes all of these, or none; undefined removes. */
  write(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** The keys that begin so. */
  keys(prefix: string): Promise<readonly string[]>;
}

/** The procedures of a plugin as its UI asks them: `api.add.mutate(…)`. Those of others are not among them. */
export type ApiOf<P extends AnyPlugin> = Omit<TRPCClient<RouterOf<P>>, symbol>;

/** Handed over inside a room. */
interface InRoom {
  readonly room: RoomView;
  /** By person id, with those who left. */
  readonly participants: Readonly<Record<string, ParticipantView>>;
}

/** Handed over on a message. */
interface OnMessage<C extends PluginContract> extends InRoom {
  readonly message: MessageView;
  /** What this plugin's `show` (or `reduce`) says of the message. */
  readonly shown: Shown<C> | undefined;
}

/** The composer, as far as a plugin may touch it. */
export interface ComposerHandle<C extends PluginContract = PluginContract> {
  /** What stands in the text field; empty while a message that was sent is being edited. */
  readonly draft: string;
  /** What stands in the text field, also while a message that was sent is being edited. */
  readonly text: string;
  /** Where the caret stands in `text`; null while the field has no focus, or something is selected. */
  readonly caret: number | null;
  /** Writes at the caret and gives the text field the focus. */
  insert(text: string): void;
  /** Writes over a part of `text`, as if it was typed, and leaves the caret behind it. */
  replace(from: number, to: number, text: string): void;
  /** Offers to complete what is being typed, or offers no more. */
  complete(offer: CompletionOffer | undefined): void;
  /** What is sent along under `with.<plugin>`; undefined again after each send. */
  readonly carried: Accepted<C> | undefined;
  /** `shows`: what the message shows of the plugin while it is on its way. */
  carry(value: Accepted<C> | undefined, shows?: Shown<C>): void;
  /** Holds sending back, while an upload runs for instance. */
  hold(waiting: boolean): void;
}

/** A key as the browser tells of it. */
export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/**
 * A list that a plugin draws (in `composer.above`, as a listbox) while it completes what is being typed. The text field says
 * of itself that it has the list, and asks it about each key first. Its options must not take the focus.
 */
export interface CompletionOffer {
  /** The listbox's id. */
  readonly listId: string;
  /** The id of the option that Enter takes. */
  readonly activeId: string | undefined;
  /** Whether the key was meant for the list, which then has done what it says. */
  onkey(event: PressedKey): boolean;
}

interface InComposer<C extends PluginContract> extends InRoom {
  readonly composer: ComposerHandle<C>;
  /** Set when the composer writes into a thread. */
  readonly threadRoot: string | null;
}

interface UnderMessages extends InRoom {
  /** Set under a thread's messages. */
  readonly threadRoot: string | null;
  /** Hears each message as it comes into the room, those of its threads too. */
  onSent(hear: (message: SentMessage) => void): () => void;
}

interface OnCard {
  /** Somebody else than the reader, who is at the school now. */
  readonly person: PersonView;
  /** The room on the screen, when both are in it; else null. */
  readonly here: RoomView | null;
  /** Adds text to the composer that was opened or written in last, and focuses it; null where there is none, or the reader may not write. */
  readonly write: ((text: string) => void) | null;
  /** Takes the card away. */
  close(): void;
}

interface InClassroom {
  readonly classroom: { readonly id: string; readonly title: string; readonly role: ClassRole };
}

/** Every place of the classroom UI where a plugin may draw, and what stands ready there. A closed list. */
export interface Slots<C extends PluginContract = PluginContract> {
  /** Buttons in the composer's row of tools. */
  'composer.tools': InComposer<C>;
  /** A strip over the text field: what will be sent along, who is typing. */
  'composer.above': InComposer<C>;
  /** A line between the messages and the composer, also where there is none: of the room, and of a thread. */
  'messages.below': UnderMessages;
  /** Under a message's text. */
  'message.below': OnMessage<C>;
  /** In the row of actions of the message under the pointer; `close` takes the row away, `busy` keeps it. */
  'message.menu': OnMessage<C> & { close(): void; busy(open: boolean): void };
  /** After the author's name. */
  'message.author': OnMessage<C>;
  'room.header': InRoom;
  /** Items of the room's menu. */
  'room.menu': InRoom;
  /**
   * Between the room's head and its messages: what holds for the room as a whole. `close` says why nobody who looks at this
   * can write in it, in the composer's place; null opens it again.
   */
  'room.top': InRoom & { close(why: string | null): void };
  /** At the end of somebody's line in the panel of people. */
  'room.person': InRoom & { readonly participant: ParticipantView };
  /** Under somebody's name there, in place of when they were last seen. */
  'person.about': InRoom & { readonly participant: ParticipantView };
  /** On somebody's card: how one can write to them alone, or why not. */
  'person.reach': OnCard;
  /** On somebody's card, beside that: buttons. */
  'person.card': OnCard;
  /** A section of the panel beside the messages. */
  'room.side': InRoom;
  /** Where a room stands that one is not in. */
  'room.gate': { readonly room: BrowsedRoomView };
  /**
   * Under a class's rooms in the list. `rooms`: of this person's rooms in the class those of other kinds than the engine's
   * own, with what is unread in them, kept live; `openId` is the one on the screen, `hrefOf` the address of one.
   */
  'room.list': InClassroom & {
    readonly rooms: readonly MyRoomView[];
    readonly openId: string | null;
    hrefOf(room: MyRoomView): string;
  };
  'classroom.settings': InClassroom;
  /** What somebody sets for themselves, on the page of their profile. */
  'person.settings': object;
  /** Items of the menu at one's own name. */
  'person.menu': object;
  /**
   * Once on every screen, whatever it shows, and out of sight: with all rooms of the person, kept live. `countInTitle` has a
   * count stand in the tab's title, in place of that of unread messages; null gives it back.
   */
  screen: {
    readonly rooms: readonly MyRoomView[];
    /** A room's address, also of one that this person is not in. */
    hrefOf(room: Pick<RoomView, 'id' | 'classroomId'>): string;
    countInTitle(count: number | null): void;
  };
  /**
   * Buttons that stand on every screen: beside the school's name over the list of rooms, and on small screens, where that is
   * a page of its own, in the header of whatever fills the other. So it is drawn twice, once out of sight. `hrefOf` is a
   * room's address, also of one that this person is not in.
   */
  'screen.header': {
    readonly rooms: readonly MyRoomView[];
    hrefOf(room: Pick<RoomView, 'id' | 'classroomId'>): string;
    /** The address of a plugin's `page`. */
    pageOf(plugin: string): string;
  };
  /** What fills a page of the plugin's own; `entitle` says what stands over it. Drawn of one plugin at a time. */
  page: {
    readonly rooms: readonly MyRoomView[];
    hrefOf(room: Pick<RoomView, 'id' | 'classroomId'>): string;
    entitle(title: string): void;
  };
  'room.settings': { readonly room: MyRoomView };
}
export type SlotName = keyof Slots;
export const SLOT_NAMES = [
  'composer.tools',
  'composer.above',
  'messages.below',
  'message.below',
  'message.menu',
  'message.author',
  'room.header',
  'room.menu',
  'room.top',
  'room.person',
  'person.about',
  'person.reach',
  'person.card',
  'room.side',
  'room.gate',
  'room.list',
  'classroom.settings',
  'person.settings',
  'person.menu',
  'screen',
  'screen.header',
  'page',
  'room.settings',
] as const satisfies readonly SlotName[];

/** The props of a component that stands in a slot, of a plugin by its server half: `SlotProps<'room.menu', typeof server>`. */
export type SlotProps<S extends SlotName, P extends AnyPlugin> = Slots<ContractOf<P>>[S] &
  Everywhere<ContractOf<P>> & { readonly api: ApiOf<P> };

/** A part of a message's text that is drawn in other words, and set off from the rest. */
export interface TextMark {
  /** UTF-16 units of the text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** For whoever looks at it, more than for others. */
  readonly strong: boolean;
}

/** Who looks at a message, and where it stands. */
export interface MarkReader extends Pick<InRoom, 'participants'> {
  readonly me: Me;
  readonly message: MessageView;
}

/** A plugin's browser half. */
export interface PluginUi<P extends AnyPlugin, C extends PluginContract = ContractOf<P>> {
  /** Stands beside the plugin's name over what it says (`ctx.say`): one of the kit's icons. Unless said, a piece of a puzzle. */
  readonly icon?: Component<{ class?: string }>;
  readonly slots?: { readonly [S in SlotName]?: Component<SlotProps<S, P>> };
  /**
   * Components that are fetched when their place is first drawn: what stands in settings, menus and gates, and is not seen
   * on the way into a room.
   */
  readonly later?: { readonly [S in SlotName]?: () => Promise<{ readonly default: Component<SlotProps<S, P>> }> };
  /**
   * How a recorded event changes what a message shows, for events whose payload has a `messageId`. Pure: the server's
   * replay law runs them too. Undefined means the plugin shows nothing on it any more.
   */
  readonly reduce?: {
    readonly [E in OwnEvent<C>]?: (shown: Shown<C> | undefined, payload: Payload<C, E>) => Shown<C> | undefined;
  };
  /** What to set off in the text of a message on which the plugin shows something; nothing inside code and formulas is. */
  readonly marks?: (shown: Shown<C>, reader: MarkReader) => readonly TextMark[];
  /** What it shows on a message, for those who hear the message read: a part of a sentence, as in "sent a picture: a leaf". */
  readonly inWords?: (shown: Shown<C>) => string;
}

/**
 * Joins a plugin's server half to its browser half; the compiler holds the one against the other. The server half comes as a
 * type alone (`import type server from '../server.ts'`, `definePluginUi<typeof server>({ … })`): nothing of it is downloaded.
 */
export const definePluginUi = <P extends AnyPlugin>(parts: PluginUi<P>): PluginUi<P> => parts;
