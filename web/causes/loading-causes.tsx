/** The shape of what comes. */
export function LoadingCauses() {
  return (
    <div class="causes-loading skeleton" aria-hidden="true">
      <div class="causes-loading-head" />
      <div class="causes-loading-chart" />
      <div />
      <div />
      <div />
      <div />
    </div>
  );
}
