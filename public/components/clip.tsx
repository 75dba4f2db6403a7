/** Text that is cut off where its column is too narrow; the whole of it on hover. */
export const Clip = ({ text }: { text: string }) => (
  <bdi class="clip" title={text}>
    {text}
  </bdi>
);
