using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Playwright;
using Page.Tests.Support;
using RoomTypes.V1;

namespace Page.Tests;

/// <summary>The place of missions.</summary>
[Collection(nameof(Site))]
public sealed class MissionTests(Site site)
{
    private static readonly string[] Rooms = ["bathroom", "bedroom", "dining_room", "hallway", "kitchen", "living_room"];

    private static readonly Lazy<string> Folder = new(WriteFolder);

    [Fact]
    public async Task Folder_OfAMission_IsARoomAFolderTheLeastSureFirst()
    {
        await using var page = await site.OpenAsync("/missions");
        await ImportAsync(page);
        await page.Page.GetByText("6 rooms, 18 pictures").WaitForAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Save as JSON" })).ToBeEnabledAsync();

        var shares = await page.Page.Locator(".room .verdict > span:first-of-type").AllInnerTextsAsync();
        var sure = shares.Select(share => int.Parse(share.TrimEnd('%', '\u00A0'), System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(6, sure.Count);
        Assert.Equal(sure.Order(), sure);
        Assert.Equal(18, await page.Page.Locator(".votes li").CountAsync());
    }

    /// <summary>The page averages as the service does.</summary>
    [Fact]
    public async Task Room_OfItsVotes_IsWhatTheServiceSaysOfAllPicturesTogether()
    {
        await using var page = await site.OpenAsync("/missions");
        await ImportAsync(page);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Save as JSON" })).ToBeEnabledAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = "Save as JSON" }).ClickAsync());
        await using var saved = await download.CreateReadStreamAsync();
        var rooms = (await JsonDocument.ParseAsync(saved)).RootElement.EnumerateArray().ToDictionary(room => room.GetProperty("room").GetString()!);

        Assert.Equal(Rooms, rooms.Keys.Order());
        var response = RecognizeResponse.Parser.ParseFrom(await RecognizeAsync(Request()));
        Assert.All(response.Rooms, room => Assert.Equal(room.Confidence, rooms[room.RoomId].GetProperty("confidence").GetDouble(), 1e-4));
        Assert.All(response.Rooms, room => Assert.Equal(room.Scores[0].Label, rooms[room.RoomId].GetProperty("roomType").GetString()));
    }

    [Fact]
    public async Task Rooms_SavedAsCsv_HaveALineEach()
    {
        await using var page = await site.OpenAsync("/missions");
        await ImportAsync(page);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Save as CSV" })).ToBeEnabledAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = "Save as CSV" }).ClickAsync());
        using var saved = new StreamReader(await download.CreateReadStreamAsync());
        var lines = (await saved.ReadToEndAsync()).Split("\r\n");

        Assert.Equal("mission,room,roomType,confidence,pictures,votes", lines[0]);
        Assert.Equal(1 + Rooms.Length, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains(",\"3\",\"", line));
    }

    [Fact]
    public async Task Message_ThatWasSerialised_HasItsRooms()
    {
        await using var page = await site.OpenAsync("/missions");
        await page.Page.GetByLabel("A serialised request").SetInputFilesAsync(new FilePayload { Name = "mission.binpb", MimeType = "application/octet-stream", Buffer = Request().ToByteArray() });

        await page.Page.GetByText("mission.binpb: 6 rooms, 18 pictures").WaitForAsync();
        Assert.Equal(Rooms, (await page.Page.Locator(".room h2").AllInnerTextsAsync()).Order());
    }

    [Fact]
    public async Task Message_ThatIsNone_SaysWhy()
    {
        await using var page = await site.OpenAsync("/missions");
        await page.Page.GetByLabel("A serialised request").SetInputFilesAsync(new FilePayload { Name = "other.bin", MimeType = "application/octet-stream", Buffer = [0xff, 0xff, 0xff] });

        await Assertions.Expect(page.Page.GetByText("other.bin: 0 rooms")).ToContainTextAsync("The body is not a roomtype.v1.RecognizeRequest");
    }

    /// <summary>Gives it a folder "mission" with a folder for each room, of three pictures.</summary>
    internal static async Task ImportAsync(OpenPage page)
    {
        await page.Page.GetByLabel("Choose a folder").SetInputFilesAsync(Folder.Value);
        await page.Page.Locator(".room").First.WaitForAsync();
    }

    // The browser reads the files while it sends them.
    private static string WriteFolder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "mission")).FullName;
        foreach (var room in Rooms)
        {
            Directory.CreateDirectory(Path.Combine(folder, room));
            for (var i = 1; i <= 3; i++) File.Copy(Site.Picture($"{room}_{i}.jpg"), Path.Combine(folder, room, $"{i}.jpg"), overwrite: true);
        }

        return folder;
    }

    private static RecognizeRequest Request()
    {
        var request = new RecognizeRequest();
        foreach (var name in Rooms)
        {
            var room = new Room { RoomId = name };
            for (var i = 1; i <= 3; i++) room.Images.Add(new Image { Content = ByteString.CopyFrom(File.ReadAllBytes(Site.Picture($"{name}_{i}.jpg"))) });
            request.Rooms.Add(room);
        }

        return request;
    }

    private async Task<byte[]> RecognizeAsync(RecognizeRequest request)
    {
        using var content = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/recognize") { Content = content, Headers = { { "Accept", "application/x-protobuf" } } };
        using var response = await site.Client.SendAsync(message);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
