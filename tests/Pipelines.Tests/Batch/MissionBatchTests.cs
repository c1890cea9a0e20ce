using System.Text;
using System.Text.Json.Nodes;
using Stacks.Batch;
using Stacks.Configuration;
using Stacks.Tests.Pipeline;

namespace RoomTypes.Tests.Batch;

/// <summary>The state machine of a stack, walked with the real command and a bucket in memory.</summary>
public sealed class MissionBatchTests
{
    private static string Samples => Path.Combine(AppContext.BaseDirectory, "Fixtures/samples");

    [Fact]
    public async Task Walk_WithTheRealCommand_AnswersPicturesAndManifestsOnce()
    {
        await using var s3 = await MemoryS3.StartAsync();
        s3.PutFolder(Samples, "robots/missions/1");
        s3.PutFolder(Samples, "robots/pictures");
        s3.Objects["robots/missions/2/manifest.jsonl"] = """{"id": "m2/kitchen", "mission": "m2", "pictures": ["s3://robots/pictures/kitchen_1.jpg", "s3://robots/pictures/kitchen_2.jpg"]}"""u8.ToArray();
        var batch = new BatchSettings { Kind = BatchKind.Map, Input = "s3://robots/missions", Output = "s3://robots/answers", Objects = 10, Tasks = 4, Vcpus = 1, ToleratedPercent = 0 };
        var document = JsonNode.Parse(MapDocument.Of(batch, null, new("aws", "cluster", "task", ["subnet-1"], "sg-1")))!.AsObject();

        var interpreter = new StatesInterpreter(document, call => Do(s3, call)) { Input = new() { ["prefix"] = "missions/" } };

        Assert.True(interpreter.Walk());
        Assert.Equal(2, interpreter.Entered.Count(name => name == "answer it"));
        var answers = s3.Objects.Where(pair => pair.Key.StartsWith("robots/answers/answers/execution-1/", StringComparison.Ordinal) && pair.Key.EndsWith(".jsonl", StringComparison.Ordinal))
            .SelectMany(pair => Encoding.UTF8.GetString(pair.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([.. Directory.GetFiles(Samples, "*.jpg").Select(file => $"s3://robots/missions/1/{Path.GetFileName(file)}").Append("m2/kitchen").Order(StringComparer.Ordinal)], answers.Select(answer => (string)answer["id"]!).Order(StringComparer.Ordinal));
        Assert.Equal(["child-0-0", "child-1-0"], s3.Objects.Keys.Where(key => key.EndsWith("/summary.json", StringComparison.Ordinal)).Select(key => key.Split('/')[^2]).Order(StringComparer.Ordinal));
    }

    private static JsonArray? Do(MemoryS3 s3, TaskCall call)
    {
        switch (call.Resource)
        {
            case "s3:listObjectsV2":
                var prefix = $"{(string)call.Parameters["Bucket"]!}/{(string)call.Parameters["Prefix"]!}";
                return new JsonArray([.. s3.Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(key => new JsonObject { ["Key"] = key[(key.IndexOf('/') + 1)..] })]);
            case "aws-sdk:s3:putObject":
                s3.Objects[$"{(string)call.Parameters["Bucket"]!}/{(string)call.Parameters["Key"]!}"] = Encoding.UTF8.GetBytes(call.Parameters["Body"]!.ToJsonString());
                return null;
            case "ecs:runTask.sync":
                var work = Directory.CreateTempSubdirectory("room-type-batch-");
                var container = call.Parameters["Overrides"]!["ContainerOverrides"]![0]!;
                var command = container["Command"]!.AsArray().Select(argument => (string)argument! == "/tmp/batch" ? work.FullName : (string)argument!).ToArray();
                using (var process = PipelineProcess.StartStep(
                    new Dictionary<string, string> { ["RoomType__Storage__Endpoint"] = s3.Address, ["RoomType__Storage__ForcePathStyle"] = "true", [(string)container["Environment"]![0]!["Name"]!] = (string)container["Environment"]![0]!["Value"]! }, command))
                {
                    var (exitCode, _, error) = process.EndAsync().GetAwaiter().GetResult();
                    work.Delete(recursive: true);
                    return exitCode == 0 ? null : throw new StateException("States.TaskFailed", error);
                }

            default:
                return null;
        }
    }
}
