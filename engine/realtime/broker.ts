import type { Announcement } from '../events/announcement.ts';
import type { Nodes } from '../operation/nodes.ts';

/** An announcement on its way between nodes, or `lost`: some may not have arrived, so read again what they would have said. */
export type BrokerMessage = Announcement | { readonly kind: 'lost' };

/**
 * Carries what was committed to every node, this one first. It may lose a message (the room's numbers show it, and the log
 * has it) but never the order of one node's messages.
 */
export interface Broker extends Nodes {
  publish(message: BrokerMessage): void;
  /** Hears this node's own messages at once and the others' when they arrive. Returns how to stop. */
  subscribe(hear: (message: BrokerMessage) => void): () => void;
  /**
   * Whether every node that was heard lately is still heard, and this one hears itself. While it is false, what others commit
   * may not arrive; `lost` tells when it becomes so, and when that is over.
   */
  intact(): boolean;
  /** Whether messages reach the other nodes now. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}
