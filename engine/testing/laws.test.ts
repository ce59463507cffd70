import { badInputLaw } from './laws/bad-input.ts';
import { bulkLaw } from './laws/bulk.ts';
import { defaultsLaw } from './laws/defaults.ts';
import { notYoursLaw } from './laws/not-yours.ts';
import { offMeansAbsentLaw } from './laws/off-means-absent.ts';
import { privacyLaw } from './laws/privacy.ts';
import { replayLaw } from './laws/replay.ts';
import { rolesLaw } from './laws/roles.ts';
import { tablesLaw } from './laws/tables.ts';
import { twiceIsOnceLaw } from './laws/twice-is-once.ts';
import { useStage } from './stage.ts';

// Each law goes over every command, procedure, event and installed plugin there is. A plugin is under them from the moment
// it is installed.

const stage = useStage();

replayLaw(stage);
defaultsLaw();
bulkLaw(stage);
twiceIsOnceLaw(stage);
rolesLaw(stage);
notYoursLaw(stage);
badInputLaw(stage);
offMeansAbsentLaw(stage);
privacyLaw(stage);
tablesLaw(stage);
