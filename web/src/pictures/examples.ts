const files = import.meta.glob<string>('../examples/*.jpg', { eager: true, query: '?url', import: 'default' });

/** Pictures that the service brings along, one a room: those of tests/Fixtures/samples, smaller. */
export const examples = Object.entries(files).map(([path, url]) => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, url, label: name.replace('.jpg', '') };
});
