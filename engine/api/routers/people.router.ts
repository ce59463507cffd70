import type { Draft } from '../../commands/commands.ts';
import { readGrants } from '../../people/read-grants.ts';
import { readContacts, Search, searchPeople } from '../../people/read-people.ts';
import { asks, router, signedIn } from '../procedures.ts';

export const peopleRouter = router({
  search: signedIn.input(Search).query(({ ctx, input }) => {
    ctx.limits.take('search', ctx.who.person.id);
    return ctx.read((work) => searchPeople(work, input.query));
  }),
  contacts: signedIn.query(({ ctx }) => ctx.read(readContacts)),
  /** For admins. */
  grants: signedIn.query(({ ctx }) => ctx.read(readGrants)),
  grant: signedIn.input(asks<Draft<'person.grant'>>()).mutation(({ ctx, input }) => ctx.run('person.grant', input)),
  addContact: signedIn.input(asks<Draft<'contact.add'>>()).mutation(({ ctx, input }) => ctx.run('contact.add', input)),
  removeContact: signedIn
    .input(asks<Draft<'contact.remove'>>())
    .mutation(({ ctx, input }) => ctx.run('contact.remove', input)),
});
