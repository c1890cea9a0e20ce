using System.Text.Json;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;
using Microsoft.Data.Sqlite;

namespace Hosting.Tests.Processes;

/// <summary>The published program as a Lambda function.</summary>
[Collection(nameof(PublishedApp))]
public sealed class LambdaProcessTests(PublishedApp app)
{
    private static string[] Pictures { get; } = ["kitchen_1.jpg", "bedroom_1.jpg", "bathroom_2.jpg", "living_room_1.jpg", "dining_room_2.jpg", "hallway_1.jpg"];

    [Fact]
    public async Task Start_ToFirstAnswer_NeedsNoSecondTry()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var outcome = api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, AppCalls.Recognize("kitchen_1.jpg", "the-very-first-one")));

        await using var lambda = AppProcess.StartLambda(app, api.Address);

        Assert.Equal(("ROOM_TYPE_KITCHEN", "the-very-first-one"), RoomAndRequest(await outcome));
        lambda.Signal(AppProcess.SigTerm);
        Assert.Equal(0, await lambda.ExitCodeAsync());
    }

    [Fact]
    public async Task SnapStart_Restored_Answers()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(app, api.Address, ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        await api.Snapshot;
        Assert.False(api.HasPolled);

        api.Restore();

        Assert.Equal(("ROOM_TYPE_KITCHEN", "after-the-restore"), RoomAndRequest(await AskAsync(api, Shape.RestApi, "kitchen_1.jpg", "after-the-restore")));
        lambda.Signal(AppProcess.SigTerm);
        Assert.Equal(0, await lambda.ExitCodeAsync());
    }

    [Fact]
    public async Task Invocations_SixteenAtOnce_EachGetTheirOwnAnswer()
    {
        const int Concurrency = 16;
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(app, api.Address, ("AWS_LAMBDA_MAX_CONCURRENCY", $"{Concurrency}"));
        await api.PollsAsync(Concurrency);
        var expected = new Dictionary<string, string>();
        foreach (var picture in Pictures)
            expected[picture] = RoomAndRequest(await AskAsync(api, Shape.RestApi, picture, "one-after-another")).Room;

        var answers = await Task.WhenAll(Enumerable.Range(0, 192).Select(async i =>
        {
            var (picture, id) = (Pictures[i % Pictures.Length], $"concurrent-request-{i}");
            return (Wanted: (expected[picture], id), Got: RoomAndRequest(await AskAsync(api, (Shape)(i % 4), picture, id)));
        }));

        Assert.All(answers, answer => Assert.Equal(answer.Wanted, answer.Got));
        Assert.True(expected.Values.Distinct().Count() > 3, string.Join(' ', expected.Values));
        Assert.Empty(api.Refused);
    }

    /// <summary>Events would wait ten seconds for company; the process is ended as Lambda ends one that it has frozen.</summary>
    [Fact]
    public async Task Invocation_ThatIsAnswered_HasItsEventsInTheStore()
    {
        var folder = Directory.CreateTempSubdirectory("room-type-lambda-");
        var file = Path.Combine(folder.FullName, "events.db");
        await using var api = await FakeRuntimeApi.StartAsync();
        await using (var lambda = AppProcess.StartLambda(
            app, api.Address, ("RoomType__Events__Store", "sqlite"), ("RoomType__Events__File", file), ("RoomType__Events__FlushMilliseconds", "10000")))
        {
            for (var i = 1; i <= 3; i++)
            {
                RoomAndRequest(await AskAsync(api, Shape.RestApi, "kitchen_1.jpg", $"request-{i}"));
                Assert.Equal(i, CountPredictions(file));
            }

            lambda.Signal(AppProcess.SigKill);
            await lambda.ExitCodeAsync();
        }

        Assert.Equal(3, CountPredictions(file));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("", 404)]
    [InlineData("true", 200)]
    public async Task Page_OfAFunction_IsOffUnlessItIsAskedFor(string setting, int status)
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(app, api.Address, ("RoomType__Http__Page", setting));

        var outcome = await api.InvokeAsync(GatewayEvent.Write(Shape.HttpApi, AppCalls.Get("/try")));

        Assert.Equal(status, Answer.Parse(outcome.Answer!).Status);
    }

    [Theory]
    [InlineData("RoomType__Http__MaxImages", "none", "InvalidSettingsException", "MaxImages")]
    [InlineData("RoomType__Http__EntityFromCaller", "true", "InvalidSettingsException", "in a Lambda function")]
    [InlineData("RoomType__Models__Serve", "room-type@77", "ModelUnavailableException", "room-type@77")]
    public async Task Start_ThatFails_IsReportedAsInitError(string variable, string value, string type, string named)
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        await using var lambda = AppProcess.StartLambda(app, api.Address, (variable, value));

        var error = await api.InitError;
        Assert.Equal((type, type), (error.ErrorType, error.HeaderType));
        Assert.Contains(named, error.ErrorMessage);
        Assert.NotEqual(0, await lambda.ExitCodeAsync());
    }

    private static Task<Outcome> AskAsync(FakeRuntimeApi api, Shape shape, string picture, string id) =>
        api.InvokeAsync(GatewayEvent.Write(shape, AppCalls.Recognize(picture, id)));

    private static long CountPredictions(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM prediction";
        return (long)command.ExecuteScalar()!;
    }

    private static (string Room, string Request) RoomAndRequest(Outcome outcome)
    {
        Assert.Null(outcome.Error);
        var answer = Answer.Parse(outcome.Answer!);
        Assert.True(answer.Status == 200, answer.ToString());
        using var json = JsonDocument.Parse(answer.Body);
        return (json.RootElement.GetProperty("rooms")[0].GetProperty("roomType").GetString()!, json.RootElement.GetProperty("requestId").GetString()!);
    }
}
