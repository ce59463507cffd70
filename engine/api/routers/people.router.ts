import { z } from 'zod';
import { RosterText } from '../../classrooms/roster/read-roster.ts';
import type { Draft } from '../../commands/commands.ts';
import { listPeople, PeopleAsked } from '../../people/list-people.ts';
import { previewInvites } from '../../people/plan-invites.ts';
import { readCard } from '../../people/read-card.ts';
import { readGrants } from '../../people/read-grants.ts';
import { readContacts, Search, searchPeople } from '../../people/read-people.ts';
import { readSchoolPerson } from '../../people/read-person.ts';
import { asks, router, signedIn } from '../procedures.ts';

const OnlyPerson = z.strictObject({ personId: z.uuid() });

export const peopleRouter = router({
  search: signedIn.input(Search).query(({ ctx, input }) => {
    ctx.limits.take('search', ctx.who.person.id);
    return ctx.read((work) => searchPeople(work, input.query));
  }),
  card: signedIn.input(OnlyPerson).query(({ ctx, input }) => ctx.read((work) => readCard(work, input.personId))),
  contacts: signedIn.query(({ ctx }) => ctx.read(readContacts)),
  addContact: signedIn.input(asks<Draft<'contact.add'>>()).mutation(({ ctx, input }) => ctx.run('contact.add', input)),
  removeContact: signedIn
    .input(asks<Draft<'contact.remove'>>())
    .mutation(({ ctx, input }) => ctx.run('contact.remove', input)),
  /** For admins, and for teachers of a student. */
  correctName: signedIn
    .input(asks<Draft<'person.correctName'>>())
    .mutation(({ ctx, input }) => ctx.run('person.correctName', input)),

  // From here on for admins.
  list: signedIn.input(PeopleAsked).query(({ ctx, input }) => ctx.read((work) => listPeople(work, input))),
  details: signedIn
    .input(OnlyPerson)
    .query(({ ctx, input }) => ctx.read((work) => readSchoolPerson(work, input.personId))),
  grants: signedIn.query(({ ctx }) => ctx.read(readGrants)),
  grant: signedIn.input(asks<Draft<'person.grant'>>()).mutation(({ ctx, input }) => ctx.run('person.grant', input)),
  changeAddress: signedIn
    .input(asks<Draft<'person.changeAddress'>>())
    .mutation(({ ctx, input }) => ctx.run('person.changeAddress', input)),
  changeRole: signedIn
    .input(asks<Draft<'person.changeRole'>>())
    .mutation(({ ctx, input }) => ctx.run('person.changeRole', input)),
  end: signedIn.input(asks<Draft<'person.end'>>()).mutation(({ ctx, input }) => ctx.run('person.end', input)),
  restore: signedIn
    .input(asks<Draft<'person.restore'>>())
    .mutation(({ ctx, input }) => ctx.run('person.restore', input)),
  invite: signedIn.input(asks<Draft<'person.invite'>>()).mutation(({ ctx, input }) => ctx.run('person.invite', input)),
  inviteAgain: signedIn
    .input(asks<Draft<'person.inviteAgain'>>())
    .mutation(({ ctx, input }) => ctx.run('person.inviteAgain', input)),
  /** Reads only. A mutation, since a list is too long for the address of a query. */
  previewInvites: signedIn
    .input(RosterText)
    .mutation(({ ctx, input }) => ctx.read((work) => previewInvites(work, input))),
  inviteMany: signedIn
    .input(asks<Draft<'person.inviteMany'>>())
    .mutation(({ ctx, input }) => ctx.run('person.inviteMany', input)),
  /** An invitation's link, to be handed on where no mail goes. It is told in this answer, and nowhere else. */
  handInvitation: signedIn.input(OnlyPerson).mutation(async ({ ctx, input: { personId } }) => {
    const { link, tokenHash } = ctx.accounts.newInvitation();
    const { email, expiresAt } = await ctx.run('person.handInvitation', { personId, tokenHash });
    return { link, email, expiresAt };
  }),
  /** A one-time password in place of somebody's own. It is told in this answer, and nowhere else. */
  makeSlip: signedIn.input(OnlyPerson).mutation(async ({ ctx, input: { personId } }) => {
    const { text, digest } = ctx.accounts.newSlip();
    const { email, userName, expiresAt } = await ctx.run('person.resetPassword', { personId, digest });
    return { password: text, email, userName, expiresAt };
  }),
});
