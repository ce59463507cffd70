import type { TemplatedApp } from 'uWebSockets.js';
import type { RealtimeMetrics } from '../operation/metrics.ts';
import type { Connection } from './connection.ts';

/**
 * Gathers what is to be written in this turn of the loop and writes it in one go. The library packs what is published
 * together into one system call per socket: a tenth of the cost of publishing as it comes.
 */
export interface Turn {
  /** To everybody on a topic, in the order of the calls. `since`: when it became true, for the metrics. */
  publish(topic: string, text: string, since?: number): void;
  /** To one socket, after this turn's publishes. */
  answer(connection: Connection, text: string): void;
  /** Publishes at once what has been gathered: who is put on a topic next must not receive it. */
  flush(): void;
}

interface Publication {
  readonly topic: string;
  readonly text: string;
  readonly since: number | undefined;
}

export function createTurn(app: Pick<TemplatedApp, 'publish' | 'numSubscribers'>, metrics: RealtimeMetrics): Turn {
  let publications: Publication[] = [];
  let answered: Connection[] = [];
  let due = false;
  const flush = () => {
    const now = Date.now();
    const batch = publications;
    publications = [];
    for (const publication of batch) send(app, metrics, publication, now);
  };
  const end = () => {
    due = false;
    flush();
    const connections = answered;
    answered = [];
    for (const connection of connections) sendAnswers(connection);
  };
  const schedule = () => {
    if (due) return;
    due = true;
    setImmediate(end);
  };
  return {
    publish(topic, text, since) {
      publications.push({ topic, text, since });
      schedule();
    },
    answer(connection, text) {
      if (connection.stage === 'closed') return;
      if (connection.answers.push(text) === 1) answered.push(connection);
      schedule();
    },
    flush,
  };
}

function send(
  app: Pick<TemplatedApp, 'publish' | 'numSubscribers'>,
  metrics: RealtimeMetrics,
  publication: Publication,
  now: number,
): void {
  const sockets = app.numSubscribers(publication.topic);
  if (sockets === 0) return;
  app.publish(publication.topic, publication.text);
  metrics.delivered(sockets);
  if (publication.since !== undefined) metrics.deliveryTook(Math.max(0, now - publication.since) / 1_000);
}

function sendAnswers(connection: Connection): void {
  const texts = connection.answers;
  connection.answers = [];
  if (connection.stage === 'closed') return;
  connection.ws.cork(() => {
    for (const text of texts) connection.ws.send(text);
  });
}
