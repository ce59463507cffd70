import type { Broker, BrokerMessage } from './broker.ts';

/** The broker of a single node. */
export function createMemoryBroker(): Broker {
  const hearers = new Set<(message: BrokerMessage) => void>();
  return {
    publish(message) {
      for (const hear of hearers) hear(message);
    },
    subscribe(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    intact: () => true,
    say: () => {},
    said: () => [],
    ready: async () => true,
    async close() {
      hearers.clear();
    },
  };
}
