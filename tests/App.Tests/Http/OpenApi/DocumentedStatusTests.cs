using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace RoomTypes.Tests.Http.OpenApi;

/// <summary>The OpenAPI document promises no status that is never answered.</summary>
public sealed class DocumentedStatusTests : IDisposable
{
    private const string Recognize = "/v1/recognize";
    private const string Feedback = "/v1/feedback";
    private const string Results = "/v1/experiments/{name}/results";
    private const string Card = "/v1/models/{name}/{version}/card";
    private const string Plan = "/v1/experiments/{name}/plan";
    private const string Drift = "/v1/drift";
    private const string Flag = "/ofrep/v1/evaluate/flags/{key}";
    private const string Flags = "/ofrep/v1/evaluate/flags";
    private const string Context = """{"context":{"targetingKey":"e"}}""";
    private const string GoodFeedback = """{"entityId":"e","metric":{"name":"m","value":1}}""";

    private static readonly string[] Bodies = [Recognize, Feedback, Flag, Flags];

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<(string Method, string Path, string Status)> _seen = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Document_OfEveryRoute_HasOnlyStatusesThatAreAnswered()
    {
        await using var service = await StartAsync();
        var slow = Task.WhenAll(Bodies.Select(path => SeeStalledAsync(service, path)));
        await SeeUsualAnswersAsync(service);
        await SeeAnswersWithoutTimeOrStoreAsync();
        await SeeAnswersOfBrokenConfigurationAsync();
        await SeeAnswersToOneWhoAsksTooOftenAsync();
        await SeeAnswersToOneWhoDoesNotSignAsync();
        await slow;
        // Last: the memory is never given back.
        for (var i = 0; i < 4; i++)
        {
            var share = service.Budget.Open($"{i}");
            share.Take(32 << 20);
            share.Received();
        }

        foreach (var path in Bodies) await SeeAsync(service, path, Body("{}"));

        var document = await DocumentAsync(service);
        // Nobody can ask for the status of a fault.
        Assert.Equal(document.Answers.Where(answer => answer.Status != "500").Order(), _seen.Order());
    }

    private async Task SeeUsualAnswersAsync(TestService service)
    {
        await SeeAsync(service, "/health/live");
        await SeeAsync(service, "/health/ready");
        await SeeAsync(service, "/v1/models");
        await SeeAsync(service, "/v1/models/{name}/{version}", url: "/v1/models/room-type/2");
        await SeeAsync(service, "/v1/models/{name}/{version}", url: "/v1/models/room-type/77");
        await SeeAsync(service, Card, url: "/v1/models/room-type/2/card");
        await SeeAsync(service, Card, url: "/v1/models/room-type/77/card");
        await SeeAsync(service, "/v1/experiments");
        foreach (var url in new[] { "hardened-against-production/results?history=true", "hardened-against-production/results?from=x", "other/results" })
            await SeeAsync(service, Results, url: $"/v1/experiments/{url}");
        foreach (var url in new[] { "hardened-against-production/plan", "hardened-against-production/plan?days=0", "other/plan" })
            await SeeAsync(service, Plan, url: $"/v1/experiments/{url}");
        foreach (var url in new[] { "", "?from=x", "?model=other" }) await SeeAsync(service, Drift, url: $"/v1/drift{url}");
        await SeeAsync(service, Recognize, Samples.Body(Samples.Kitchen, "image/jpeg"));
        await SeeAsync(service, Recognize, Samples.Body(Samples.Kitchen[..1000], "image/jpeg"));
        await SeeAsync(service, Feedback, Body(GoodFeedback));
        await SeeAsync(service, Flag, Body(Context), "/ofrep/v1/evaluate/flags/room-type-model");
        await SeeAsync(service, Flag, Body(Context));
        var all = await SeeAsync(service, Flags, Body(Context));
        service.Client.DefaultRequestHeaders.IfNoneMatch.Add(all!);
        await SeeAsync(service, Flags, Body(Context));
        service.Client.DefaultRequestHeaders.IfNoneMatch.Clear();
        foreach (var path in new[] { Flag, Flags })
        {
            await SeeAsync(service, path, Body("{"));
            await SeeAsync(service, path, Samples.Body(new byte[65_537], "application/json"));
            await SeeAsync(service, path, Compressed(Context));
        }

        foreach (var path in new[] { Recognize, Feedback })
        {
            await SeeAsync(service, path, Body("{"));
            await SeeAsync(service, path, new StringContent("{}", Encoding.UTF8, "text/plain"));
            await SeeAsync(service, path, Samples.Body(new byte[4_500_001], "application/json"));
        }
    }

