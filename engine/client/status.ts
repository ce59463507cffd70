/**
 * connecting: trying · live: signed in, events come · waiting: between two tries · signed-out: nobody is signed in, and it
 * will not try again by itself · closed: by us, or refused for good.
 */
export type Status = 'connecting' | 'live' | 'waiting' | 'signed-out' | 'closed';
