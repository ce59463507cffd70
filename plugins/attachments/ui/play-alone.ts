let playing: HTMLMediaElement | undefined;

/** For a player: whatever else plays on the page stops when this one begins. */
export function playAlone(element: HTMLMediaElement): () => void {
  const begin = () => {
    if (playing !== element) playing?.pause();
    playing = element;
  };
  element.addEventListener('play', begin);
  return () => {
    element.removeEventListener('play', begin);
    if (playing === element) playing = undefined;
  };
}
