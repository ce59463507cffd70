import { replayLaw } from './laws/replay.ts';
import { useStage } from './stage.ts';

// Each law goes over every command, procedure, event and installed plugin there is. A plugin is under them from the moment
// it is installed.

const stage = useStage();

replayLaw(stage);
