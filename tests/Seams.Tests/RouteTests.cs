using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RoomTypes.Hosting;
using RoomTypes.Http.Page;
using RoomTypes.Recognition;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>The gateway passes on what the service describes, and nothing else.</summary>
public class RouteTests
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private static readonly Lazy<Task<Dictionary<string, JsonElement>>> Described = new(() => DescribeAsync("v1"));

    [Fact]
    public async Task Gateway_Operations_AreThoseOfTheServicesOpenApiDocument()
    {
        var described = await DescribedAsync();

        Assert.Equal(described.Keys.Order(), Stacks.Gateway.Routes.All.Select(route => $"{route.Method} {route.Path}").Order());
    }

    [Fact]
    public async Task Gateway_Plan_HasAMethodForEachOfThem()
    {
        var plan = await Plans.OfAsync("dev", "lambda");
        var paths = plan.Resources.Where(resource => resource.Type == "aws:apigateway/resource:Resource").ToDictionary(resource => resource.Id, resource => resource.Inputs);

        var planned = plan.Inputs("aws:apigateway/method:Method").Select(method => $"{method.Text("httpMethod")} {Path(method.Text("resourceId"))}");

        Assert.Equal((await DescribedAsync()).Keys.Order(), planned.Order());

        string Path(string id) => paths.TryGetValue(id, out var resource) ? $"{Path(resource.Text("parentId"))}/{resource.Text("pathPart")}" : "";
    }

    [Fact]
    public async Task Gateway_Plan_PassesOnNothingOfThePage()
    {
        var plan = await Plans.OfAsync("dev", "fargate");

        var parts = plan.Resources.Where(resource => resource.Type == "aws:apigateway/resource:Resource").Select(resource => $"/{resource.Inputs.Text("pathPart")}").ToList();

        Assert.Contains("/recognize", parts);
        Assert.DoesNotContain(parts, part => part is "/page" or "/kpi" or "/try" or "/missions" or "/metrics-overview" or "/{proxy+}");
        Assert.DoesNotContain(Stacks.Gateway.Routes.All, route => PageMiddleware.Places.Contains(route.Path));
    }

    [Fact]
    public void Gateway_Page_IsThePlacesAndFilesOfTheService() => Assert.Equal(
        PageMiddleware.Places.Append($"{PageMiddleware.Folder}/{{file}}"),
        Stacks.Gateway.Routes.Page.Select(route => route.Path));

    /// <summary>Decision 0077: who changes experiments behind a gateway changes what the stack says, not a file of one of several containers.</summary>
    [Fact]
    public async Task Gateway_Plan_PassesOnNothingThatChangesExperiments()
    {
        var plan = await Plans.OfAsync("dev", "fargate");
        var changes = await DescribeAsync("changes");

        var parts = plan.Resources.Where(resource => resource.Type == "aws:apigateway/resource:Resource").Select(resource => $"/{resource.Inputs.Text("pathPart")}").ToList();

        Assert.Equal(["POST /v1/experiments/{name}/start", "POST /v1/experiments/{name}/stop", "PUT /v1/experiments/{name}/allocation"], changes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("/plan", parts);
        Assert.DoesNotContain(parts, part => part is "/start" or "/stop" or "/allocation");
    }

    [Fact]
    public async Task Gateway_BinaryTypes_CoverWhatTheServiceTakesAsBytes()
    {
        var plan = await Plans.OfAsync("dev", "lambda");
        var binary = Assert.Single(plan.Inputs("aws:apigateway/restApi:RestApi")).Fields["binaryMediaTypes"].ListValue.Values.Select(value => value.StringValue).ToList();

        var taken = (await DescribedAsync()).Values.SelectMany(operation => operation.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().Select(type => type.Name) : []).ToHashSet();

        Assert.Contains("image/jpeg", taken);
        Assert.All(taken.Where(type => type != "application/json"), type => Assert.Contains(binary, pattern => pattern == type || (pattern.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Gateway_BinaryTypes_CoverWhatTheServiceTakesWithoutDescribingIt()
    {
        var plan = await Plans.OfAsync("dev", "lambda");
        var binary = Assert.Single(plan.Inputs("aws:apigateway/restApi:RestApi")).Fields["binaryMediaTypes"].ListValue.Values.Select(value => value.StringValue).ToList();

        Assert.All(
            RoomTypes.Http.MediaTypes.Requests.Where(type => type != RoomTypes.Http.MediaTypes.Json),
            type => Assert.Contains(binary, pattern => pattern == type || (pattern.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal))));
    }

    private static Task<Dictionary<string, JsonElement>> DescribedAsync() => Described.Value;

    private static async Task<Dictionary<string, JsonElement>> DescribeAsync(string document)
    {
        await using var app = ServiceHost.Build(["--urls", "http://127.0.0.1:0", "--RoomType:Events:Store=sqlite", $"--RoomType:Events:File={System.IO.Path.GetTempFileName()}"]);
        await app.StartAsync();
        await app.Services.GetRequiredService<RecognitionService>().LoadModelsAsync();
        using var client = new HttpClient();
        using var served = JsonDocument.Parse(await client.GetStringAsync($"{app.Urls.Single()}/openapi/{document}.json"));
        return served.RootElement.Clone().GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(operation => Methods.Contains(operation.Name)).Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)))
            .ToDictionary(operation => operation.Name, operation => operation.Value);
    }
}
