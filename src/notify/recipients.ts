/** Somebody who gets mail. `told` is the `seq` of the last happening that they were told of. */
export type Recipient = { address: string; isOperator: boolean; tenants: string[]; told: number };

/**
 * Who is told of what waits: operators of every tenant's, and whom a tenant names of its own. Each address once, however its
 * letters are written.
 */
export function recipientsOf(
  waiting: ReadonlyMap<string, string[]>,
  operators: string[],
  told: ReadonlyMap<string, number>,
): Recipient[] {
  const found = new Map<string, Recipient>();
  const add = (address: string, isOperator: boolean, tenants: string[]) => {
    const name = address.toLowerCase();
    const known = found.get(name);
    if (known) known.tenants = [...new Set([...known.tenants, ...tenants])];
    else found.set(name, { address, isOperator, tenants: [...tenants], told: told.get(name) ?? 0 });
  };
  for (const address of operators) add(address, true, [...waiting.keys()]);
  for (const [tenant, addresses] of waiting) for (const address of addresses) add(address, false, [tenant]);
  return [...found.values()];
}
