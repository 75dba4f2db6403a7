import { look } from "./look.ts";

/** The operator's logo on the portal where there is one, else the horn; and the product's name. */
export function Brand() {
  const own = look.value;
  return (
    <>
      {own?.logo ? <img class="logo" src={own.logo} alt="" /> : <Horn />}
      <bdi>{own?.product_name ?? "Posthorn"}</bdi>
    </>
  );
}

function Horn() {
  return (
    <svg class="horn" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
      <circle cx="8.2" cy="12.6" r="4.7" />
      <path d="M8.2 7.9H14M8.2 17.3H2.3" />
      <path class="bell" d="M13.5 7.9c3 0 4.8-1.6 6.3-4.2v8.4c-1.5-2.6-3.3-4.2-6.3-4.2Z" />
    </svg>
  );
}
