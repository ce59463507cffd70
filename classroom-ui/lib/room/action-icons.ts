import CircleUser from '@lucide/svelte/icons/circle-user-round';
import Copy from '@lucide/svelte/icons/copy';
import Link from '@lucide/svelte/icons/link';
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply';
import Pencil from '@lucide/svelte/icons/pencil';
import Reply from '@lucide/svelte/icons/reply';
import Trash from '@lucide/svelte/icons/trash-2';
import type { Component } from 'svelte';
import type { MessageAction } from './message-actions.ts';

/** Fetched with what draws them, after the messages. */
export const ACTION_ICONS: Readonly<Record<MessageAction['id'], Component<{ class?: string }>>> = {
  reply: Reply,
  thread: MessageSquareReply,
  edit: Pencil,
  copyText: Copy,
  copyLink: Link,
  profile: CircleUser,
  delete: Trash,
};
