// deploy/collector/gateway.yaml from the presets: node scripts/gateway-config.ts [--preset production] [--write]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PRESET_NAMES } from '../src/foundation/configuration/settings/sampling-presets.ts';
import { renderGateway } from './gateway-config/gateway-config.ts';

const { values } = parseArgs({
  options: { preset: { type: 'string', default: 'production' }, write: { type: 'boolean' } },
});
const preset = PRESET_NAMES.find((name) => name === values.preset);
if (preset === undefined)
  throw new Error(`expected --preset to be one of ${PRESET_NAMES.join(', ')}, got "${values.preset}"`);

if (values.write === true)
  writeFileSync(path.resolve(import.meta.dirname, '../deploy/collector/gateway.yaml'), renderGateway(preset));
else console.log(renderGateway(preset));
