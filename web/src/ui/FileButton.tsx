interface Attributes {
  multiple?: boolean;
  accept?: string;
  /** A folder with all that is in it. */
  webkitdirectory?: boolean;
  capture?: 'environment';
}

/** Chooses files. */
export function FileButton({ label, class: kind = '', onFiles, ...attributes }: Attributes & { label: string; class?: string; onFiles: (files: FileList) => void }) {
  return (
    <label class={`button ${kind}`}>
      {label}
      <input type="file" class="out" {...attributes} onChange={(event) => {
        if (event.currentTarget.files?.length) onFiles(event.currentTarget.files);
        // The same file again is a new choice.
        event.currentTarget.value = '';
      }} />
    </label>
  );
}
