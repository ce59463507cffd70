import { defineEntity, p } from '@mikro-orm/postgresql';

const AvatarSchema = defineEntity({
  name: 'Avatar',
  tableName: 'avatar',
  properties: {
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    version: p.string(),
    image: p.blob(),
    /** Media type of `image`. */
    type: p.string(),
  },
});
/** A person's picture, as it is served. Beside the person, so that reading a roster never reads pictures. */
export class Avatar extends AvatarSchema.class {}
AvatarSchema.setClass(Avatar);
