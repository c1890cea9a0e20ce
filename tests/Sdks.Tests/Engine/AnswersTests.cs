using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Sdks.Tests.Engine;

/// <summary>What the engine makes up for resources and functions.</summary>
public class AnswersTests
{
    [Fact]
    public async Task Update_KnownTypes_AreNamedAsAwsNamesThem()
    {
        var result = await RunAsync(
            RunMode.Update,
            Resource("aws:lambda/function:Function", "f", new { name = "classify" }),
            Resource("aws:ecr/repository:Repository", "r", new { name = "images" }),
            Resource("aws:iam/role:Role", "role", new { }),
            Resource("aws:s3/bucket:Bucket", "data", new { bucketPrefix = "pictures-", region = "cn-north-1" }),
            Resource("aws:ec2/vpc:Vpc", "vpc", new { }));

        var function = result.Resource("aws:lambda/function:Function", "f");
        Assert.Equal("classify", function.Id);
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:classify", Text(function, "arn"));
        Assert.Equal(
            "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:classify/invocations",
            Text(function, "invokeArn"));
        Assert.Equal("123456789012.dkr.ecr.eu-central-1.amazonaws.com/images", Text(result.Resource("aws:ecr/repository:Repository", "r"), "repositoryUrl"));
        Assert.Matches("^arn:aws:iam::123456789012:role/role-[0-9a-f]{7}$", Text(result.Resource("aws:iam/role:Role", "role"), "arn"));
        Assert.Matches("^arn:aws-cn:s3:::pictures-[0-9a-f]{26}$", Text(result.Resource("aws:s3/bucket:Bucket", "data"), "arn"));
        Assert.Matches("^vpc-[0-9a-f]{17}$", result.Resource("aws:ec2/vpc:Vpc", "vpc").Id);
    }

    [Fact]
    public async Task Preview_NewResource_HasUnknownIdAndOutputsButItsName()
    {
        var result = await RunAsync(RunMode.Preview, Resource("aws:iam/role:Role", "role", new { tags = new { a = "b" } }));

        var role = result.Resource("aws:iam/role:Role", "role");
        Assert.Equal("", role.Id);
        Assert.Equal(PropertyValue.Unknown, role.Outputs.Fields["arn"].StringValue);
        Assert.Matches("^role-[0-9a-f]{7}$", Text(role, "name"));
        Assert.Equal("b", role.Outputs.Fields["tagsAll"].StructValue.Fields["a"].StringValue);
    }

    [Theory]
    [InlineData("aws:iam/role:Role", "operator", "arn:aws:iam::123456789012:role/operator")]
    [InlineData("aws:sns/topic:Topic", "arn:aws:sns:eu-central-1:999999999999:alarms", "arn:aws:sns:eu-central-1:999999999999:alarms")]
    public async Task Read_ExistingId_IsKeptAndNamesTheRest(string type, string id, string arn)
    {
        var result = await RunAsync(RunMode.Preview, new { id, type, name = "existing", properties = new { } });

        var resource = result.Resource(type, "existing");
        Assert.Equal((id, ResourceOrigin.Read), (resource.Id, resource.Origin));
        Assert.Equal(arn, Text(resource, "arn"));
        Assert.Equal(id.Split(':')[^1], Text(resource, "name"));
    }

    [Fact]
    public async Task Create_WithProvider_TakesItsRegionAndTags()
    {
        var result = await RunAsync(
            RunMode.Update,
            Resource("pulumi:providers:aws", "tokyo", new { region = "ap-northeast-1", defaultTags = """{"tags":{"owner":"me"}}""" }),
            new
            {
                type = "aws:sqs/queue:Queue",
                name = "q",
                custom = true,
                provider = "urn:pulumi:dev::wire::pulumi:providers:aws::tokyo::1",
                @object = new { name = "jobs", tags = new { own = "yes" } },
            });

        var queue = result.Resource("aws:sqs/queue:Queue", "q");
        Assert.Equal("https://sqs.ap-northeast-1.amazonaws.com/123456789012/jobs", queue.Id);
        Assert.Equal(["own", "owner"], queue.Outputs.Fields["tagsAll"].StructValue.Fields.Keys.Order());
    }

    [Fact]
    public async Task Create_SecretInput_MakesWhatIsMadeOfItSecret()
    {
        var secret = new Dictionary<string, string>
        {
            ["4dabf18193072939515e22adb298388d"] = "1b47061264138c4ac30d75fd1eb44270",
            ["value"] = "hidden",
        };
        var result = await RunAsync(RunMode.Update, Resource("aws:sqs/queue:Queue", "q", new { name = secret }));

        var arn = result.Resource("aws:sqs/queue:Queue", "q").Outputs.Fields["arn"];
        Assert.True(PropertyValue.IsSecret(arn));
        Assert.Equal("arn:aws:sqs:eu-central-1:123456789012:hidden", PropertyValue.Unwrap(arn).StringValue);
    }

    [Fact]
    public async Task Update_EveryTypeOfTheSchemas_IsWholeAndTheSameAgain()
    {
        var requests = Schemas().SelectMany(schema => schema.GetProperty("resources").EnumerateObject())
            .Select(resource => Resource(resource.Name, "it", TextInputs(resource.Value), parentless: true)).ToArray();

        var first = await RunAsync(RunMode.Update, requests);
        var second = await RunAsync(RunMode.Update, requests);

        Assert.True(requests.Length > 200);
        Assert.Equal(requests.Length + 1, first.Resources.Count);
        Assert.All(first.Resources.Where(resource => resource.Custom), resource =>
        {
            Assert.NotEmpty(resource.Id);
            Assert.DoesNotContain("{", string.Concat(Texts(Value.ForStruct(resource.Outputs))), StringComparison.Ordinal);
            if (resource.Outputs.Fields.TryGetValue("arn", out var arn) && !resource.Inputs.Fields.ContainsKey("arn") && resource.Type.StartsWith("aws:", StringComparison.Ordinal))
                Assert.StartsWith("arn:aws:", arn.StringValue, StringComparison.Ordinal);
        });
        Assert.Equal(first.Resources, second.Resources, (one, other) => one.Id == other.Id && one.Outputs.Equals(other.Outputs));
    }