    private async Task SeeAnswersWithoutTimeOrStoreAsync()
    {
        // Takes connections and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using (var service = await StartAsync("Http:TimeoutSeconds=1", "Events:Store=postgres", $"Events:ConnectionString=Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port}"))
        {
            foreach (var path in new[] { Recognize, Flag, Flags }) await SeeStalledAsync(service, path);
            await SeeAsync(service, Feedback, Body(GoodFeedback));
            await SeeAsync(service, Results, url: "/v1/experiments/hardened-against-production/results");
            await SeeAsync(service, Plan, url: "/v1/experiments/hardened-against-production/plan");
            await SeeAsync(service, Drift);
        }

        await using (var service = await StartAsync("Events:Store=postgres", "Events:ConnectionString=Host=127.0.0.1;Port=1"))
        {
            await SeeAsync(service, Feedback, Body(GoodFeedback));
            await SeeAsync(service, Results, url: "/v1/experiments/hardened-against-production/results");
            await SeeAsync(service, Plan, url: "/v1/experiments/hardened-against-production/plan");
            await SeeAsync(service, Drift);
        }

        await using (var service = await StartAsync("Events:Store=none")) await SeeAsync(service, Feedback, Body(GoodFeedback));
    }

    private async Task SeeAnswersOfBrokenConfigurationAsync()
    {
        var file = Path.Combine(_folder.Path, "broken.json");
        await File.WriteAllTextAsync(file, "{");
        await using var service = await StartAsync($"Experiments:File={file}");
        await SeeAsync(service, "/health/ready");
        await SeeAsync(service, "/v1/models");
        await SeeAsync(service, "/v1/models/{name}/{version}", url: "/v1/models/room-type/2");
        await SeeAsync(service, Card, url: "/v1/models/room-type/2/card");
        await SeeAsync(service, "/v1/experiments");
        foreach (var path in new[] { Flag, Flags }) await SeeAsync(service, path, Body(Context));
        await SeeAsync(service, Recognize, Samples.Body(Samples.Kitchen, "image/jpeg"));
    }

    private async Task SeeAnswersToOneWhoAsksTooOftenAsync()
    {
        await using var service = await StartAsync("Http:MaxCallerRequestsPerSecond=1", "Http:MaxCallerBurst=1");
        (string Path, string Url)[] gets = [("/v1/models", "/v1/models"), ("/v1/models/{name}/{version}", "/v1/models/room-type/2"), (Card, "/v1/models/room-type/2/card"), ("/v1/experiments", "/v1/experiments"), (Results, "/v1/experiments/other/results"), (Plan, "/v1/experiments/other/plan"), (Drift, Drift)];
        foreach (var (path, url) in gets)
        {
            // One may have come back meanwhile.
            while ((int)(await service.Client.GetAsync(new Uri(url, UriKind.Relative))).StatusCode != 429) { }
            See("GET", path, 429);
        }
    }

    private async Task SeeAnswersToOneWhoDoesNotSignAsync()
    {
        var keys = Path.Combine(_folder.Path, "keys.json");
        await File.WriteAllTextAsync(keys, """{"keys":[]}""");
        await using var service = await StartAsync("Http:Signatures=required", $"Http:SignatureKeys={keys}");
        (string Path, string Url)[] gets = [("/v1/models", "/v1/models"), ("/v1/models/{name}/{version}", "/v1/models/room-type/2"), (Card, "/v1/models/room-type/2/card"), ("/v1/experiments", "/v1/experiments"), (Results, "/v1/experiments/other/results"), (Plan, "/v1/experiments/other/plan"), (Drift, Drift)];
        foreach (var (path, url) in gets) await SeeAsync(service, path, url: url);
        foreach (var path in Bodies) await SeeAsync(service, path, Body("{}"));
        await SeeAsync(service, "/health/live");
    }

    private Task<TestService> StartAsync(params string[] settings) => TestService.StartAsync(
        ["Http:GraceSeconds=1", "Http:MaxBufferedBytes=134217728", "Events:Store=sqlite", $"Events:File={_folder.Path}/events.db", "Experiments:Source=local", .. settings]);

    private async Task<EntityTagHeaderValue?> SeeAsync(TestService service, string path, HttpContent? content = null, string? url = null)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url ?? path) { Content = content };
        using var response = await service.Client.SendAsync(request);
        See(request.Method.Method, path, (int)response.StatusCode);
        return response.Headers.ETag;
    }

    /// <summary>A body that begins and does not go on.</summary>
    private async Task SeeStalledAsync(TestService service, string path)
    {
        var answer = await RawRequest.SendAsync(service.Address, Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
        var document = await DocumentAsync(service);
        Assert.Null(document.Fault("POST", path, answer.Status, answer.Headers.Keys, answer.Headers["content-type"], answer.Body));
        See("POST", path, answer.Status);
    }

    private void See(string method, string path, int status)
    {
        lock (_seen) _seen.Add((method, path, $"{status}"));
    }

    private static async Task<ServedDocument> DocumentAsync(TestService service) => ServedDocument.Parse(await service.Client.GetStringAsync("/openapi/v1.json"));

    private static StringContent Compressed(string json)
    {
        var body = Body(json);
        body.Headers.ContentEncoding.Add("gzip");
        return body;
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
