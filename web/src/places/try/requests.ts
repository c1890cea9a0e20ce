export const languages = ['curl', 'C#', 'Python'] as const;
export type Language = (typeof languages)[number];

interface Request {
  url: string;
  file: string;
  type: string;
}

/** A request as text that runs as it is, beside the picture's file. */
export function requestIn(language: Language, { url, file, type }: Request) {
  const inShell = `'${file.replaceAll("'", `'\\''`)}'`;
  const quoted = JSON.stringify(file);
  switch (language) {
    case 'curl':
      return `curl --data-binary @${inShell} -H 'content-type: ${type}' '${url}'`;
    case 'C#':
      return `using System.Net.Http.Headers;

using var client = new HttpClient();
using var picture = new ByteArrayContent(await File.ReadAllBytesAsync(${quoted}));
picture.Headers.ContentType = new MediaTypeHeaderValue("${type}");
using var response = await client.PostAsync("${url}", picture);
Console.WriteLine(await response.Content.ReadAsStringAsync());`;
    case 'Python':
      return `import json
import urllib.request

with open(${quoted}, "rb") as picture:
    request = urllib.request.Request(
        "${url}",
        data=picture.read(),
        headers={"content-type": "${type}"},
    )
with urllib.request.urlopen(request) as response:
    for room in json.load(response)["rooms"]:
        print(room["roomType"], room["confidence"])`;
  }
}
