/** @file Which parameters a re-initialisation reaches, and how a new one joins the list of a configuration. */
import type { Reinitialization, ReinitializeTarget } from '../../../experiments';
import type { ParameterInfo } from '../../../worker';

export type Group = 'predictors' | 'new-layers';

export const groups: readonly { value: Group; label: string; title: string }[] = [
  { value: 'predictors', label: 'Predictors', title: 'The 3 × 3 filters that give the logits and the offsets' },
  { value: 'new-layers', label: 'New layers', title: 'All filters that do not come with the backbone' },
];

export function isGroup(target: ReinitializeTarget): target is Group {
  return groups.some(({ value }) => value === target);
}

/** A filter has fans; a bias, a scale and a running mean have none. */
export function isFilter({ fans }: Pick<ParameterInfo, 'fans'>): boolean {
  return fans !== null;
}

function isIn(group: Group, { role }: ParameterInfo): boolean {
  return role === 'predictor' || (group === 'new-layers' && role === 'extra');
}

/** What a target shows and a scheme sets: one parameter by its name, or the filters of a group. */
export function targeted(target: ReinitializeTarget, parameters: readonly ParameterInfo[]): ParameterInfo[] {
  return isGroup(target)
    ? parameters.filter((parameter) => isFilter(parameter) && isIn(target, parameter))
    : parameters.filter(({ name }) => name === target);
}

/** The parameters of all targets, each once, in the order of the model. Names that the model lacks reach nothing. */
export function shownParameters(
  targets: readonly ReinitializeTarget[],
  parameters: readonly ParameterInfo[],
): ParameterInfo[] {
  const names = new Set(targets.flatMap((target) => targeted(target, parameters)).map(({ name }) => name));
  return parameters.filter(({ name }) => names.has(name));
}

/** The bias of a class predictor: what a prior probability of objects is about. */
export function isClassBias({ name, role }: Pick<ParameterInfo, 'name' | 'role'>): boolean {
  return role === 'predictor' && name.endsWith('.classes.bias');
}

/** The parameters that an entry sets. */
export function reached(
  { target, scheme }: Reinitialization,
  parameters: readonly ParameterInfo[],
): readonly ParameterInfo[] {
  return isGroup(target) && scheme.startsWith('prior-bias')
    ? parameters.filter(isClassBias)
    : targeted(target, parameters);
}

/**
 * The list with a scheme for each target at its end. Entries that it covers entirely would have no effect and go: those
 * for the same target, and those for single parameters of a group that starts anew.
 */
export function withScheme(
  list: readonly Reinitialization[],
  targets: readonly ReinitializeTarget[],
  scheme: string,
  parameters: readonly ParameterInfo[],
): Reinitialization[] {
  const added = targets.map((target) => ({ target, scheme }));
  const covered = new Set(added.flatMap((entry) => reached(entry, parameters)));
  return [...list.filter((entry) => reached(entry, parameters).some((known) => !covered.has(known))), ...added];
}

/** "All predictors", "All new layers", or the parameter's own name. */
export function targetName(target: ReinitializeTarget): string {
  return target === 'predictors' ? 'All predictors' : target === 'new-layers' ? 'All new layers' : target;
}
