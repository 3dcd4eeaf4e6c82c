// node typed.mjs DASHBOARDS: writes each dashboard of that folder as a TypeScript literal of Grafana's own types into
// typed/, for the compiler to look at. What an option is not said to be is as Grafana has it by default; what a query
// holds is the data source's matter, and not in these types.
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';

const raw = '@grafana/schema/dist/types/raw';
const head = `
import type {Dashboard} from '${raw}/dashboard/x/dashboard_types.gen';
import type * as TimeSeries from '${raw}/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as Stat from '${raw}/composable/stat/panelcfg/x/StatPanelCfg_types.gen';

/** As JSON has it: of an enumeration the text of its values. */
type Json<T> = T extends string ? \`\${T}\` : T extends object ? {[K in keyof T]: Json<T[K]>} : T;
`;
const types = {timeseries: 'TimeSeries', stat: 'Stat'};

function literal(name, type, value) {
  return `export const ${name}: Json<${type}> = ${JSON.stringify(value, null, 1)};`;
}

function typed(dashboard) {
  const lines = [head, literal('dashboard', 'Dashboard', dashboard)];
  dashboard.panels.forEach((panel, n) => {
    const type = types[panel.type];
    if (type === undefined) {
      throw new Error(`no types of a panel '${panel.type}' are known here: add them`);
    }
    lines.push(literal(`options${n}`, `Partial<${type}.Options>`, panel.options));
    if (type === 'TimeSeries') {
      lines.push(literal(`custom${n}`, 'TimeSeries.FieldConfig', panel.fieldConfig.defaults.custom ?? {}));
    }
  });
  return lines.join('\n');
}

const folder = process.argv[2];
mkdirSync('typed', {recursive: true});
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const dashboard = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  writeFileSync(`typed/${file.replace('.json', '.ts')}`, typed(dashboard));
}
