import type {
  EventFrame,
  MessagePage,
  MessageView,
  ParticipantView,
  PassingFrame,
  PersonView,
  RoomDetailsView,
  RoomRole,
  Send,
} from '../../../engine/client.ts';

interface Query<I, O> {
  query(input: I): Promise<O>;
}
interface Mutation<I, O = unknown> {
  mutate(input: I): Promise<O>;
}

export interface PageInput {
  readonly roomId: string;
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit?: number;
}
export interface ThreadPage {
  readonly root: MessageView;
  readonly messages: readonly MessageView[];
  readonly head: number;
}
interface InRoom {
  readonly roomId: string;
}
interface OfPerson extends InRoom {
  readonly personId: string;
}

/** The procedures the room screen calls. */
export interface RoomApi {
  readonly messages: {
    readonly page: Query<PageInput, MessagePage>;
    readonly thread: Query<InRoom & { rootId: string; before?: number; limit?: number }, ThreadPage>;
    readonly history: Query<InRoom & { messageId: string }, readonly { text: string; editedAt: string }[]>;
    readonly edit: Mutation<InRoom & { messageId: string; text: string }>;
    readonly delete: Mutation<InRoom & { messageId: string }>;
    readonly seeThread: Mutation<InRoom & { rootId: string; seq: number }>;
  };
  readonly rooms: {
    readonly details: Query<InRoom, RoomDetailsView>;
    readonly see: Mutation<InRoom & { seq: number }>;
  };
  readonly participants: {
    readonly list: Query<InRoom, readonly ParticipantView[]>;
    readonly add: Mutation<OfPerson>;
    readonly remove: Mutation<OfPerson>;
    readonly leave: Mutation<InRoom & { newHost?: string }>;
    readonly changeRole: Mutation<OfPerson & { role: RoomRole }>;
  };
  readonly classrooms: {
    readonly roster: Query<
      { classroomId: string },
      readonly { readonly person: PersonView; readonly invited: boolean }[]
    >;
  };
}

/** The part of the RealtimeClient that the room screen uses. */
export interface RoomClient {
  readonly api: RoomApi;
  /** Sends in order, once, however often it is tried. */
  readonly send: Send;
  readonly status: string;
  /** Whom the connection speaks for, by id; null before it is known. */
  readonly person: string | null;
  onStatus(hear: (status: string) => void): () => void;
  onPerson(hear: (frame: PassingFrame) => void): () => void;
  follow(
    roomId: string,
    since: number,
    hear: {
      event(frame: EventFrame): void;
      passing?(frame: PassingFrame): void;
      startOver(head: number): void;
    },
  ): () => void;
}
