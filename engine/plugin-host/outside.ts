import { stillOpen } from '../accounts/still-open.ts';
import type { Asked } from '../commands/asked.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { AnyPlugin } from './any-plugin.ts';
import { pluginContext, refuse } from './contexts.ts';
import type { OutsideContext } from './define-plugin.ts';
import { processOf } from './start-plugins.ts';

/** What a plugin is given where no transaction is open: each `work` opens one and closes it. */
export function outsideContext(engine: Engine, asked: Asked, plugin: AnyPlugin): OutsideContext<any> {
  const { plugins, registration: _registration, epoch: _epoch, ...school } = asked.school;
  return {
    school,
    settings: plugins.settingsOf(plugin.contract) as never,
    deployment: engine.deployment,
    ...processOf(engine, plugin),
    log: engine.log,
    stopping: engine.stopping,
    refuse: (error: string, data = {}) => refuse(plugin, error, data),
    mail: (personId, mail) => engine.mailPerson(school.id, personId, mail),
    stillOpen: (sessions) => stillOpen(engine.database, sessions),
    work: (act) => inUnitOfWork(engine, asked, (work) => act(pluginContext(work, plugin))),
  };
}