    [Fact]
    public async Task Call_EveryFunctionOfTheSchemas_IsAnswered()
    {
        var tokens = Schemas().Where(schema => schema.TryGetProperty("functions", out _))
            .SelectMany(schema => schema.GetProperty("functions").EnumerateObject()).Select(function => function.Name).ToList();

        var result = await RunAsync(RunMode.Preview, [.. tokens.Select(token => new
        {
            tok = token,
            args = token.EndsWith(":getArn", StringComparison.Ordinal) ? (object)new { arn = "arn:aws:s3:::pictures" } : new { name = "it" },
        })]);

        Assert.Equal(tokens, result.Invokes.Select(invoke => invoke.Token));
        Assert.All(result.Invokes, invoke => Assert.NotNull(invoke.Result));
    }

    [Fact]
    public async Task Call_AnswerOfTheCallerFails_IsToldToTheProgram()
    {
        var result = await Programs.RunAsync("unknown-function", with: options => options with
        {
            Functions = new Dictionary<string, Func<Struct, Struct>> { ["test:index/none:none"] = _ => throw new InvalidOperationException("out of answers") },
        });

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Contains(result.Logs, log => log.Severity == LogSeverity.Error && log.Message.Contains("out of answers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_PolicyDocument_IsRenderedAsTheProviderDoes()
    {
        var result = await RunAsync(RunMode.Preview, JsonNode.Parse("""
            {
              "tok": "aws:iam/getPolicyDocument:getPolicyDocument",
              "args": {
                "statements": [
                  {
                    "sid": "Read",
                    "actions": ["s3:GetObject", "s3:ListBucket"],
                    "resources": ["arn:aws:s3:::pictures/*"],
                    "conditions": [{ "test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123456789012"] }]
                  },
                  { "effect": "Deny", "actions": ["*"], "principals": [{ "type": "*", "identifiers": ["*"] }] },
                  {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{ "type": "Service", "identifiers": ["ecs.amazonaws.com", "lambda.amazonaws.com"] }]
                  }
                ]
              }
            }
            """)!);

        var expected = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "Read",
                  "Effect": "Allow",
                  "Action": ["s3:ListBucket", "s3:GetObject"],
                  "Resource": "arn:aws:s3:::pictures/*",
                  "Condition": { "StringEquals": { "aws:SourceAccount": "123456789012" } }
                },
                { "Effect": "Deny", "Action": "*", "Principal": "*" },
                {
                  "Effect": "Allow",
                  "Action": "sts:AssumeRole",
                  "Principal": { "Service": ["lambda.amazonaws.com", "ecs.amazonaws.com"] }
                }
              ]
            }
            """;
        var json = Assert.Single(result.Invokes).Result!.Fields["json"].StringValue;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(json)), json);
    }

    [Fact]
    public async Task Update_KubernetesObjects_HaveNamesAndAddresses()
    {
        var result = await RunAsync(
            RunMode.Update,
            Resource("kubernetes:core/v1:Service", "web", new { metadata = new { name = "web", @namespace = "rooms" } }),
            Resource("kubernetes:core/v1:Namespace", "rooms", new { }));

        var service = result.Resource("kubernetes:core/v1:Service", "web");
        Assert.Equal("rooms/web", service.Id);
        Assert.EndsWith(".elb.amazonaws.com", string.Concat(Texts(service.Outputs.Fields["status"])), StringComparison.Ordinal);
        Assert.Matches("^rooms-[0-9a-f]{8}$", result.Resource("kubernetes:core/v1:Namespace", "rooms").Id);
    }

    private static async Task<RunResult> RunAsync(RunMode mode, params object[] requests)
    {
        var result = await Programs.RunAsync("raw-list", mode, options => options with
        {
            Config = new Dictionary<string, string> { ["aws:region"] = "eu-central-1", ["wire:requests"] = JsonSerializer.Serialize(requests) },
        });
        Assert.True(result.Succeeded, string.Join('\n', [.. result.Errors, result.StandardOutput, result.StandardError]));
        return result;
    }

    private static object Resource(string type, string name, object inputs, bool parentless = false) => new
    {
        type,
        name,
        custom = true,
        parent = parentless ? "" : "urn:pulumi:dev::wire::pulumi:pulumi:Stack::wire-dev",
        @object = inputs,
    };

    private static IEnumerable<JsonElement> Schemas() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Schemas"), "*.json").Order()
            .Select(path => JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    /// <summary>The inputs that take a text, given one, as most names of outputs are made of them.</summary>
    private static Dictionary<string, string> TextInputs(JsonElement resource) =>
        resource.GetProperty("inputs").EnumerateObject()
            .Where(input => input.Name != "region" && input.Value.GetString()!.Split(' ')[0].TrimEnd('?') == "string")
            .ToDictionary(input => input.Name, _ => "arn:aws:sns:eu-central-1:123456789012:given");

    private static string? Text(RecordedResource resource, string output) => PropertyValue.Text(resource.Outputs, output);

    private static IEnumerable<string> Texts(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => [value.StringValue],
        Value.KindOneofCase.ListValue => value.ListValue.Values.SelectMany(Texts),
        Value.KindOneofCase.StructValue => value.StructValue.Fields.Values.SelectMany(Texts),
        _ => [],
    };
}
