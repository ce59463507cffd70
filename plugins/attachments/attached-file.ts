import { defineEntity, p } from '../../engine/index.ts';
import { KINDS } from './contract.ts';

const AttachedFileSchema = defineEntity({
  name: 'AttachedFile',
  tableName: 'attachments_file',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    personId: p.uuid(),
    /** Null until a message takes the file. */
    messageId: p.uuid().nullable(),
    roomId: p.uuid().nullable(),
    place: p.integer().nullable(),
    name: p.string(),
    /** Uploaded to be a voice message, and nothing else. */
    voice: p.boolean(),
    type: p.string().nullable(),
    kind: p.enum(KINDS).nullable(),
    /** Bytes as they were uploaded: what the quota counts. */
    size: p.bigint(),
    /** False while it is uploaded. */
    here: p.boolean(),
    prepared: p.enum(['not yet', 'done', 'failed']),
    scan: p.enum(['none', 'waiting', 'clean', 'infected', 'unscannable']),
    caption: p.string(),
    alt: p.string(),
    width: p.integer().nullable(),
    height: p.integer().nullable(),
    duration: p.integer().nullable(),
    blur: p.string().nullable(),
    peaks: p.json().nullable(),
    /** By form what stands in the store: its bytes and its type. */
    forms: p.json(),
    createdAt: p.datetime(),
  },
});
/** One file of one person: on its way, here, or on a message. */
export class AttachedFile extends AttachedFileSchema.class {}
AttachedFileSchema.setClass(AttachedFile);

const DoomedSchema = defineEntity({
  name: 'DoomedFile',
  tableName: 'attachments_doomed',
  properties: { fileId: p.uuid().primary(), schoolId: p.uuid(), createdAt: p.datetime() },
});
/** A file whose bytes are to go: an infected one, or one whose row is gone, noted by the database itself, whoever deleted it. */
export class DoomedFile extends DoomedSchema.class {}
DoomedSchema.setClass(DoomedFile);
