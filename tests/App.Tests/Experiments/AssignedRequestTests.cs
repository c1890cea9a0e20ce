using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Tests.Experiments.AppConfig;

namespace RoomTypes.Tests.Experiments;

/// <summary>Requests whose model an experiment chooses, through the whole service.</summary>
public class AssignedRequestTests
{
    private static readonly Feature Shipped = ExperimentFile.Read(Path.Combine(AppContext.BaseDirectory, "experiments", "room-type-model.json"))[0];

    public AssignedRequestTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
    }

    [Fact]
    public async Task Local_EveryEntity_IsAnsweredByItsVariationsModel()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local");
        foreach (var entity in new[] { "robot-1", "robot-2", "robot-3", "robot-4" })
        {
            var expected = Rules.Evaluate(Shipped, entity);
            var room = await RecognizeAsync(service, $"entity_id={entity}");
            var assignment = room.GetProperty("assignment");
            Assert.Equal(("room-type-model", expected.Variation.Name, Reasons.Experiment), (Text(assignment, "feature"), Text(assignment, "variation"), Text(assignment, "reason")));
            Assert.Equal(expected.Variation.Value.AsString, Model(room));
        }
    }

    [Fact]
    public async Task Local_ModelsThatTheRequestNames_GoBeforeTheExperiment()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local");
        var room = await RecognizeAsync(service, "entity_id=robot-1&models=room-type@3");
        Assert.Equal(("room-type@3", JsonValueKind.Null), (Model(room), Assignment(room)));
    }

    [Fact]
    public async Task Local_WithoutAnEntity_GivesTheDefault()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local");
        var room = await RecognizeAsync(service, "");
        Assert.Equal(("room-type@2", Reasons.Default), (Model(room), Text(room.GetProperty("assignment"), "reason")));
    }

    [Fact]
    public async Task None_NoExperiment_HasASay()
    {
        await using var service = await TestService.StartAsync();
        Assert.Equal(JsonValueKind.Null, Assignment(await RecognizeAsync(service, "entity_id=robot-1")));
    }

    [Fact]
    public async Task Local_AVariationOfAModelThatIsNotServed_GivesTheProductionModelAndAnError()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local", "Models:Serve=room-type@2");
        var entity = Enumerable.Range(0, 100).Select(i => $"robot-{i}").First(id => Rules.Evaluate(Shipped, id).Variation.Name == "hardened");
        var room = await RecognizeAsync(service, $"entity_id={entity}");
        Assert.Equal(("room-type@2", Reasons.Error), (Model(room), Text(room.GetProperty("assignment"), "reason")));
    }

    [Fact]
    public async Task Local_ABrokenFile_IsNeverReadyAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "e.json");
        File.WriteAllText(file, """{"features":[{"name":"x","defaultVariation":"a","variations":[{"name":"b","value":"c"}]}]}""");
        await using var service = await TestService.StartAsync("Experiments:Source=local", $"Experiments:File={file}");
        var response = await service.Client.GetAsync("/health/ready");
        var problem = await Samples.JsonAsync(response);
        Assert.Equal((503, "experiments_unavailable"), ((int)response.StatusCode, Text(problem, "code")));
        Assert.Contains("The default variation of feature 'x' is 'a'; allowed is b.", Text(problem, "detail"));
    }

    [Fact]
    public async Task AppConfig_TheAgentsVariant_NamesTheModel()
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.Text("""{"_variant":"__t1__","enabled":true,"model":"room-type@3"}""", "application/json"));
        await using var service = await TestService.StartAsync(AppConfig(agent.Address));
        var room = await RecognizeAsync(service, "entity_id=robot-ü");
        Assert.Equal(("room-type@3", "__t1__", Reasons.Experiment), (Model(room), Text(room.GetProperty("assignment"), "variation"), Text(room.GetProperty("assignment"), "reason")));
        var (target, headers, _) = Assert.Single(agent.Requests);
        Assert.Equal("GET /applications/app/environments/env/configurations/flags?flag=room-type-model", target);
        Assert.Equal("robot-ü", headers["Entity-Id"]);
        Assert.Equal("entityId=robot-ü", headers["Context"]);
    }

    [Theory]
    [InlineData("""{"_variant":"default","enabled":true,"model":"room-type@3"}""", 200, "room-type@3", Reasons.Default)]
    [InlineData("""{"room-type-model":{"_variant":"a","enabled":true,"model":"room-type@3"}}""", 200, "room-type@3", Reasons.Experiment)]
    [InlineData("""{"_variant":"a","enabled":false,"model":"room-type@3"}""", 200, "room-type@2", Reasons.Default)]
    [InlineData("""{"_variant":"a","enabled":true,"model":"nonsense"}""", 200, "room-type@2", Reasons.Error)]
    [InlineData("[]", 200, "room-type@2", Reasons.Error)]
    [InlineData("no json", 200, "room-type@2", Reasons.Error)]
    [InlineData("", 500, "room-type@2", Reasons.Error)]
    public async Task AppConfig_WhateverTheAgentAnswers_NeverFailsThePrediction(string body, int status, string model, string reason)
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.Text(body, "application/json", statusCode: status));
        await using var service = await TestService.StartAsync(AppConfig(agent.Address));
        var room = await RecognizeAsync(service, "entity_id=robot-1");
        Assert.Equal((model, reason), (Model(room), Text(room.GetProperty("assignment"), "reason")));
    }

    [Theory]
    [InlineData("production", Reasons.Experiment)]
    [InlineData("lab", Reasons.Default)]
    public async Task AppConfig_WithAPlan_ItsTreatmentsTakePart(string variant, string reason)
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.Text($$"""{"_variant":"{{variant}}","enabled":true,"model":"room-type@2"}""", "application/json"));
        await using var service = await TestService.StartAsync([.. AppConfig(agent.Address)[..^1]]);
        Assert.Equal(reason, Text((await RecognizeAsync(service, "entity_id=robot-1")).GetProperty("assignment"), "reason"));
    }

    [Theory]
    [InlineData("""{"_variant":"production","enabled":false}""", "room-type@2", Reasons.Experiment)]
    [InlineData("""{"_variant":"hardened","enabled":true}""", "room-type@3", Reasons.Experiment)]
    [InlineData("""{"_variant":"lab","enabled":false}""", "room-type@2", Reasons.Default)]
    public async Task AppConfig_AVariantWithoutAModel_HasThePlansModel(string body, string model, string reason)
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.Text(body, "application/json"));
        await using var service = await TestService.StartAsync([.. AppConfig(agent.Address)[..^1]]);
        var room = await RecognizeAsync(service, "entity_id=robot-1");
        Assert.Equal((model, reason), (Model(room), Text(room.GetProperty("assignment"), "reason")));
    }

    [Fact]
    public async Task AppConfig_AnEntityWithAComma_InjectsNothing()
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.Text("""{"_variant":"a","enabled":true,"model":"room-type@3"}""", "application/json"));
        await using var service = await TestService.StartAsync(AppConfig(agent.Address));
        Assert.Equal(Reasons.Error, Text((await RecognizeAsync(service, "entity_id=a,tier=gold")).GetProperty("assignment"), "reason"));
        Assert.Empty(agent.Requests);
    }

    [Fact]
    public async Task AppConfig_WithoutAnEntity_AsksNobody()
    {
        await using var agent = await Upstream.StartAsync((_, _) => Results.StatusCode(500));
        await using var service = await TestService.StartAsync(AppConfig(agent.Address));
        Assert.Equal(Reasons.Default, Text((await RecognizeAsync(service, "")).GetProperty("assignment"), "reason"));
        Assert.Empty(agent.Requests);
    }

    [Fact]
    public async Task AppConfig_WithoutAnAgent_EvaluatesTheDocument()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "flags.json");
        File.WriteAllText(file, FeatureFlagsTests.Document);
        await using var service = await TestService.StartAsync("Experiments:Source=appconfig", $"Experiments:AppConfig:Document={file}");
        Assert.Equal("room-type@3", Model(await RecognizeAsync(service, "entity_id=lab-7")));
    }

    [Fact]
    public async Task Evidently_ASignedQuestion_IsAnsweredWithTheModel()
    {
        await using var evidently = await Upstream.StartAsync((_, _) => Results.Text(
            """{"reason":"EXPERIMENT_RULE_MATCH","variation":"hardened","value":{"stringValue":"room-type@3"},"details":"{}"}""", "application/json"));
        await using var service = await TestService.StartAsync(
            "Experiments:Source=evidently", $"Experiments:Evidently:Endpoint={evidently.Address}", "Experiments:Evidently:Project=rooms",
            "Experiments:Evidently:Region=eu-west-1", "Experiments:TimeoutMilliseconds=10000");
        var room = await RecognizeAsync(service, "entity_id=robot-1");
        Assert.Equal(("room-type@3", "hardened", Reasons.Experiment), (Model(room), Text(room.GetProperty("assignment"), "variation"), Text(room.GetProperty("assignment"), "reason")));
        var (target, headers, body) = Assert.Single(evidently.Requests);
        Assert.Equal("POST /projects/rooms/evaluations/room-type-model", target);
        Assert.Equal("""{"entityId":"robot-1"}""", body);
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=[^/]+/[0-9]{8}/eu-west-1/evidently/aws4_request, ", headers["Authorization"]);
    }

    [Fact]
    public async Task Evidently_ThatIsDown_GivesTheDefaultVariation()
    {
        await using var service = await TestService.StartAsync(
            "Experiments:Source=evidently", "Experiments:Evidently:Endpoint=http://127.0.0.1:1", "Experiments:Evidently:Project=rooms");
        var room = await RecognizeAsync(service, "entity_id=robot-1");
        Assert.Equal(("room-type@2", "production", Reasons.Error), (Model(room), Text(room.GetProperty("assignment"), "variation"), Text(room.GetProperty("assignment"), "reason")));
    }

    private static string[] AppConfig(string endpoint) =>
    [
        "Experiments:Source=appconfig", $"Experiments:AppConfig:Endpoint={endpoint}", "Experiments:AppConfig:Application=app",
        "Experiments:AppConfig:Environment=env", "Experiments:AppConfig:Profile=flags", "Experiments:TimeoutMilliseconds=10000",
        "Experiments:File=no-plan.json",
    ];

    private static async Task<JsonElement> RecognizeAsync(TestService service, string query)
    {
        var response = await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?{query}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await Samples.JsonAsync(response)).GetProperty("rooms")[0];
    }

    private static JsonValueKind Assignment(JsonElement room) => room.TryGetProperty("assignment", out var assignment) ? assignment.ValueKind : JsonValueKind.Null;

    private static string Model(JsonElement room) => $"{Text(room.GetProperty("model"), "name")}@{Text(room.GetProperty("model"), "version")}";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
