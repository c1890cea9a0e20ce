using System.Diagnostics;
using System.Net;
using System.Text;
using RoomTypes.Client;
using RoomTypes.Client.Credentials;
using RoomTypes.Signing;
using RoomTypes.V1;

namespace RoomTypes.Tests.Signatures;

/// <summary>Signers that are not of this repository, and the client library, against a service that takes signed requests only.</summary>
public sealed class IndependentSignerTests : IAsyncLifetime
{
    private static readonly string Picture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", "kitchen_1.jpg");

    private SignedService _service = null!;

    public async Task InitializeAsync() => _service = await SignedService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(SignedService.Secret, "200", "ROOM_TYPE_KITCHEN")]
    [InlineData("wrong", "403", "invalid_signature")]
    public async Task Curl_APicture_IsAnsweredIfItsKeyIsKnown(string secret, string status, string text)
    {
        var answer = await RunAsync(
            "curl",
            ["-sS", "--aws-sigv4", "aws:amz:eu-west-1:execute-api", "--user", $"{SignedService.Id}:{secret}", "-H", "content-type: image/jpeg",
            "--data-binary", $"@{Picture}", "-w", "%{http_code}", $"{_service.Address}v1/recognize"]);
        Assert.EndsWith(status, answer, StringComparison.Ordinal);
        Assert.Contains(text, answer, StringComparison.Ordinal);
    }

    /// <summary>botocore, what Python's SDK and the AWS CLI sign with: in headers and in the query, with a body and without.</summary>
    [Theory]
    [InlineData(SignedService.Secret, "header 200 get 200 query 200 other-body 403")]
    [InlineData("wrong", "header 403 get 403 query 403 other-body 403")]
    public async Task Botocore_InHeadersAndInTheQuery_IsAnsweredIfItsKeyIsKnown(string secret, string expected)
    {
        // Debian's Python has Debian's botocore.
        var answer = await RunAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Signatures", "sign_botocore.py"), _service.Address.ToString(), SignedService.Id, secret, Picture]);
        Assert.Equal(expected, answer.Trim());
    }

    /// <summary>The AWS CLI posts a picture as to an endpoint of SageMaker, whose path the service has.</summary>
    [Theory]
    [InlineData(SignedService.Secret, "ROOM_TYPE_KITCHEN")]
    [InlineData("wrong", "(invalid_signature|InvalidSignatureException|403)")]
    public async Task AwsCli_APicture_IsAnsweredIfItsKeyIsKnown(string secret, string expected)
    {
        await using var service = await SignedService.StartAsync("Http:SignatureService=sagemaker");
        var folder = Directory.CreateTempSubdirectory().FullName;
        var answer = Path.Combine(folder, "answer.json");
        await File.WriteAllTextAsync(answer, "");
        var told = await AwsAsync(secret, ["sagemaker-runtime", "invoke-endpoint", "--endpoint-name", "rooms", "--content-type", "image/jpeg", "--body", $"fileb://{Picture}", "--endpoint-url", service.Address.ToString(), answer]);
        Assert.Matches(expected, await File.ReadAllTextAsync(answer) + told);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Without a body, by a command whose path the service lacks: what is signed is looked for, and not found.</summary>
    [Theory]
    [InlineData(SignedService.Secret, "route_unknown")]
    [InlineData("wrong", "(invalid_signature|InvalidSignatureException|403)")]
    public async Task AwsCli_ARequest_IsLookedForIfItsKeyIsKnown(string secret, string expected)
    {
        await using var service = await SignedService.StartAsync("Http:SignatureService=kafka");
        Assert.Matches(expected, await AwsAsync(secret, ["kafka", "list-clusters", "--endpoint-url", service.Address.ToString()]));
    }

    [Fact]
    public async Task Client_Everything_IsAnswered()
    {
        using var rooms = RoomTypesClient.Create(_service.Address, new DelegatedCredentials(new AwsCredentials(SignedService.Id, SignedService.Secret)), new() { Region = "eu-west-1" });
        await using (var picture = File.OpenRead(Picture)) Assert.Equal(RoomType.Kitchen, (await rooms.RecognizeAsync(picture, "image/jpeg", "robot 1")).Rooms.Single().RoomType);
        var request = new RecognizeRequest { Rooms = { new Room { RoomId = "r", Images = { new Image { Content = Google.Protobuf.ByteString.CopyFrom(await File.ReadAllBytesAsync(Picture)) } } } } };
        for (var i = 0; i < 2; i++) Assert.Equal(RoomType.Kitchen, (await rooms.RecognizeAsync(request)).Rooms.Single().RoomType);
        Assert.Equal("feedback_disabled", (await Assert.ThrowsAsync<RoomTypesException>(() => rooms.SendFeedbackAsync(new FeedbackRequest { EntityId = "e", Metric = new() { Name = "m", Value = 1 } }))).Code);
    }

    [Fact]
    public async Task Client_Presigned_IsAnswered()
    {
        using var rooms = RoomTypesClient.Create(_service.Address, new DelegatedCredentials(new AwsCredentials(SignedService.Id, SignedService.Secret)), new() { Region = "eu-west-1", PresignedFor = TimeSpan.FromMinutes(1) }, retries: 0);
        await using var picture = File.OpenRead(Picture);
        Assert.Equal(RoomType.Kitchen, (await rooms.RecognizeAsync(picture, "image/jpeg")).Rooms.Single().RoomType);
    }

    [Fact]
    public async Task Anyone_Unsigned_IsToldTheNameThatAwsGivesIt()
    {
        using var client = new HttpClient { BaseAddress = _service.Address };
        using var response = await client.PostAsync(new Uri("v1/recognize", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.Forbidden, "MissingAuthenticationTokenException"), (response.StatusCode, response.Headers.GetValues("x-amzn-errortype").Single()));
        Assert.Contains("missing_authentication_token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var open in new[] { "health/live", "health/ready", "metrics", "openapi/v1.json" }) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(open, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Entity_FromTheCaller_IsTheKeysNameAndNoOther()
    {
        await using var service = await SignedService.StartAsync("Http:EntityFromCaller=true");
        using var rooms = RoomTypesClient.Create(service.Address, new DelegatedCredentials(new AwsCredentials(SignedService.Id, SignedService.Secret)), new() { Region = "eu-west-1" });
        foreach (var entity in new[] { "", "robot-1" })
        {
            await using var picture = File.OpenRead(Picture);
            await rooms.RecognizeAsync(picture, "image/jpeg", entity);
        }

        await using var same = File.OpenRead(Picture);
        Assert.Equal("entity_not_callers", (await Assert.ThrowsAsync<RoomTypesException>(() => rooms.RecognizeAsync(same, "image/jpeg", "robot-2"))).Code);
    }

    private static Task<string> AwsAsync(string secret, string[] arguments) => RunAsync(
        "/usr/bin/aws", [.. arguments, "--region", "eu-west-1"],
        ("AWS_ACCESS_KEY_ID", SignedService.Id), ("AWS_SECRET_ACCESS_KEY", secret), ("AWS_MAX_ATTEMPTS", "1"), ("AWS_EC2_METADATA_DISABLED", "true"));

    private static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["NO_PROXY"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }
}
