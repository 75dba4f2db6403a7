import { Route, Router, Switch } from "wouter-preact";
import { Gate } from "../pages/sign-in/gate.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { useHashPath, useHashSearch } from "./location.ts";
import { NotFound } from "./not-found.tsx";
import { routes } from "./routes.ts";
import { session } from "./session.ts";
import { Shell } from "./shell.tsx";

/** The whole page: whoever is not known has to get past the gate first. */
export function App() {
  const { state } = session.value;
  if (state !== "user" && state !== "portal") return <Gate />;
  return (
    <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(path) => `#${path}`}>
      <Shell>
        <ErrorBoundary>
          <Switch>
            {routes.map(({ path, page: Page }) => (
              <Route key={path} path={path}>
                {(params) => <Page key={identityOf(params)} params={params as Record<string, string>} />}
              </Route>
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </ErrorBoundary>
      </Shell>
    </Router>
  );
}

/** Another row is another page, which begins anew; another tab of a row is the same one. */
function identityOf(params: Record<string, string | undefined>): string {
  const { tab: _, ...named } = params;
  return JSON.stringify(Object.entries(named).filter(([name]) => !/^\d+$/.test(name)));
}
