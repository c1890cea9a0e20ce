using Microsoft.AspNetCore.Http;
using RoomTypes.Models;
using RoomTypes.Tests.Http.Mlflow;

namespace RoomTypes.Tests.Models.Mlflow;

/// <summary>A service whose models are those of an MLflow server. There the shipped versions 1, 2 and 3 have the numbers 11, 12 and 13.</summary>
public sealed class MlflowModelSourceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();
    private readonly TemporaryFolder _models = Samples.CopyModels();
    private MlflowPeer _peer = null!;

    public async Task InitializeAsync()
    {
        _peer = await MlflowPeer.StartAsync();
        foreach (var version in new[] { "1", "2", "3" }) _peer.Versions[$"1{version}"] = new(Path.Combine(_models.Path, "room-type", version));
        (_peer.Aliases["champion"], _peer.Aliases["challenger"]) = ("12", "13");
    }

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        _cache.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task Start_FromAServer_ServesWhatItsAliasesNameUnderTheVersionsOfTheirManifests()
    {
        _peer.Token = "a-token";
        await using (var service = await StartAsync("room-type", "Models:MlflowToken=a-token"))
        {
            Assert.True(service.Recognition.IsReady, service.Recognition.Failure);
            Assert.Equal(("2", "3"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@challenger")));
            var models = (await Samples.JsonAsync(await service.Client.GetAsync("/v1/models"))).GetProperty("models").EnumerateArray();
            Assert.Equal(["2 production champion", "3 candidate challenger"], models.Select(model => $"{model.GetProperty("version")} {model.GetProperty("stage")} {model.GetProperty("aliases")[0]}"));
            Assert.Equal(200, (int)(await service.Client.GetAsync("/v1/models/room-type/champion/card")).StatusCode);
        }

        await using (await StartAsync("room-type", "Models:MlflowToken=a-token")) Assert.Equal(1, _peer.Requests[MlflowPeer.ArtifactOf("12", "model.onnx")]);
    }

    [Theory]
    [InlineData("room-type@challenger", "3")]
    [InlineData("room-type@Canary_EU", "1")]
    [InlineData("room-type/11", "1")]
    public async Task Start_FromAVersion_ServesThatAlone(string model, string expected)
    {
        _peer.Aliases["Canary_EU"] = "11";
        await using var service = await StartAsync(model);
        Assert.Equal((expected, 1), (await AnswerAsync(service), service.Recognition.Served.Count()));
    }

    [Fact]
    public async Task Start_FromAServerOfStages_ServesThem()
    {
        _peer.Aliases.Clear();
        _peer.Versions["11"] = _peer.Versions["11"] with { Stage = "Staging" };
        _peer.Versions["13"] = _peer.Versions["13"] with { Stage = "Production" };
        await using var service = await StartAsync("room-type");
        Assert.Equal(("3", "1"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@1")));
    }

    [Fact]
    public async Task Start_WithArtifactsInABucket_TakesThemFromThere()
    {
        await using var s3 = await MemoryS3.StartAsync();
        s3.PutFolder(_models.Path, "bucket/models");
        foreach (var version in new[] { "2", "3" }) _peer.Versions[$"1{version}"] = _peer.Versions[$"1{version}"] with { Uri = $"s3://bucket/models/room-type/{version}" };
        await using var service = await StartAsync("room-type", $"Storage:Endpoint={s3.Address}");
        Assert.Equal(("2", 1), (await AnswerAsync(service), s3.Requests["GET models/room-type/2/model.onnx"]));
        Assert.DoesNotContain(_peer.Requests.Keys, path => path.Contains("artifacts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WhenTheFirstAttemptsFail_TriesAgain()
    {
        _peer.Fault = (path, count) => count < 3 && (path == MlflowPeer.ArtifactOf("12", "model.onnx") || path.EndsWith("/get", StringComparison.Ordinal)) ? Results.StatusCode(503) : null;
        await using var service = await StartAsync("room-type", "Models:DownloadAttempts=3");
        Assert.Equal("2", await AnswerAsync(service));
    }

    [Fact]
    public async Task Look_AfterAnAliasMoved_AnswersWithWhatItNames()
    {
        await using var service = await StartAsync("room-type");
        await service.Refresher.LookAsync(default);
        var downloads = _peer.Requests[MlflowPeer.ArtifactOf("12", "manifest.json")];
        await service.Refresher.LookAsync(default);
        Assert.Equal(downloads, _peer.Requests[MlflowPeer.ArtifactOf("12", "manifest.json")]);
        (_peer.Aliases["champion"], _peer.Aliases["previous"]) = ("13", "12");
        _peer.Aliases.TryRemove("challenger", out _);
        await service.Refresher.LookAsync(default);
        Assert.Equal(("3", "2"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@previous")));
        Assert.Equal(1, _peer.Requests[MlflowPeer.ArtifactOf("13", "model.onnx")]);
    }

    [Fact]
    public async Task Look_AtAnotherServiceOfThisKind_FollowsItsAliases()
    {
        const string Token = "a-token-that-only-tests-know";
        await using var registry = await TestService.StartAsync($"Models:Source={_models.Path}", $"Http:AdminToken={Token}");
        await using var service = await TestService.StartAsync($"Models:Source=mlflow:{registry.Address}room-type", $"Models:CacheFolder={_cache.Path}", "Models:RefreshSeconds=3600");
        Assert.Equal(("2", "3"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@challenger")));
        using var client = new MlflowClient(registry.Address, Token);
        await client.DoAsync("POST", "registered-models/alias", new { name = "room-type", alias = "challenger", version = "1" });
        await new ModelRegistryEditor(new FolderRegistryStore(_models.Path), TimeProvider.System).PromoteAsync(new("room-type", "3"), new("ada"), default);
        await service.Refresher.LookAsync(default);
        Assert.Equal(("3", "1", "2"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@challenger"), await AnswerAsync(service, "room-type@previous")));
    }

    [Theory]
    [InlineData("model", "/model.onnx could not be downloaded in 1 of 1 attempts")]
    [InlineData("truncated", "/model.onnx could not be downloaded in 1 of 1 attempts")]
    [InlineData("tag", "the tag room-type.manifest-sha256 of version 14 says")]
    [InlineData("manifest", "has no manifest.json among its artifacts")]
    [InlineData("garbage manifest", "/manifest.json cannot be read")]
    [InlineData("name", "is of 'other@4'")]
    [InlineData("folder", "allowed are room-type, a version of a-z 0-9 - . and a file beside it")]
    [InlineData("same version", "have manifests of the same version, 3, that differ")]
    [InlineData("pending", "is 'PENDING_REGISTRATION'; allowed is READY")]
    [InlineData("place", "lie at 'dbfs:/models/4'")]
    [InlineData("server", "lie at 'mlflow-artifacts://elsewhere:5000/1'")]
    [InlineData("path", "lie at 'mlflow-artifacts:/../secret'")]
    [InlineData("no model", "is not a model that ONNX Runtime can load")]
    [InlineData("champion", "has no version with the alias champion")]
    [InlineData("503", "cannot be asked: The server answered 503.")]
    [InlineData("redirect", "cannot be asked: The server answered 302.")]
    [InlineData("slow", "cannot be asked: The server said nothing for 20 s")]
    [InlineData("garbage", "cannot be read")]
    [InlineData("long", "cannot be asked: The server answered more than the")]
    [InlineData("shape", "registered_model.aliases is")]
    public async Task Look_AtWhatCannotBeServed_ChangesNothingUntilItIsMended(string fault, string expected)
    {
        await using var service = await StartAsync("room-type", $"Models:StallSeconds={(fault == "slow" ? 20 : 60)}");
        using var folder = NewModels.Copy("1", "4");
        _peer.Versions["14"] = new(folder.Path);
        _peer.Aliases["challenger"] = "14";
        var mend = Break(fault, folder);
        for (var look = 0; look < (fault == "slow" ? 1 : 2); look++) await service.Refresher.LookAsync(default);
        var refused = (await Samples.JsonAsync(await service.Client.GetAsync("/health/ready"))).GetProperty("refused").GetString();
        Assert.Contains(expected, refused);
        Assert.Equal(("2", "3"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@challenger")));
        mend();
        await service.Refresher.LookAsync(default);
        Assert.Equal(("2", "4"), (await AnswerAsync(service), await AnswerAsync(service, "room-type@challenger")));
        Assert.Empty(Directory.GetFiles(_cache.Path, "*.partial"));
    }

    [Fact]
    public async Task Start_WithAKey_TakesOnlyWhatATagSignsByIt()
    {
        var (secret, open) = NewModels.Keys(_cache);
        var (_, other) = NewModels.Keys(_cache, "other");
        foreach (var version in new[] { "12", "13" })
            _peer.Versions[version].Tags["room-type.signature"] = ManifestSignature.Sign(await File.ReadAllBytesAsync(Path.Combine(_peer.Versions[version].Folder, "manifest.json")), secret);
        await using (var signed = await StartAsync("room-type", $"Models:PublicKey={open}")) Assert.True(signed.Recognition.IsReady, signed.Recognition.Failure);
        await using (var unsigned = await StartAsync("room-type@champion", $"Models:PublicKey={other}")) Assert.Contains("The signature of room-type@2 is not that of RoomType:Models:PublicKey", unsigned.Recognition.Failure);
    }

    [Fact]
    public async Task Tool_OnAServer_ReadsAndVerifiesAndRefusesToChange()
    {
        var source = $"mlflow:{_peer.Address}/room-type";
        var (exitCode, output, _) = await Tool.RunAsync("Model", "verify", "--models", source);
        Assert.Equal(0, exitCode);
        Assert.Contains("room-type@2: its files are those that were registered, and it loads", output);
        (exitCode, _, var error) = await Tool.RunAsync("Model", "rollback", "--models", source);
        Assert.Equal(1, exitCode);
        Assert.Contains("is only read here", error);
    }

    private Action Break(string fault, TemporaryFolder folder)
    {
        var (model, manifest, good) = (Path.Combine(folder.Path, "model.onnx"), Path.Combine(folder.Path, "manifest.json"), _peer.Versions["14"]);
        var bytes = File.ReadAllBytes(manifest);
        Action peer = () => _peer.Fault = (_, _) => null, version = () => _peer.Versions["14"] = good, files = () => File.WriteAllBytes(manifest, bytes);
        switch (fault)
        {
            case "model":
                var whole = File.ReadAllBytes(model);
                File.WriteAllBytes(model, whole[..(whole.Length / 2)]);
                return () => File.WriteAllBytes(model, whole);
            case "truncated":
                _peer.Fault = (path, _) => path.EndsWith("14/artifacts/model.onnx", StringComparison.Ordinal) ? new Cut() : null;
                return peer;
            case "tag":
                _peer.Versions["14"] = good with { Tags = new() { ["room-type.manifest-sha256"] = new string('0', 64) } };
                return version;
            case "manifest":
                File.Delete(manifest);
                return files;
            case "garbage manifest":
                File.WriteAllText(manifest, "<html>");
                return files;
            case "name":
                folder.Replace("manifest.json", "\"name\": \"room-type\"", "\"name\": \"other\"");
                return files;
            case "folder":
                folder.Replace("manifest.json", "\"file\": \"model.onnx\"", "\"file\": \"../../etc/model.onnx\"");
                return files;
            case "same version":
                folder.Replace("manifest.json", "\"version\": \"4\"", "\"version\": \"3\"");
                _peer.Aliases["exact"] = "13";
                return () =>
                {
                    _peer.Aliases.TryRemove("exact", out _);
                    files();
                };
            case "pending":
                _peer.Versions["14"] = good with { Status = "PENDING_REGISTRATION" };
                return version;
            case "place" or "server" or "path":
                _peer.Versions["14"] = good with { Uri = fault switch { "place" => "dbfs:/models/4", "server" => "mlflow-artifacts://elsewhere:5000/1", _ => "mlflow-artifacts:/../secret" } };
                return version;
            case "no model":
                var was = File.ReadAllBytes(model);
                File.WriteAllBytes(model, [1, 2, 3]);
                folder.Replace("manifest.json", Digest.Compute(was), Digest.Compute(new byte[] { 1, 2, 3 }));
                return () =>
                {
                    File.WriteAllBytes(model, was);
                    files();
                };
            case "champion":
                _peer.Aliases.TryRemove("champion", out _);
                return () => _peer.Aliases["champion"] = "12";
            default:
                _peer.Fault = (_, _) => AnswerOf(fault);
                return peer;
        }
    }

    private static IResult AnswerOf(string fault) => fault switch
    {
        "503" => Results.Text("""{"error_code":"TEMPORARILY_UNAVAILABLE","message":"starting"}""", "application/json", statusCode: 503),
        "redirect" => Results.Redirect("http://127.0.0.1:1/"),
        "slow" => new Silent(),
        "garbage" => Results.Text("<html>Sign in</html>", "text/html"),
        "long" => Results.Bytes(new byte[(4 << 20) + 1]),
        _ => Results.Text("""{"registered_model":{"aliases":7}}""", "application/json"),
    };

    private Task<TestService> StartAsync(string model, params string[] settings) => TestService.StartAsync(
        [$"Models:Source=mlflow:{_peer.Address}/{model}", $"Models:CacheFolder={_cache.Path}", "Models:RefreshSeconds=3600", "Models:DownloadAttempts=1", .. settings]);

    private static async Task<string?> AnswerAsync(TestService service, string model = "room-type") =>
        (await Samples.JsonAsync(await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?models={model}"))).GetProperty("rooms")[0].GetProperty("model").GetProperty("version").GetString();

    /// <summary>A connection that ends in the middle of a file.</summary>
    private sealed class Cut : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 1_000_000;
            await httpContext.Response.Body.WriteAsync(new byte[1_000]);
            await httpContext.Response.Body.FlushAsync();
            httpContext.Abort();
        }
    }

    /// <summary>Nothing, until the caller goes away.</summary>
    private sealed class Silent : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // It has gone.
            }
        }
    }
}
