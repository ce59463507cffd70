import type { Given } from '../desk.svelte.ts';
import { words } from '../words.ts';
import { peaksOf } from './peaks.ts';

/** The first that the browser can: what iPhones play comes first. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const ENDINGS: Readonly<Record<string, string>> = { 'audio/mp4': 'm4a', 'audio/webm': 'webm', 'audio/ogg': 'ogg' };
const BITS_PER_SECOND = 48_000;
const LISTEN_EVERY_MS = 50;
const PART_MS = 1_000;
/** Speech seldom comes near the loudest there is. */
const LOUDER = 3;

/** Somebody speaking: the microphone, what it hears now, and what comes of it. */
export class Recording {
  /** Milliseconds so far. */
  elapsed = $state(0);
  /** How loud it was, 0 to 1, every twentieth of a second. Grows with `elapsed`. */
  readonly levels: number[] = [];
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #sound = new AudioContext();
  readonly #parts: Blob[] = [];
  readonly #began = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(stream: MediaStream, onend: () => void) {
    this.#stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS_PER_SECOND });
    this.#recorder.ondataavailable = ({ data }) => void this.#parts.push(data);
    // Somebody pulled the plug: what was said until then is there.
    this.#recorder.onstop = onend;
    this.#recorder.start(PART_MS);
    const hear = this.#ear();
    this.#timer = setInterval(() => {
      this.levels.push(hear());
      this.elapsed = performance.now() - this.#began;
    }, LISTEN_EVERY_MS);
  }

  /**
   * @param onend the microphone went away
   * @throws DOMException when the microphone may not be used, or there is none
   */
  static async begin(onend: () => void): Promise<Recording> {
    const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
    return new Recording(await navigator.mediaDevices.getUserMedia({ audio }), onend);
  }

  /** What was said; null when it was nothing. */
  async stop(): Promise<Given | null> {
    const duration = Math.max(1, Math.round(performance.now() - this.#began));
    await this.#ended();
    this.#release();
    const type = this.#recorder.mimeType.split(';', 1)[0] ?? '';
    const file = new File(this.#parts, `${words.recorded(new Date())}.${ENDINGS[type] ?? 'webm'}`, { type });
    return file.size === 0 ? null : { file, voice: { duration, peaks: peaksOf(this.levels) } };
  }

  /** Throws away what was said. */
  drop(): void {
    this.#recorder.onstop = null;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  async #ended(): Promise<void> {
    if (this.#recorder.state === 'inactive') return;
    await new Promise((done) => {
      this.#recorder.onstop = done;
      this.#recorder.stop();
    });
  }

  #ear(): () => number {
    const ear = this.#sound.createAnalyser();
    this.#sound.createMediaStreamSource(this.#stream).connect(ear);
    void this.#sound.resume();
    const samples = new Float32Array(ear.fftSize);
    return () => {
      ear.getFloatTimeDomainData(samples);
      return Math.min(1, loudness(samples) * LOUDER);
    };
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#sound.state !== 'closed') void this.#sound.close();
  }
}

const loudness = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
