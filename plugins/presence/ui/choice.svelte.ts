import type { SlotProps } from '../../../engine/client.ts';
import type { Choice } from '../contract.ts';
import type server from '../server.ts';

type Reach = Pick<SlotProps<'person.menu', typeof server>, 'api' | 'on' | 'onLive'>;

/** What somebody chose for themselves, for all components of the page; undefined until it is known. */
class OwnChoice {
  value = $state.raw<Choice>();
  failed = $state(false);

  /** Keeps it true until the answer is called, as an effect does. */
  keep({ api, on, onLive }: Reach): () => void {
    const load = () => void this.load(api);
    load();
    const stops = [on('chosen', (choice) => (this.value = choice)), onLive(load)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async load(api: Reach['api']): Promise<void> {
    try {
      this.value = await api.mine.query();
      this.failed = false;
    } catch {
      this.failed = this.value === undefined;
    }
  }
}

export const choice = new OwnChoice();
