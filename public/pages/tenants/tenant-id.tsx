import { OPERATOR_TENANT } from "../../app/operator-tenant.ts";
import { Code } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";

/** The id that programs use; of Posthorn's own tenant what it is for besides. */
export const TenantId = ({ id }: { id: string }) => (
  <>
    <Code>{id}</Code>
    {id === OPERATOR_TENANT && <> · {t("tenants.operator")}</>}
  </>
);
