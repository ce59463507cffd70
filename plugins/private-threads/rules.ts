import { type Sql, sql, text } from '../../engine/index.ts';
import { DIRECTIONS, type Rules } from './contract.ts';

// The rules as SQL. The engine asks `visible` and `writable` with every read, send and delivery, so that a change of the
// school's file, of a class or of a room reaches every conversation that is there with the next of them.

/** How strict a rule is, as a number: of several the greatest holds. */
export const ON = 0;
export const SUPERVISED = 1;
export const OFF = 2;

/** SQL for the name of a direction, over two rows of `person`. */
const direction = (from: Sql, to: Sql): Sql => sql`
  case ${from}.role when 'student' then 'student' when 'guardian' then 'guardian' else 'staff' end || 'To' ||
  case ${to}.role when 'student' then 'Student' when 'guardian' then 'Guardian' else 'Staff' end`;

const asJson = (rules: Rules): string =>
  JSON.stringify(Object.fromEntries(DIRECTIONS.map((name) => [name, rules[name]])));

/**
 * SQL for how strictly `from` may write to `to` (aliases of `person`) in the room `parent` (alias of `room`): the strictest
 * of school, class and room.
 */
export const strictness = (rules: Rules, from: Sql, to: Sql, parent: Sql): Sql => sql`(
  select max(case said.rules->>(${direction(from, to)}) when 'off' then ${text(OFF)} when 'supervised'
  then ${text(SUPERVISED)} else ${text(ON)} end)
  from (select ${asJson(rules)}::jsonb rules
    union all
    select policy.rules from private_threads_policy policy
    where policy.classroom_id = ${parent}.classroom_id and (policy.room_id is null or policy.room_id = ${parent}.id)) said)`;

/** SQL for the other of the pair `t` (a row of `private_threads`), seen by `reader`. */
export const otherOf = (reader: Sql): Sql =>
  sql`case when t.low_id = ${reader} then t.high_id when t.high_id = ${reader} then t.low_id end`;

/** Whether the reader `p` is one of the pair, and in the parent. Whoever left it sees nothing until they come back. */
const IN_PAIR = sql`p.person_id in (t.low_id, t.high_id) and exists (
  select 1 from participant inside where inside.room_id = t.parent_id and inside.person_id = p.person_id and inside.left_at is null)`;

/** Whether the reader `p` opened it as supervisor, may still do so, and nothing unsupervised was written since. */
const IN_SUPERVISION = sql`p.role = 'observer' and p.person_id not in (t.low_id, t.high_id)
  and exists (select 1 from person_grant g join person keeper on keeper.id = g.person_id
    where g.person_id = p.person_id and g.name = 'safeguarding' and keeper.left_at is null
      and keeper.role in ('admin', 'teacher', 'assistant'))
  and not exists (select 1 from private_threads_message w join message m on m.id = w.message_id
    where w.room_id = t.room_id and not w.supervised and m.seq > p.visible_from)`;

/** The rules of the kind `private-thread`, over `r` and `p`. */
export const privateThread = {
  visible: (): Sql => sql`exists (
    select 1 from private_threads t join room parent on parent.id = t.parent_id and parent.deleted_at is null
    where t.room_id = r.id and ((${IN_PAIR}) or (${IN_SUPERVISION})))`,

  writable: (rules: Rules): Sql => sql`exists (
    select 1 from private_threads t
    join room parent on parent.id = t.parent_id and parent.archived_at is null
    join person me on me.id = p.person_id
    join person other on other.id = ${otherOf(sql`p.person_id`)} and other.left_at is null
    join participant inside on inside.room_id = t.parent_id and inside.person_id = other.id and inside.left_at is null
    where t.room_id = r.id and ${strictness(rules, sql`me`, sql`other`, sql`parent`)} < ${text(OFF)})`,

  title: (): Sql => sql`(
    select other.name from private_threads t join person other on other.id = ${otherOf(sql`p.person_id`)}
    where t.room_id = r.id)`,
};
