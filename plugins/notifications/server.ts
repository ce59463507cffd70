import { definePlugin } from '../../engine/index.ts';
import { ChooseTimes, chooseTimes } from './choose-times.ts';
import { notifications } from './contract.ts';
import { deliver } from './deliver.ts';
import { digest } from './digest.ts';
import { environment } from './environment.ts';
import { notices } from './every-message.ts';
import { followEdit, followJoined, followLeft, followRoom, forgetMessage } from './follow-access.ts';
import { listNotices, Page, readCounts } from './list-notices.ts';
import { followConnections, Look, LookAtPage, look, lookAtPage } from './looking.ts';
import { readMailWay } from './mail-way.ts';
import { noteRoomRead, noteThreadRead, OfRoom, One, readAll, readOne, readOpened } from './mark-read.ts';
import { CreateNotifications } from './migrations/20261124-notifications.ts';
import { CreateLooking } from './migrations/20261125-looking.ts';
import { CreateReasons } from './migrations/20261125-reasons.ts';
import { AddTakenBack } from './migrations/20261125-taken-back.ts';
import { AddQuietAndMail } from './migrations/20261126-quiet-and-mail.ts';
import { CreatePush } from './migrations/20261127-push.ts';
import { AddEveryMessage } from './migrations/20261130-every-message.ts';
import { AddPushSetAside } from './migrations/20261130-push-set-aside.ts';
import { AddPushUnderWay } from './migrations/20261130-push-under-way.ts';
import { notify } from './notify.ts';
import { ChooseReason, chooseReason, readPreferences } from './preferences.ts';
import { privacy } from './privacy.ts';
import { addDevice, Device, meetDevice, OfDevice, pushKey, removeDevice } from './push/devices.ts';
import { push } from './push/push.ts';
import { pushAgain } from './push/push-again.ts';
import { Choose, choose, readChoice } from './room-choice.ts';
import { serve } from './serve.ts';
import { start } from './state.ts';
import { ROUTE } from './stop-link.ts';
import { sweep } from './sweep.ts';
import { takeBack } from './take-back.ts';

export default definePlugin(notifications, {
  tables: [
    'notifications',
    'notifications_room',
    'notifications_reason',
    'notifications_person',
    'notifications_looking',
    'notifications_device',
    'notifications_pushed',
  ],
  migrations: [
    CreateNotifications,
    AddTakenBack,
    CreateLooking,
    CreateReasons,
    AddQuietAndMail,
    CreatePush,
    AddPushUnderWay,
    AddPushSetAside,
    AddEveryMessage,
  ],
  notices,
  notify: { deadline: 10_000, run: notify },
  takeBack,
  within: { 'room.see': noteRoomRead, 'message.seeThread': noteThreadRead },
  after: {
    'message.deleted': { deadline: 10_000, run: forgetMessage },
    'message.edited': { deadline: 10_000, run: followEdit },
    'participant.left': followLeft,
    'participant.joined': followJoined,
    'room.deleted': { deadline: 10_000, run: followRoom },
    'room.restored': { deadline: 10_000, run: followRoom },
  },
  connections: { deadline: 5_000, run: followConnections },
  jobs: [sweep, deliver, digest, push, pushAgain],
  router: ({ router, inRoom, signedIn }) =>
    router({
      list: signedIn.input(Page).query(({ input, ctx }) => listNotices(input, ctx)),
      counts: signedIn.query(({ ctx }) => readCounts(ctx)),
      readOne: signedIn.input(One).mutation(({ input, ctx }) => readOne(input, ctx)),
      readAll: signedIn.mutation(({ ctx }) => readAll(ctx)),
      readOpened: inRoom.input(OfRoom).mutation(({ ctx }) => readOpened(ctx)),
      look: inRoom.input(Look).mutation(({ input, ctx }) => look(input, ctx)),
      choice: inRoom.input(OfRoom).query(({ ctx }) => readChoice(ctx)),
      choose: inRoom.input(Choose).mutation(({ input, ctx }) => choose(input, ctx)),
      preferences: signedIn.query(({ ctx }) => readPreferences(ctx)),
      mailWay: signedIn.query(({ ctx }) => readMailWay(ctx)),
      chooseReason: signedIn.input(ChooseReason).mutation(({ input, ctx }) => chooseReason(input, ctx)),
      chooseTimes: signedIn.input(ChooseTimes).mutation(({ input, ctx }) => chooseTimes(input, ctx)),
      pushKey: signedIn.query(({ ctx }) => pushKey(ctx)),
      addDevice: signedIn.input(Device).mutation(({ input, ctx }) => addDevice(input, ctx)),
      meetDevice: signedIn.input(OfDevice).mutation(({ input, ctx }) => meetDevice(input, ctx)),
      removeDevice: signedIn.input(OfDevice).mutation(({ input, ctx }) => removeDevice(input, ctx)),
      lookAtPage: signedIn.input(LookAtPage).mutation(({ input, ctx }) => lookAtPage(input, ctx)),
    }),
  routes: { [ROUTE]: serve },
  privacy,
  environment,
  start,
});
