import { z } from 'zod';
import { UseCardDraft } from '../../accounts/card-code.ts';
import {
  AcceptInvitationDraft,
  ChoosePasswordDraft,
  LinkToken,
  LookAtCodeDraft,
  LookAtResetDraft,
  RegisterDraft,
  SignInByNameDraft,
  SwitchSchoolDraft,
  UseSlipByNameDraft,
  UseSlipDraft,
} from '../../accounts/words.ts';
import type { Draft } from '../../commands/commands.ts';
import { personView } from '../../people/person-view.ts';
import type { Registration } from '../../schools/schools.ts';
import type { DeviceStorage, Manifest, PersonView, SchoolView } from '../../views.ts';
import { asks, open, router, signedIn } from '../procedures.ts';

export interface Me {
  readonly person: PersonView & { readonly email: string | null; readonly userName: string | null };
  readonly school: SchoolView;
  readonly schools: readonly { readonly slug: string; readonly title: string }[];
  readonly manifest: Manifest;
  /** What this person's browser seals its storage with. */
  readonly storage: DeviceStorage;
}
/** Whether this installation's letters reach mailboxes, or are written to a folder of its server. */
export type MailWay = 'sent' | 'stored';
export interface FrontSchool {
  readonly slug: string;
  readonly title: string;
  readonly registration: Registration['by'];
}

export const sessionRouter = router({
  /** What a sign-in page needs before anybody is signed in. */
  front: open.query(({ ctx }): { mail: MailWay; schools: FrontSchool[] } => ({
    mail: ctx.accounts.mailDelivers ? 'sent' : 'stored',
    schools: ctx.engine.schools
      .all()
      .map(({ slug, title, registration }) => ({ slug, title, registration: registration.by })),
  })),
  me: signedIn.query(async ({ ctx }): Promise<Me> => {
    const { slug, title, locale, timezone, plugins } = ctx.asked.school;
    return {
      person: { ...personView(ctx.who.person), email: ctx.who.person.email, userName: ctx.who.person.userName },
      school: { slug, title, locale, timezone },
      schools: await ctx.accounts.schoolsOf(ctx.who),
      manifest: plugins.manifest,
      storage: await ctx.accounts.deviceStorage(ctx.who),
    };
  }),
  /** The school whose membership ended, and with it the session of this browser; null when it was not that. */
  ended: open.query(
    ({ ctx }): Promise<{ slug: string; title: string } | null> => ctx.endedSchool?.() ?? Promise.resolve(null),
  ),
  register: open.input(RegisterDraft).mutation(async ({ ctx, input }) => {
    const registered = await ctx.accounts.register(input, ctx.address);
    if (registered.session) ctx.setCookie(registered.session.setCookie);
    return { signedIn: registered.signedIn, token: registered.session?.token ?? null };
  }),
  // What a link carries is in no address of a call.
  lookAtReset: open.input(LookAtResetDraft).mutation(async ({ ctx, input }) => {
    await ctx.accounts.lookAtReset(input.token, ctx.address);
    return {};
  }),
  lookAtCode: open.input(LookAtCodeDraft).mutation(async ({ ctx, input }) => {
    await ctx.accounts.lookAtCode(input, ctx.address);
    return {};
  }),
  invitation: open
    .input(z.strictObject({ token: LinkToken }))
    .query(({ ctx, input }) => ctx.accounts.invitation(input.token, ctx.address)),
  acceptInvitation: open
    .input(AcceptInvitationDraft)
    .mutation(({ ctx, input }) => ctx.accounts.acceptInvitation(input, ctx.address)),
  /** Sets a new password by a one-time password, and signs in. */
  useSlip: open.input(UseSlipDraft).mutation(async ({ ctx, input }) => {
    const { setCookie, token } = await ctx.accounts.useSlip(input, ctx.address);
    ctx.setCookie(setCookie);
    return { token };
  }),
  useSlipByName: open.input(UseSlipByNameDraft).mutation(async ({ ctx, input }) => {
    const { setCookie, token } = await ctx.accounts.useSlipByName(input, ctx.address);
    ctx.setCookie(setCookie);
    return { token };
  }),
  /** For somebody without a mail address. With one, programs sign in at `/api/auth/sign-in/email`. */
  signInByName: open.input(SignInByNameDraft).mutation(async ({ ctx, input }) => {
    const { setCookie, token } = await ctx.accounts.signInByName(input, ctx.address);
    ctx.setCookie(setCookie);
    return { token };
  }),
  useCard: open.input(UseCardDraft).mutation(async ({ ctx, input }) => {
    const { setCookie, token } = await ctx.accounts.useCard(input, ctx.address);
    ctx.setCookie(setCookie);
    return { token };
  }),
  /** Whether the asker has a password; who came by a card may have none. */
  hasPassword: signedIn.query(({ ctx }) => ctx.accounts.passwords.has(ctx.who.account)),
  /** The first password of somebody who has none. Whoever has one changes it at `/api/auth/change-password`. */
  choosePassword: signedIn.input(ChoosePasswordDraft).mutation(async ({ ctx, input }) => {
    const { passwords } = ctx.accounts;
    await passwords.as(`account ${ctx.who.account}`, () => passwords.choose(ctx.who.account, input.password));
    return {};
  }),
  switchSchool: signedIn.input(SwitchSchoolDraft).mutation(async ({ ctx, input }) => {
    await ctx.accounts.switchSchool(input.school, ctx.who);
    // Sockets that are open as the person of the school before come back as the other one.
    ctx.engine.announcer.publish({ kind: 'person-changed', person: ctx.who.person.id });
    return {};
  }),
  signOutEverywhere: signedIn.mutation(async ({ ctx }) => {
    await ctx.accounts.signOutEverywhere(ctx.who);
    return {};
  }),
  rename: signedIn.input(asks<Draft<'person.rename'>>()).mutation(({ ctx, input }) => ctx.run('person.rename', input)),
  setAvatar: signedIn
    .input(asks<Draft<'person.changePicture'>>())
    .mutation(({ ctx, input }) => ctx.run('person.changePicture', input)),
});
