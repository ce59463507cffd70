import { words } from '../words.ts';

/** Why nothing can be recorded, for the person who wanted to. */
export function microphoneProblem(error: unknown): string {
  const { none, taken, framed, refused } = words.microphone;
  const { name } = error as { readonly name?: string };
  if (name === 'NotFoundError') return none;
  if (name === 'NotReadableError' || name === 'AbortError') return taken;
  return isDeniedByFrame() ? framed : refused;
}

/** A frame that was not given the microphone never even asks. Browsers that do not tell are believed to have asked. */
function isDeniedByFrame(): boolean {
  const { featurePolicy } = document as { readonly featurePolicy?: { allowsFeature(name: string): boolean } };
  return window.top !== window && (featurePolicy ? !featurePolicy.allowsFeature('microphone') : true);
}
