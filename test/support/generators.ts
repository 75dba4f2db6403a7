/** Other people's generators of clients, run where a machine has them. */
export type Generator = { language: string; tools: readonly [generator: string, runner: string] };

export const python: Generator = { language: "Python", tools: ["openapi-python-client", "python3"] };
export const go: Generator = { language: "Go", tools: ["oapi-codegen", "go"] };

export const generators = [python, go];

export const hasAll = (tools: readonly string[]) => tools.every((tool) => Bun.which(tool) !== null);
