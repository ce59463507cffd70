/** What a Menu or Popover hands to the button that opens it. */
export interface TriggerProps {
  readonly 'aria-haspopup': 'menu' | 'dialog';
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls': string | undefined;
  readonly onclick: () => void;
  readonly onkeydown?: (event: KeyboardEvent) => void;
}
