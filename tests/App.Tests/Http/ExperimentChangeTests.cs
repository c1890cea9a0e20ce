using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RoomTypes.Tests.Http;

/// <summary>Who may start, stop and reallocate experiments, and what they are told.</summary>
public sealed class ExperimentChangeTests : IAsyncLifetime
{
    private const string Token = "a-token-that-only-tests-know";
    private const string Name = "hardened-against-production";

    private readonly TemporaryFolder _folder = new();
    private TestService _service = null!;

    private string Experiments => Path.Combine(_folder.Path, "experiments.json");

    public async Task InitializeAsync()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "experiments", "room-type-model.json"), Experiments);
        _service = await TestService.StartAsync("Experiments:Source=local", $"Experiments:File={Experiments}", $"Http:AdminToken={Token}");
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Changes_WithTheToken_AreInForceWhenTheyAreAnswered()
    {
        var before = await ListAsync();
        Assert.True(before.GetProperty("changeable").GetBoolean());
        using var allocated = await SendAsync(HttpMethod.Put, "allocation", Token, """{"weights":{"production":25,"hardened":75}}""", before.GetProperty("revision").GetString());
        var allocation = await JsonAsync(allocated, HttpStatusCode.OK);
        Assert.Equal(0.5, allocation.GetProperty("experiment").GetProperty("shares").GetProperty("hardened").GetDouble());
        Assert.Equal(0.75, allocation.GetProperty("experiment").GetProperty("later")[0].GetProperty("shares").GetProperty("hardened").GetDouble());

        using var stopped = await SendAsync(HttpMethod.Post, "stop", Token, revision: allocation.GetProperty("revision").GetString());
        var stop = await JsonAsync(stopped, HttpStatusCode.OK);

        var after = await ListAsync();
        Assert.Equal(stop.GetProperty("revision").GetString(), after.GetProperty("revision").GetString());
        Assert.Equal("ended", after.GetProperty("features")[0].GetProperty("experiment").GetProperty("status").GetString());
        Assert.StartsWith("// Does the model", await File.ReadAllTextAsync(Experiments));
        using var answered = await _service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?entity_id=robot-1");
        Assert.Equal("DEFAULT", (await JsonAsync(answered, HttpStatusCode.OK)).GetProperty("rooms")[0].GetProperty("assignment").GetProperty("reason").GetString());
        using var again = await SendAsync(HttpMethod.Post, "start", Token);
        Assert.Equal("experiment_ended", await CodeAsync(again, HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData(null, "admin_token_missing")]
    [InlineData("a-token-that-only-tests-knew", "admin_token_wrong")]
    [InlineData("a-token-that-only-tests-know-and-more", "admin_token_wrong")]
    [InlineData("x", "admin_token_wrong")]
    public async Task Change_WithoutTheRightToken_IsRefusedBeforeItsBodyIsRead(string? token, string code)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "start"), (HttpMethod.Post, "stop"), (HttpMethod.Put, "allocation") })
        {
            using var response = await SendAsync(method, path, token, method == HttpMethod.Put ? "no JSON" : null);

            Assert.Equal(code, await CodeAsync(response, HttpStatusCode.Unauthorized));
            Assert.Equal("""Bearer realm="room-types" """.Trim(), response.Headers.WwwAuthenticate.Single().ToString());
            Assert.DoesNotContain(Token, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Change_WhereNoTokenIsSet_IsRefusedToEverybody()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local", $"Experiments:File={Experiments}");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/experiments/{Name}/stop") { Headers = { Authorization = new("Bearer", Token) } };
        using var response = await service.Client.SendAsync(request);

        Assert.Equal("changes_disabled", await CodeAsync(response, HttpStatusCode.Forbidden));
        Assert.False((await JsonAsync(await service.Client.GetAsync("/v1/experiments"), HttpStatusCode.OK)).GetProperty("changeable").GetBoolean());
    }

    [Fact]
    public async Task Change_BesideASignature_TakesTheTokenFromAHeaderOfItsOwn()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/experiments/{Name}/start");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261129/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=0");
        request.Headers.Add("x-admin-token", Token);
        using var response = await _service.Client.SendAsync(request);

        Assert.Equal("experiment_running", await CodeAsync(response, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Change_OfAnotherSitesPage_IsRefusedWithTheTokenToo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/experiments/{Name}/stop") { Headers = { Authorization = new("Bearer", Token) } };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await _service.Client.SendAsync(request);

        Assert.Equal("cross_site", await CodeAsync(response, HttpStatusCode.Forbidden));
    }

    [Theory]
    [InlineData("{\"weights\":{\"production\":1,\"hardened\":0}}", 400, "allocation_invalid")]
    [InlineData("{\"weight\":1}", 400, "json_malformed")]
    [InlineData("{\"exposure\":\"50000\"}", 400, "json_malformed")]
    [InlineData("{", 400, "json_malformed")]
    [InlineData("{\"exposure\":5}", 409, "exposure_shrinks")]
    [InlineData("{}", 400, "allocation_invalid")]
    public async Task Allocation_ThatCannotBe_IsToldWhatCould(string body, int status, string code)
    {
        using var response = await SendAsync(HttpMethod.Put, "allocation", Token, body);

        Assert.Equal(code, await CodeAsync(response, (HttpStatusCode)status));
    }

    [Fact]
    public async Task Change_OfAPastRevisionOrAnUnknownExperiment_IsRefused()
    {
        using var past = await SendAsync(HttpMethod.Post, "stop", Token, revision: "0123456789abcdef");
        Assert.Equal("experiments_changed", await CodeAsync(past, HttpStatusCode.PreconditionFailed));
        using var unknown = await SendAsync(HttpMethod.Post, "stop", Token, name: "other");
        Assert.Equal("experiment_unknown", await CodeAsync(unknown, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Change_OfAFileThatIsBroken_IsRefusedAndLeavesIt()
    {
        _ = await ListAsync();
        await File.WriteAllTextAsync(Experiments, "{");
        using var response = await SendAsync(HttpMethod.Post, "stop", Token);

        Assert.Equal("experiments_unavailable", await CodeAsync(response, HttpStatusCode.ServiceUnavailable));
        Assert.Equal("{", await File.ReadAllTextAsync(Experiments));
    }

    [Theory]
    [InlineData("short", "5 characters")]
    [InlineData("with a space in it, and long", "28 characters")]
    public void Token_ThatIsTooWeak_IsRefusedAtTheStartAndNotShown(string token, string told)
    {
        var fault = Assert.Throws<RoomTypes.Configuration.InvalidSettingsException>(() => TestOptions.Read($"Http:AdminToken={token}"));

        Assert.Contains(told, fault.Message);
        Assert.DoesNotContain(token, fault.Message);
    }

    [Fact]
    public async Task Plan_OfAServiceThatNobodyAsked_HasNoHistory()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local", "Events:Store=sqlite", $"Events:File={_folder.Path}/events.db");
        var plan = await JsonAsync(await service.Client.GetAsync($"/v1/experiments/{Name}/plan?days=7"), HttpStatusCode.OK);

        Assert.Equal((0, 0), (plan.GetProperty("entities").GetInt32(), plan.GetProperty("metrics").GetArrayLength()));
        foreach (var (url, code) in new[] { ($"{Name}/plan?days=401", "days_invalid"), ($"{Name}/plan?days=NaN", "days_invalid"), ($"{Name}/plan?days=x", "request_malformed") })
            Assert.Equal(code, await CodeAsync(await service.Client.GetAsync($"/v1/experiments/{url}"), HttpStatusCode.BadRequest));
    }

    private async Task<JsonElement> ListAsync() => await JsonAsync(await _service.Client.GetAsync("/v1/experiments"), HttpStatusCode.OK);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string? body = null, string? revision = null, string name = Name)
    {
        using var request = new HttpRequestMessage(method, $"/v1/experiments/{name}/{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (revision is not null) request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        return await _service.Client.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.True(response.StatusCode == status, await response.Content.ReadAsStringAsync());
        return await Samples.JsonAsync(response);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response, HttpStatusCode status) => (await JsonAsync(response, status)).GetProperty("code").GetString();
}
